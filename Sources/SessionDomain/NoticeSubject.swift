/// The state that a notice speaks of; once that is over, the notice is withdrawn from the page.
package enum NoticeSubject: Equatable, Sendable {
    /// One person's way in, until somebody has joined or the host lets the next one try.
    case attempt
    /// The connection with one customer and the files offered over it, until another customer joins.
    case connection
    /// Whether the other side is reached just now; each such notice takes the place of the one before.
    case line
    /// One request to see the screen, until the next one.
    case picture
    /// The call by voice or by camera, until the next one.
    case call
    /// The session, until it ends.
    case session
    /// The connection to the site, until it stands again.
    case site
    /// The page itself; it stays.
    case page
}
