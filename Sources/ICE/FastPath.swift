import CNice
import Glibc
import UDP
import Wire

/// The way of datagrams past libnice while the selected pair is direct and UDP: many a system call, each way.
///
/// libnice keeps the checks, consent and TURN. It is made anew for each selected pair; where the kernel refuses, the
/// datagrams go through libnice as before. Used on the loop's thread alone.
final class FastPath {
    /// Reads in one turn of the loop, 64 KiB each at most, so that a flood does not starve timers.
    private static let readsPerTurn = 4
    /// Reads at the end, for what the kernel has already put into our socket.
    private static let readsAtEnd = 64
    /// Datagrams from elsewhere, without one from the selected address between them, after which libnice decides again
    /// who may be heard: the other side then keeps to another pair than we.
    private static let strangerLimit = 16

    let remote: SocketAddress

    private var socket: SharedPortSocket
    private var batch = DatagramBatch()
    private var source: UnsafeMutablePointer<GSource>?
    private var strangersInARow = 0
    private let handler: (Arrival) -> Void

    /// What came of one read.
    enum Arrival {
        /// From the selected address.
        case datagram([UInt8])
        /// From an address that may or may not have passed a check.
        case stranger(SocketAddress, [UInt8])
        /// This way is of no use; the receiver lets go of it.
        case abandoned
    }

    /// - Parameters:
    ///   - descriptor: libnice's socket of the selected pair.
    ///   - remote: the other end of it, which passed a check.
    ///   - handler: called on the loop's thread.
    /// - Throws: `UDPError` where the kernel refuses.
    init(
        beside descriptor: CInt, remote: SocketAddress, loop: NetworkLoop, handler: @escaping (Arrival) -> Void
    ) throws(UDPError) {
        self.remote = remote
        self.handler = handler
        socket = try SharedPortSocket(beside: descriptor)
        // Dispatched on the loop's thread; `close`, at the latest in `deinit`, destroys the source, so the unretained
        // context outlives it.
        let source = nearhand_descriptor_source_new(
            socket.descriptor,
            { _, _, data in
                guard let data else { return 0 }
                Unmanaged<FastPath>.fromOpaque(data).takeUnretainedValue().receive()
                return 1
            }, Unmanaged.passUnretained(self).toOpaque())
        g_source_attach(source, loop.context)
        self.source = source
    }

    deinit { stop() }

    /// Takes a datagram to send; it leaves with those behind it, at the latest by `flush`.
    /// - Returns: how many earlier datagrams the kernel did not take.
    func send(_ datagram: [UInt8]) -> Int {
        let unsent = batch.takes(datagram) ? 0 : flush()
        batch.append(datagram)
        return unsent
    }

    /// Sends what `send` took.
    /// - Returns: how many datagrams the kernel did not take.
    func flush() -> Int {
        batch.isEmpty ? 0 : socket.send(&batch, to: remote)
    }

    /// Hands over what has already arrived, and stops.
    func close() {
        stop()
        for _ in 0..<Self.readsAtEnd where !read() { return }
    }

    private func stop() {
        guard let source else { return }
        self.source = nil
        g_source_destroy(source)
        g_source_unref(source)
    }

    private func receive() {
        for _ in 0..<Self.readsPerTurn where source == nil || !read() { return }
    }

    /// Takes one read's datagrams; answers whether there may be more.
    private func read() -> Bool {
        var arrivals: [Arrival] = []
        let mayHaveMore = socket.receive { [remote] source, bytes in
            let datagram = [UInt8](bytes)
            arrivals.append(source == remote ? .datagram(datagram) : .stranger(source, datagram))
        }
        for arrival in arrivals {
            if case .stranger = arrival { strangersInARow += 1 } else { strangersInARow = 0 }
            handler(arrival)
        }
        if strangersInARow >= Self.strangerLimit, source != nil {
            strangersInARow = 0
            handler(.abandoned)
        }
        return mayHaveMore
    }
}
