/// Where a client's bytes come from. It never reaches a log or the store.
package enum SourceAddress: Hashable, Sendable, CustomStringConvertible {
    /// In host order: 127.0.0.1 is 0x7F000001.
    case ipv4(UInt32)
    /// The upper 64 bits; the lower ones are the client's to choose, so they distinguish nobody.
    case ipv6(network: UInt64)
    /// A socket of this machine without an address.
    case local

    package var description: String { "‹redacted›" }

    /// Makes an address of four or sixteen bytes in network order; `nil` for another count.
    ///
    /// An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) counts as the IPv4 address in it.
    package init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self = .ipv4(Self.integer(bytes[0..<4]).truncated)
        case 16:
            if bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                self = .ipv4(Self.integer(bytes[12..<16]).truncated)
            } else {
                self = .ipv6(network: Self.integer(bytes[0..<8]))
            }
        default: return nil
        }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// What tries from here are counted under, narrowest first, each with how many times the plain limit it allows.
    ///
    /// A customer of an access provider commonly holds a whole IPv6 /56 or /48, so each width is counted.
    package var subjects: [(subject: TrySubject, allowance: Int)] {
        switch self {
        case .ipv4(let address): [(.ipv4(address), 1)]
        case .ipv6(let network):
            [
                (.ipv6(prefix: network, length: 64), 1),
                (.ipv6(prefix: network & ~0xFF, length: 56), 2),
                (.ipv6(prefix: network & ~0xFFFF, length: 48), 4),
            ]
        case .local: [(.local, 1)]
        }
    }
}

extension UInt64 {
    fileprivate var truncated: UInt32 { UInt32(truncatingIfNeeded: self) }
}
