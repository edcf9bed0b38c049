internal import CProcess
internal import Desktop
internal import Dispatch
internal import Glibc
internal import Synchronization
internal import Wire

/// The thread that starts the child, speaks with it and waits for its end.
///
/// One thread for all three: the child dies with the thread that started it, and its heartbeat must not depend on how
/// busy the tasks of the program are. Whether somebody takes the pictures is known from `frameTaken`, which only the
/// reading task sends.
final class DesktopPump: Sendable {
    /// Four in the time after which the child takes its parent for dead.
    private static let heartbeatInterval: Duration = .milliseconds(250)

    private let program: DesktopProgram
    private let mailbox: DesktopMailbox
    private let orders: Mutex<Orders>
    /// Wakes the thread: an eventfd.
    private let alarm: Int32

    private struct Orders {
        var commands: [DesktopCommand]
        var isStopping = false
    }

    /// Takes what the child is to begin with; nothing runs before `start`.
    init(program: DesktopProgram, start: DesktopCommand.Start, mailbox: DesktopMailbox) {
        self.program = program
        self.mailbox = mailbox
        orders = Mutex(Orders(commands: [.start(start)]))
        alarm = nearhand_make_eventfd()
    }

    deinit {
        close(alarm)
    }

    /// Starts the thread; it holds the pump until the child has ended.
    func start() {
        DispatchQueue(label: "nearhand.desktop").async { self.run() }
    }

    /// Queues a command for the child.
    func send(_ command: DesktopCommand) {
        orders.withLock { $0.commands.append(command) }
        eventfd_write(alarm, 1)
    }

    /// Ends the child.
    func stop() {
        orders.withLock { $0.isStopping = true }
        eventfd_write(alarm, 1)
    }

    private func run() {
        var sockets: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &sockets) == 0 else {
            return mailbox.post(.stopped(.notLaunched))
        }
        let child = ChildProcess(program, argument: String(ChildProcess.socketNumber), socket: sockets[1])
        close(sockets[1])
        guard let child else {
            close(sockets[0])
            return mailbox.post(.stopped(.notLaunched))
        }
        exchange(on: sockets[0])
        // Whatever ended the exchange, no frame is shown from here on; the child sees the end of its socket.
        mailbox.refuse()
        close(sockets[0])
        mailbox.post(.stopped(DesktopStopReason(waitStatus: child.waitForEnd())))
    }

    /// Speaks with the child until it, or `stop`, ends the talk.
    private func exchange(on socket: Int32) {
        var incoming = MessageStream()
        var nextHeartbeat = MonotonicClock.now()
        while true {
            let now = MonotonicClock.now()
            var commands = orders.withLock { orders -> [DesktopCommand]? in
                defer { orders.commands.removeAll() }
                return orders.isStopping ? nil : orders.commands
            }
            if nextHeartbeat <= now {
                commands?.append(.heartbeat)
                nextHeartbeat = now + Self.heartbeatInterval
            }
            guard let commands, write(commands, to: socket) else { return }
            wait(for: socket, until: nextHeartbeat)
            do throws(ParseError) {
                guard let received = read(from: socket) else { return }
                incoming.append(received)
                while let message = try incoming.next() {
                    post(try DesktopReport.parse(message.span))
                }
            } catch {
                // The child is our own program, yet it draws what others send: its bytes are checked like a peer's.
                return
            }
        }
    }

    private func post(_ report: DesktopReport) {
        switch report {
        case .ready(let ready): mailbox.post(.started(ready))
        case .chosen(let chosen): mailbox.post(.chosen(chosen))
        case .monitors(let monitors): mailbox.post(.monitors(monitors))
        case .windowOpened(let window): mailbox.post(.windowOpened(window))
        case .thumbnail(let thumbnail): mailbox.post(.thumbnail(thumbnail))
        case .windows(let windows): mailbox.post(.windows(windows))
        case .cursor(let cursor): mailbox.post(.cursor(cursor))
        case .cursorMoved(let place): mailbox.post(.cursorMoved(place))
        case .inputHeld(let isHeld): mailbox.post(.inputHeld(isHeld))
        case .frame(let frame): mailbox.post(.frame(frame))
        }
    }

    /// Sleeps until the child says something, an order comes, or the time has come.
    private func wait(for socket: Int32, until deadline: Instant) {
        var descriptors = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0), pollfd(fd: alarm, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = max(0, (deadline - MonotonicClock.now()).inMilliseconds + 1)
        poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
        var count: eventfd_t = 0
        eventfd_read(alarm, &count)
    }

    /// `false` when the child is gone, or reads nothing for so long that the socket is full.
    private func write(_ commands: [DesktopCommand], to socket: Int32) -> Bool {
        let bytes = commands.flatMap { MessageStream.frame($0.serialize()) }
        if bytes.isEmpty { return true }
        return Glibc.send(socket, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL)) == bytes.count
    }

    /// What has arrived; `nil` at the end.
    private func read(from socket: Int32) -> [UInt8]? {
        var count = 0
        // Neither cleared nor copied: it is read with every letter that somebody types.
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { bytes, filled in
            count = recv(socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
            filled = max(0, count)
        }
        if count > 0 { return chunk }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }
}
