import NIOHTTP1

/// The one address under which the console answers, `127.0.0.1:PORT`.
///
/// A page of any site can make a browser send a request here, and a name that resolves to 127.0.0.1 makes that page
/// same-origin with it (DNS rebinding). So every request must name this address, and one that acts must come from it.
struct LoopbackAuthority: Equatable, Sendable {
    /// The one that was bound, never 0.
    let port: Int

    /// What `Host` must be.
    var host: String { "127.0.0.1:\(port)" }
    /// What `Origin` must be.
    var origin: String { "http://\(host)" }

    /// Whether `Host` is there once and names this address exactly.
    func isAddressed(by headers: HTTPHeaders) -> Bool {
        headers["host"] == [host]
    }

    /// Whether `Origin` is there once and is the console's own page.
    func isOrigin(of headers: HTTPHeaders) -> Bool {
        headers["origin"] == [origin]
    }
}
