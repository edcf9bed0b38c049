import CLink
import Glibc

/// `nearhand-link NAMESPACE-A NAMESPACE-B DEVICE [--seed NUMBER] [LINE...]`: a link with delay, loss and a bottleneck
/// between two network namespaces, for network testers.
///
/// It makes a TUN device in each namespace, takes the control lines among its arguments, then those on standard input
/// (see `ControlLines`), and ends with it. Whoever starts it gives the devices their addresses. Needs root.
@main
enum NearhandLink {
    private static let usage = """
        Usage: nearhand-link NAMESPACE-A NAMESPACE-B DEVICE [--seed NUMBER] [LINE...]
        Example: nearhand-link /run/netns/a /run/netns/b tun0 'both delay=25ms loss=1% rate=100mbit queue=50ms'

        """

    /// Ends with status 2 for wrong arguments, 1 when the link cannot be made or a device is gone.
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var seed: UInt64 = 1
        if arguments.count >= 5, arguments[3] == "--seed", let number = UInt64(arguments[4]) {
            seed = number
            arguments.removeSubrange(3...4)
        }
        guard arguments.count >= 3 else { end(usage, status: 2) }
        do {
            let emulator = Emulator(
                a: try TUNDevice(named: arguments[2], namespace: arguments[0]),
                b: try TUNDevice(named: arguments[2], namespace: arguments[1]), seed: seed)
            _ = nearhand_wake_on_time()
            // Without the right to it, packets are only later on a busy machine.
            _ = nearhand_run_first()
            ControlLines.answer()
            for line in arguments.dropFirst(3) { emulator.handle(ControlLines.parse(line)) }
            try emulator.run()
        } catch {
            end("nearhand-link: \(error.text)\n", status: 1)
        }
    }

    private static func end(_ text: String, status: CInt) -> Never {
        _ = write(STDERR_FILENO, text, text.utf8.count)
        exit(status)
    }
}
