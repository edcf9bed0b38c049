import SignalingProtocol
import Wire

/// What a host's node keeps of its session, so that its next start can take the session up after a crash.
///
/// No grant is in it: what a customer allowed ends with the connection.
struct KeptSession: Codable, Equatable, Sendable, CustomStringConvertible {
    /// The link that nobody has used yet.
    struct UnusedLink: Codable, Equatable, Sendable {
        var invitation: InvitationID
        /// 32 bytes as base64url.
        var secret: String
        /// By this computer's clock.
        var expiresAt: WallClockTime
    }

    /// The site's address as the node was given it.
    var site: String
    /// The name of the account that holds the session; no other takes it up.
    var account: String
    /// What `resumeSession` names at the next start.
    var session: SessionID
    /// `nil` when it was used, or when there is none.
    var link: UnusedLink?
    /// Whether somebody came in by the link, so that none is made by itself.
    var isLinkUsed: Bool
    /// The host ended it when the service could not be told: the next connection tells it.
    var isOver = false

    /// Nothing: the link's secret belongs in no log.
    var description: String { "‹redacted›" }
}
