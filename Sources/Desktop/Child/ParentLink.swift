internal import Glibc
internal import Wire

/// The child's end of the socket to its parent: never waits, holds a bounded number of frames.
struct ParentLink: ~Copyable {
    /// A parent that is silent for this long is taken for hung or gone.
    static let silenceLimit: Duration = .seconds(1)
    /// Frames that were sent and that the parent has not taken over yet.
    private static let frameWindow = 2

    /// The socket, to wait on.
    let fileDescriptor: Int32
    private var incoming = MessageStream()
    /// Read, and given back.
    private var unhandled: [DesktopCommand] = []
    private var outgoing: [UInt8] = []
    private var sentCount = 0
    private var framesInFlight = 0
    private var lastHeardAt: Instant

    /// Takes over the socket.
    init(fileDescriptor: Int32, now: Instant) {
        self.fileDescriptor = fileDescriptor
        lastHeardAt = now
    }

    deinit {
        close(fileDescriptor)
    }

    /// Whether another frame may be made; `false` while the parent lags, so that frames are left out, not queued.
    var canTakeFrame: Bool { framesInFlight < Self.frameWindow && !hasOutput }
    /// Whether `flush` has something to write.
    var hasOutput: Bool { sentCount < outgoing.count }
    /// When the parent counts as silent.
    var silentAt: Instant { lastHeardAt + Self.silenceLimit }

    /// Reads what has arrived.
    ///
    /// - Throws: `DesktopStop` at the socket's end or when the bytes are not of the protocol.
    mutating func receive(now: Instant) throws(DesktopStop) -> [DesktopCommand] {
        var commands = unhandled
        unhandled = []
        while let chunk = try readChunk() {
            lastHeardAt = now
            incoming.append(chunk)
            do throws(ParseError) {
                while let message = try incoming.next() {
                    let command = try DesktopCommand.parse(message.span)
                    if command == .frameTaken { framesInFlight = max(0, framesInFlight - 1) }
                    commands.append(command)
                }
            } catch {
                throw DesktopStop(.protocolViolation)
            }
        }
        return commands
    }

    /// Gives commands back, for the next `receive` to begin with.
    mutating func unread(_ commands: some Sequence<DesktopCommand>) {
        unhandled += commands
    }

    /// Queues a message; `flush` writes it.
    mutating func send(_ report: DesktopReport) {
        if case .frame = report { framesInFlight += 1 }
        if !hasOutput {
            outgoing.removeAll(keepingCapacity: true)
            sentCount = 0
        }
        outgoing += MessageStream.frame(report.serialize())
    }

    /// Writes as much as the socket takes.
    ///
    /// - Throws: `DesktopStop` when the parent is gone.
    mutating func flush() throws(DesktopStop) {
        while hasOutput {
            let written = outgoing.withUnsafeBytes { bytes in
                Glibc.send(
                    fileDescriptor, bytes.baseAddress.map { $0 + sentCount }, bytes.count - sentCount,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            }
            if written >= 0 {
                sentCount += written
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                return
            } else if errno != EINTR {
                throw DesktopStop(.byParent)
            }
        }
    }

    private func readChunk() throws(DesktopStop) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(fileDescriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count > 0 { return Array(chunk.prefix(count)) }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { return nil }
            if count < 0, errno == EINTR { continue }
            throw DesktopStop(.byParent)
        }
    }
}
