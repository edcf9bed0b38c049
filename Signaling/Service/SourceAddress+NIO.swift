import NIOCore
import SignalingDomain

extension SourceAddress {
    /// The address that a trusted proxy names, or else the connection's other end.
    init(forwarded: String?, peer: SocketAddress?) {
        let named = forwarded.flatMap { try? SocketAddress(ipAddress: $0, port: 0) }
        self = (named ?? peer).flatMap { SourceAddress(bytes: $0.ipBytes) } ?? .local
    }
}

extension SocketAddress {
    /// Four or sixteen bytes in network order; none for a socket of the file system.
    var ipBytes: [UInt8] {
        // `sockaddr_in`: family 2 · port 2 · address 4. `sockaddr_in6`: family 2 · port 2 · flow 4 · address 16.
        let range: Range<Int>
        switch self {
        case .v4: range = 4..<8
        case .v6: range = 8..<24
        case .unixDomainSocket: return []
        }
        return withSockAddr { address, count in
            let bytes = UnsafeRawBufferPointer(start: address, count: count)
            return range.upperBound <= count ? Array(bytes[range]) : []
        }
    }
}
