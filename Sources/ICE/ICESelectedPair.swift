import CNice
import Glibc
import UDP
import Wire

/// Reads what libnice says about the pair in use.
enum ICESelectedPair {
    /// The pair in use with the kinds and addresses of both ends; `nil` before there is one.
    static func read(
        _ agent: OpaquePointer, _ streamID: CUnsignedInt, _ componentID: CUnsignedInt
    ) -> SelectedPath? {
        var local: UnsafeMutablePointer<NiceCandidate>?
        var remote: UnsafeMutablePointer<NiceCandidate>?
        guard nice_agent_get_selected_pair(agent, streamID, componentID, &local, &remote) != 0, let local, let remote
        else { return nil }
        return SelectedPath(
            local: kind(of: local), remote: kind(of: remote),
            isTCP: isTCP(local),
            family: nice_address_ip_version(&remote.pointee.addr) == 6 ? .ipv6 : .ipv4,
            localAddress: Redacted(address(of: local)), remoteAddress: Redacted(address(of: remote)))
    }

    /// The other end's address as sockets take it; `nil` before there is a pair.
    static func remoteSocketAddress(
        _ agent: OpaquePointer, _ streamID: CUnsignedInt, _ componentID: CUnsignedInt
    ) -> SocketAddress? {
        var local: UnsafeMutablePointer<NiceCandidate>?
        var remote: UnsafeMutablePointer<NiceCandidate>?
        guard nice_agent_get_selected_pair(agent, streamID, componentID, &local, &remote) != 0, let remote else {
            return nil
        }
        return SocketAddress {
            nice_address_copy_to_sockaddr(&remote.pointee.addr, $0.assumingMemoryBound(to: sockaddr.self))
        }
    }

    /// The address, without its port, that the local candidate of the pair in use is based on; `nil` where it is a
    /// relay's.
    static func readBase(_ agent: OpaquePointer, _ streamID: CUnsignedInt, _ componentID: CUnsignedInt) -> String? {
        var local: UnsafeMutablePointer<NiceCandidate>?
        var remote: UnsafeMutablePointer<NiceCandidate>?
        guard nice_agent_get_selected_pair(agent, streamID, componentID, &local, &remote) != 0, let local,
            kind(of: local) != .relayed
        else { return nil }
        return text(&local.pointee.base_addr)
    }

    /// Whether our packets leave over TCP.
    ///
    /// A relayed candidate is UDP, for that is what its relay speaks with the peer. How we reach the relay shows in the
    /// base: that of a datagram socket has the socket's port, that of a connection none (seen with libnice 0.1.21).
    private static func isTCP(_ local: UnsafeMutablePointer<NiceCandidate>) -> Bool {
        switch kind(of: local) {
        case .relayed: nice_address_get_port(&local.pointee.base_addr) == 0
        case .host, .serverReflexive, .peerReflexive: local.pointee.transport != NICE_CANDIDATE_TRANSPORT_UDP
        }
    }

    private static func kind(of candidate: UnsafeMutablePointer<NiceCandidate>) -> ICECandidateKind {
        switch candidate.pointee.type {
        case NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE: .serverReflexive
        case NICE_CANDIDATE_TYPE_PEER_REFLEXIVE: .peerReflexive
        case NICE_CANDIDATE_TYPE_RELAYED: .relayed
        default: .host
        }
    }

    private static func address(of candidate: UnsafeMutablePointer<NiceCandidate>) -> String {
        "\(text(&candidate.pointee.addr)):\(nice_address_get_port(&candidate.pointee.addr))"
    }

    private static func text(_ address: UnsafeMutablePointer<NiceAddress>) -> String {
        // NICE_ADDRESS_STRING_LEN is INET6_ADDRSTRLEN.
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
        nice_address_to_string(address, &text)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
