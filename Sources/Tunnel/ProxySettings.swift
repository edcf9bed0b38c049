/// Which connections go through a proxy.
package struct ProxySettings: Equatable, Sendable {
    /// `nil` where everything is reached directly.
    package var proxy: HTTPProxy?
    /// Hosts that are reached without it, as in `no_proxy`: names with everything below them, addresses, `*` for all.
    package var exceptions: [String]

    /// Everything is reached directly.
    package static let none = ProxySettings(proxy: nil)

    /// - Parameter exceptions: separated by commas.
    package init(proxy: HTTPProxy?, exceptions: String = "") {
        self.proxy = proxy
        self.exceptions = exceptions.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { $0.lowercased() }
    }

    /// The proxy for a host; `nil` when it is reached directly, as this computer itself always is.
    package func proxy(for host: String) -> HTTPProxy? {
        let host = host.lowercased()
        guard let proxy, host != "localhost", !host.hasPrefix("127."), host != "::1" else { return nil }
        let isException = exceptions.contains { exception in
            let name = exception.hasPrefix("*.") ? exception.dropFirst(2) : Substring(exception).drop { $0 == "." }
            return exception == "*" || host == name || host.hasSuffix("." + name)
        }
        return isException ? nil : proxy
    }
}
