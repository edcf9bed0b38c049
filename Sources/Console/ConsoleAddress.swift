/// Where a person's browser finds the console, with a token that works once.
///
/// It is a secret as a whole: it goes to the browser by `LaunchFile`, or to the terminal of the person who started
/// the node, and never into an argument list or a log.
package struct ConsoleAddress: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// `http://127.0.0.1:PORT/#TOKEN`.
    package let url: String
    /// `http://127.0.0.1:PORT`, which may be logged.
    package let origin: String
    package let port: Int

    /// - Parameter token: offered just now, not used.
    init(authority: LoopbackAuthority, token: Secret) {
        origin = authority.origin
        port = authority.port
        url = "\(authority.origin)/#\(token.serialized)"
    }

    /// Where the site's sign-in page sends the browser back to (RFC 8252 §7.3).
    /// Source: <https://www.rfc-editor.org/rfc/rfc8252#section-7.3>
    package var signInRedirect: String { "\(origin)/signed-in" }

    package var description: String { "\(origin)/#‹redacted›" }
    /// What a debugger or a crash's dump shows: the address without its token.
    package var customMirror: Mirror { Mirror(self, children: ["origin": origin]) }
}
