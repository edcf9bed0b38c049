import CNice
import Wire

/// Tells when this computer's addresses or its ways out have changed; libnice does not look.
///
/// The handler runs on the loop's thread. What changes within a moment is told once; what changes back is not told.
package final class NetworkWatch {
    /// How long a change must rest: an interface that comes up gets an address, then routes.
    package static let settlingTime = Duration.milliseconds(100)

    /// As it was told last.
    package private(set) var network = LocalNetwork.read()
    private let handler: (LocalNetwork) -> Void
    private let source: UnsafeMutablePointer<GSource>
    private let timer: LoopTimer

    /// What the GLib source retains until it is destroyed, so that the watch may be let go on any thread.
    private final class Socket {
        let descriptor: CInt
        let timer: LoopTimer

        init(descriptor: CInt, timer: LoopTimer) {
            self.descriptor = descriptor
            self.timer = timer
        }

        deinit { close(descriptor) }
    }

    /// `nil` where the kernel gives no netlink socket; a lost path is then noticed by its silence alone.
    package init?(loop: NetworkLoop, handler: @escaping (LocalNetwork) -> Void) {
        let descriptor = nearhand_netlink_open()
        guard descriptor >= 0 else { return nil }
        self.handler = handler
        let relay = Relay()
        timer = LoopTimer(loop: loop) { relay.watch?.settle() }
        // GLib calls on the loop's thread until `deinit` destroys the source; the socket lives as long as the source.
        source = nearhand_descriptor_source_new(
            descriptor,
            { descriptor, _, data in
                guard let data, nearhand_netlink_read(descriptor) != 0 else { return 1 }
                let timer = Unmanaged<Socket>.fromOpaque(data).takeUnretainedValue().timer
                timer.schedule(at: NetworkLoop.now + NetworkWatch.settlingTime)
                return 1
            }, Unmanaged.passRetained(Socket(descriptor: descriptor, timer: timer)).toOpaque(),
            { data in if let data { Unmanaged<Socket>.fromOpaque(data).release() } })
        relay.watch = self
        g_source_attach(source, loop.context)
    }

    /// Joins the timer, which is made first, with its owner.
    private final class Relay {
        weak var watch: NetworkWatch?
    }

    deinit {
        timer.cancel()
        g_source_destroy(source)
        g_source_unref(source)
    }

    private func settle() {
        let current = LocalNetwork.read()
        guard current != network else { return }
        network = current
        handler(current)
    }
}
