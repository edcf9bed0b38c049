import CNice
import Glibc
import UDP
import Wire

/// The way of datagrams past libnice while the selected pair is direct and UDP: many a system call, each way.
///
/// libnice keeps the checks, consent and TURN. Where the kernel refuses, the datagrams go through libnice as before. Used
/// on the loop's thread alone.
final class FastPath {
    /// Reads in one turn of the loop, 64 KiB each at most, so that a flood does not starve timers.
    private static let readsPerTurn = 4
    /// Reads at the end, for what the kernel has already put into our socket.
    private static let readsAtEnd = 64

    private var socket: SharedPortSocket
    private var batch = DatagramBatch()
    private var source: UnsafeMutablePointer<GSource>?
    private let handler: ([UInt8]) -> Void

    /// - Parameters:
    ///   - descriptor: libnice's socket of the selected pair.
    ///   - remote: the other end of it, which passed a check; nobody else is heard here.
    ///   - handler: takes each datagram, on the loop's thread.
    /// - Throws: `UDPError` where the kernel refuses.
    init(
        beside descriptor: CInt, remote: SocketAddress, loop: NetworkLoop, handler: @escaping ([UInt8]) -> Void
    ) throws(UDPError) {
        self.handler = handler
        socket = try SharedPortSocket(beside: descriptor, remote: remote)
        // Dispatched on the loop's thread; `close`, at the latest in `deinit`, destroys the source, so the unretained
        // context outlives it.
        let source = nearhand_descriptor_source_new(
            socket.descriptor,
            { _, _, data in
                guard let data else { return 0 }
                Unmanaged<FastPath>.fromOpaque(data).takeUnretainedValue().receive()
                return 1
            }, Unmanaged.passUnretained(self).toOpaque(), nil)
        g_source_attach(source, loop.context)
        self.source = source
    }

    deinit { stop() }

    /// Goes over to another selected pair of the same socket of libnice's.
    /// - Returns: `false` when it cannot; the owner then closes this way and opens another.
    func retarget(to remote: SocketAddress, beside descriptor: CInt) -> Bool {
        guard SharedPortSocket.boundAddress(of: descriptor) == socket.local else { return false }
        return (try? socket.retarget(to: remote)) != nil
    }

    /// Takes a datagram to send; it leaves with those behind it, at the latest by `flush`.
    /// - Returns: how many earlier datagrams the kernel did not take.
    func send(_ datagram: [UInt8]) -> Int {
        let unsent = batch.takes(datagram) ? 0 : flush()
        batch.append(datagram)
        return unsent
    }

    /// The bytes of the largest datagram that leaves whole; `nil` where the kernel does not say.
    var largestDatagram: Int? { socket.routeLimit }

    /// Sends what `send` took.
    /// - Returns: how many datagrams the kernel did not take.
    func flush() -> Int {
        batch.isEmpty ? 0 : socket.send(&batch)
    }

    /// Hands over what has already arrived, and stops.
    func close() {
        stop()
        socket.release()
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
        var datagrams: [[UInt8]] = []
        let mayHaveMore = socket.receive { datagrams.append([UInt8]($0)) }
        for datagram in datagrams { handler(datagram) }
        return mayHaveMore
    }
}
