import CNice

/// The addresses that this computer has, and the ones that it sends from by default. It prints without them.
package struct LocalNetwork: Equatable, Sendable, CustomStringConvertible {
    /// Every address but loopback and IPv6's link-local ones, which libnice makes no candidates of.
    package let addresses: Set<String>
    /// The source of datagrams to far places, over IPv4 and IPv6; what is not reached by a route is not there.
    package let defaultSources: [String]

    /// Addresses far away whose routes are those of most others: documentation ranges, to which nothing is sent
    /// (RFC 5737, RFC 3849).
    private static let farPlaces = ["192.0.2.1", "2001:db8::1"]

    package var description: String { "‹redacted›" }

    /// Asks the kernel; about 50 µs.
    package static func read() -> LocalNetwork {
        LocalNetwork(
            addresses: Set(
                LocalAddresses.list(includesLoopback: false).filter { !$0.lowercased().hasPrefix("fe80:") }),
            defaultSources: farPlaces.compactMap { destination in
                guard let text = nearhand_source_address(destination) else { return nil }
                defer { g_free(text) }
                return String(cString: text)
            })
    }
}
