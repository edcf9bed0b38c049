/// Why no tunnel was opened.
package enum TunnelError: Error, Equatable, Sendable {
    /// The proxy answered, and not with success: 407 asks for a name and a password.
    case refusedByProxy(status: Int)
    /// What the proxy answered is no HTTP, or too long.
    case malformedAnswer
    /// It ended before it was open.
    case closed
    case timedOut
}
