import CUDP
import Glibc

/// A socket of our own on the port of another, for DTLS and RTP in bulk; STUN stays with the other.
///
/// Both sockets are in one SO_REUSEPORT group. A filter in the kernel looks at the source and the first byte of what
/// comes (RFC 7983): DTLS and RTP from the one remote end are ours; STUN, TURN and whatever comes from elsewhere stay
/// with the other socket, libnice's, which knows who passed a check. One read gives many datagrams (UDP_GRO), one write
/// sends many (UDP_SEGMENT). It needs no privilege.
package struct SharedPortSocket: ~Copyable {
    /// For a poll; the socket closes it.
    package let descriptor: CInt
    /// Both sockets' address; another socket with the same one is the same port.
    package let local: SocketAddress
    private var remote: SocketAddress
    /// Whom we heard before `retarget`: what it sent may still wait in the socket.
    private var formerRemotes: [SocketAddress] = []
    /// Room for what one read may give, in bytes.
    private static let receiveByteCount = 65_536
    /// Some devices cannot segment; then each datagram has a call of its own.
    private var segments = true
    /// Whether the kernel cuts no datagram into fragments.
    private let sendsWhole: Bool

    /// Both sockets' buffers in bytes; the kernel gives what its limits allow.
    private static let bufferByteCount: CInt = 4 * 1024 * 1024

    /// Opens a socket on the port of `other`.
    /// - Parameters:
    ///   - other: a bound UDP socket of this user, which must not have UDP_GRO.
    ///   - remote: whom to send to, and the only one to hear.
    /// - Throws: `UDPError.unavailable`; `other` is as before, but may share its port.
    package init(beside other: CInt, remote: SocketAddress) throws(UDPError) {
        let (storage, length) = try Self.localAddress(of: other)
        let local = SocketAddress(storage, length: length)
        try Self.check(Self.enable(SO_REUSEPORT, on: other), .sharePort)
        let family = CInt(storage.ss_family)
        let descriptor = socket(family, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        try Self.check(descriptor, .open)
        do throws(UDPError) {
            try Self.check(Self.enable(SO_REUSEPORT, on: descriptor), .sharePort)
            if family == AF_INET6 { _ = Self.enable(IPV6_V6ONLY, level: CInt(IPPROTO_IPV6), on: descriptor) }
            let bound = local.withPointer { address, length in
                bind(descriptor, address?.assumingMemoryBound(to: sockaddr.self), length)
            }
            try Self.check(bound, .bind)
            try Self.attach(descriptor, remote)
        } catch {
            close(descriptor)
            throw error
        }
        _ = nearhand_udp_enable_gro(descriptor)
        sendsWhole = nearhand_udp_forbid_fragments(descriptor, family) == 0
        for option in [SO_SNDBUF, SO_RCVBUF] {
            var count = Self.bufferByteCount
            setsockopt(descriptor, SOL_SOCKET, option, &count, socklen_t(MemoryLayout.size(ofValue: count)))
        }
        self.descriptor = descriptor
        self.local = local
        self.remote = remote
    }

    deinit {
        close(descriptor)
    }

    /// Changes whom to send to and whom to hear; what the former one sent before is still received.
    /// - Throws: `UDPError.unavailable`; then nothing has changed.
    package mutating func retarget(to remote: SocketAddress) throws(UDPError) {
        guard remote != self.remote else { return }
        try Self.attach(descriptor, remote)
        formerRemotes.append(self.remote)
        self.remote = remote
    }

    /// Leaves everything that comes from now on to the other socket; `receive` gives what came before.
    package func release() {
        _ = nearhand_udp_detach_demultiplexer(descriptor)
    }

    /// The bytes of the largest datagram that the route to the present remote end takes; `nil` where the kernel might cut it
    /// into fragments, or does not say.
    package var routeLimit: Int? {
        guard sendsWhole else { return nil }
        let limit = remote.withPointer { address, length in
            address.map { nearhand_udp_route_limit($0.assumingMemoryBound(to: sockaddr.self), length) } ?? 0
        }
        return limit > 0 ? Int(limit) : nil
    }

    /// Sends what is in the batch and empties it.
    /// - Returns: how many datagrams the kernel did not take.
    package mutating func send(_ batch: inout DatagramBatch) -> Int {
        defer { batch.removeAll() }
        guard !batch.isEmpty else { return 0 }
        if segments {
            let sent = send(batch.bytes[...], segment: batch.segment)
            switch Int32(-sent) {
            case EIO, EINVAL, EMSGSIZE:
                let unsent = sendOneByOne(batch.bytes, segment: batch.segment)
                // One that is too large is its own fault. Where each leaves alone, it is together that they cannot.
                if unsent == 0 || Int32(-sent) == EIO { segments = batch.bytes.count <= batch.segment }
                return unsent
            case 1...: return (batch.bytes.count + batch.segment - 1) / batch.segment
            default: return 0
            }
        }
        return sendOneByOne(batch.bytes, segment: batch.segment)
    }

    /// Takes what waits, in one read. What came from elsewhere before the filter was in place is dropped; so is STUN, which
    /// is sent again.
    /// - Parameter body: called for each datagram, with its bytes.
    /// - Returns: `false` when nothing waits.
    package mutating func receive(_ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        var storage = sockaddr_storage()
        var length = socklen_t(0)
        var segment: CInt = 0
        // Taken for the read alone: an idle connection holds none.
        return withUnsafeTemporaryAllocation(byteCount: Self.receiveByteCount, alignment: 16) { buffer in
            let count = nearhand_udp_receive(
                descriptor, buffer.baseAddress, buffer.count, &storage, &length, &segment)
            // An error that ICMP brought is taken off the socket by the read; the next one may give data.
            guard count > 0 else { return count == 0 || -count == Int(ECONNREFUSED) }
            let source = SocketAddress(storage, length: length)
            guard source == remote || formerRemotes.contains(source) else { return true }
            let step = segment > 0 ? Int(segment) : count
            for start in stride(from: 0, to: count, by: step) {
                body(UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + step, count)]))
            }
            return true
        }
    }

    private func sendOneByOne(_ bytes: [UInt8], segment: Int) -> Int {
        var unsent = 0
        for start in stride(from: 0, to: bytes.count, by: max(1, segment)) {
            let end = min(start + segment, bytes.count)
            if send(bytes[start..<end], segment: 0) < 0 { unsent += 1 }
        }
        return unsent
    }

    private func send(_ bytes: ArraySlice<UInt8>, segment: Int) -> Int {
        bytes.withUnsafeBytes { buffer in
            remote.withPointer { address, length in
                nearhand_udp_send(
                    descriptor, address, length, buffer.baseAddress, buffer.count, UInt16(clamping: segment))
            }
        }
    }

    /// The address that a socket is bound to; `nil` when it is none.
    package static func boundAddress(of socket: CInt) -> SocketAddress? {
        guard let (storage, length) = try? localAddress(of: socket) else { return nil }
        return SocketAddress(storage, length: length)
    }

    private static func localAddress(of socket: CInt) throws(UDPError) -> (
        storage: sockaddr_storage, length: socklen_t
    ) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        try check(status, .readLocalAddress)
        return (storage, length)
    }

    private static func attach(_ descriptor: CInt, _ remote: SocketAddress) throws(UDPError) {
        let status = remote.withPointer { address, _ in
            nearhand_udp_attach_demultiplexer(descriptor, address?.assumingMemoryBound(to: sockaddr.self))
        }
        try check(status, .demultiplex)
    }

    private static func enable(_ option: CInt, level: CInt = SOL_SOCKET, on socket: CInt) -> CInt {
        var on: CInt = 1
        return setsockopt(socket, level, option, &on, socklen_t(MemoryLayout.size(ofValue: on)))
    }

    private static func check(_ status: CInt, _ step: UDPError.Step) throws(UDPError) {
        if status < 0 { throw .unavailable(step, errno: errno) }
    }
}
