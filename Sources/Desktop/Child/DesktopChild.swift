internal import CProcess
internal import Glibc
internal import Wire

/// The program of the child process, `nearhand desktop`.
///
/// Everything of X11 happens here, so that an X error, a lost server or a stop ends this process and nothing else.
package enum DesktopChild {
    /// The argument that asks whether the desktop could be shown; the exit status is a `DesktopAvailability`.
    package static let probeArgument = "probe"

    /// Runs the child and exits with a `DesktopStopReason`, or with a `DesktopAvailability` for a probe.
    ///
    /// - Parameter arguments: one argument, the number of an inherited socket to the parent or `probe`.
    package static func run(arguments: [String]) -> Never {
        guard arguments.count == 1, let argument = arguments.first else { exit(.protocolViolation) }
        XErrorPolicy.install()
        if argument == probeArgument { _exit(DesktopAvailability.probe().rawValue) }
        guard let socket = Int32(argument), socket > STDERR_FILENO else { exit(.protocolViolation) }
        // The parent's thread that started this process lives as long as the process is to live. Its end also ends
        // the socket, so a parent that died before this line is noticed as well.
        _ = nearhand_die_with_parent()
        exit(share(socket: socket))
    }

    private static func share(socket: Int32) -> DesktopStopReason {
        var link = ParentLink(fileDescriptor: socket, now: MonotonicClock.now())
        do throws(DesktopStop) {
            let start = try waitForStart(&link)
            do throws(DesktopError) {
                let display = try XDisplay()
                var session = try SharingSession(display: display, link: link, start: start)
                return session.run()
            } catch {
                throw DesktopStop(error)
            }
        } catch {
            return error.reason
        }
    }

    /// Waits for the first command, as long as a silent parent is waited for.
    private static func waitForStart(_ link: inout ParentLink) throws(DesktopStop) -> DesktopCommand.Start {
        while true {
            let now = MonotonicClock.now()
            let commands = try link.receive(now: now)
            for (index, command) in commands.enumerated() {
                switch command {
                case .start(let start):
                    // What was said right behind it is meant for the session.
                    link.unread(commands[(index + 1)...])
                    return start
                case .heartbeat: continue
                default: throw DesktopStop(.protocolViolation)
                }
            }
            guard now < link.silentAt else { throw DesktopStop(.parentSilent) }
            var descriptor = pollfd(fd: link.fileDescriptor, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, Int32(clamping: (link.silentAt - now).inMilliseconds + 1))
        }
    }

    /// Ends at once: the server takes the bar away when the connection closes.
    private static func exit(_ reason: DesktopStopReason) -> Never {
        _exit(reason.rawValue)
    }
}
