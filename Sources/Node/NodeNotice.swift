/// What a node tells its person beside the session's own notices; the raw value is a key of the catalogue.
enum NodeNotice: String, CaseIterable, Sendable {
    /// The console's address was opened twice: both pages are closed.
    case consoleTokenReused = "notice.consoleTokenReused"
    /// Fewer or more digits were typed than asked for; nothing is used up.
    case digitsIncomplete = "notice.digitsIncomplete"
    /// The host typed the four digits before the customer had typed the six.
    case digitsTooEarly = "notice.digitsTooEarly"

    // For the host.
    case attemptFailed = "notice.attemptFailed"
    case attemptLeft = "notice.attemptLeft"
    case endSessionFirst = "notice.endSessionFirst"
    case mismatch = "notice.mismatch"
    case noPath = "notice.noPath"
    case notGenuine = "notice.notGenuine"
    case refused = "notice.refused"
    case serviceUnreachable = "notice.serviceUnreachable"
    case sessionUnknown = "notice.sessionUnknown"
    case signInFailed = "notice.signInFailed"
    case uploadRefused = "notice.uploadRefused"

    /// Whether it is shown as an error, until the person closes it.
    var isError: Bool { self != .attemptLeft }
}
