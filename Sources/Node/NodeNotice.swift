import SessionDomain

/// What a node tells its person beside the session's own notices, with what its text needs.
enum NodeNotice: Equatable, Sendable {
    /// The page's address was opened twice: both pages are closed.
    case consoleTokenReused
    /// Fewer or more digits were typed than asked for; nothing is used up.
    case digitsIncomplete
    /// The host typed the four digits before the customer had typed the six.
    case digitsTooEarly

    // For the host.
    /// The pairing did not come to its end: it took too long, its connection was lost, or this node could not go on.
    case attemptFailed(name: String)
    /// The person on the way in gave up.
    case attemptLeft(name: String)
    /// A sign-out was asked for while a session runs.
    case endSessionFirst
    /// Another host was to be invited, and nothing says whom.
    case hostNameMissing
    /// Somebody came by a damaged or forged link; the right one still works.
    case linkDiffers(name: String)
    /// The digits that were compared differ.
    case mismatch(name: String)
    /// No path was found, although the relay answered.
    case noPath(name: String)
    /// No path was found, and the relay gave no answer.
    case noPathRelaySilent(name: String)
    /// No path was found, and the site has no relay.
    case noPathWithoutRelay(name: String)
    /// The other side could not prove who it is.
    case notGenuine(name: String)
    /// The service did not do what it was asked; the code is the one that it gave.
    case refused(code: String)
    /// What was asked for just now could not be sent to the service.
    case serviceUnreachable
    /// Another host was to be invited, and every place is taken.
    case sessionFull
    /// The session of an earlier run ended meanwhile.
    case sessionOver
    /// The session of an earlier run goes on.
    case sessionTakenUp
    /// The service has forgotten the running session; the connected customer stays.
    case sessionUnknown
    /// The code of a sign-in belonged to another one, or the service did not take it.
    case signInFailed
    /// A file that arrived whole is not published: no session runs, or it has as many files as it may.
    case uploadRefused
    /// The site speaks another version of the protocol.
    case versionDiffers

    /// A key of the catalogue.
    var key: String {
        switch self {
        case .consoleTokenReused: "notice.consoleTokenReused"
        case .digitsIncomplete: "notice.digitsIncomplete"
        case .digitsTooEarly: "notice.digitsTooEarly"
        case .attemptFailed: "notice.attemptFailed"
        case .attemptLeft: "notice.attemptLeft"
        case .endSessionFirst: "notice.endSessionFirst"
        case .hostNameMissing: "notice.hostNameMissing"
        case .linkDiffers: "notice.linkDiffers"
        case .mismatch: "notice.mismatch"
        case .noPath: "notice.noPath"
        case .noPathRelaySilent: "notice.noPathRelaySilent"
        case .noPathWithoutRelay: "notice.noPathWithoutRelay"
        case .notGenuine: "notice.notGenuine"
        case .refused: "notice.refused"
        case .serviceUnreachable: "notice.serviceUnreachable"
        case .sessionFull: "notice.sessionFull"
        case .sessionOver: "notice.sessionOver"
        case .sessionTakenUp: "notice.sessionTakenUp"
        case .sessionUnknown: "notice.sessionUnknown"
        case .signInFailed: "notice.signInFailed"
        case .uploadRefused: "notice.uploadRefused"
        case .versionDiffers: "notice.versionDiffers"
        }
    }

    /// What stands in the text's braces.
    var values: [String: String] {
        switch self {
        case .attemptFailed(let name), .attemptLeft(let name), .linkDiffers(let name), .mismatch(let name),
            .noPath(let name), .noPathRelaySilent(let name), .noPathWithoutRelay(let name), .notGenuine(let name):
            ["name": name]
        case .refused(let code): ["code": code]
        case .consoleTokenReused, .digitsIncomplete, .digitsTooEarly, .endSessionFirst, .hostNameMissing,
            .serviceUnreachable, .sessionFull, .sessionOver, .sessionTakenUp, .sessionUnknown, .signInFailed,
            .uploadRefused, .versionDiffers:
            [:]
        }
    }

    /// The state that it speaks of.
    var subject: NoticeSubject {
        switch self {
        case .digitsIncomplete, .digitsTooEarly, .attemptFailed, .attemptLeft, .linkDiffers, .mismatch, .noPath,
            .noPathRelaySilent, .noPathWithoutRelay, .notGenuine:
            .attempt
        case .endSessionFirst, .hostNameMissing, .refused, .sessionFull, .sessionTakenUp, .sessionUnknown,
            .uploadRefused:
            .session
        case .serviceUnreachable, .signInFailed, .versionDiffers: .site
        // The next session may begin by itself at the same moment.
        case .consoleTokenReused, .sessionOver: .page
        }
    }

    /// Whether it is shown as an error, until the person closes it or what it speaks of is over.
    var isError: Bool {
        switch self {
        case .attemptLeft, .sessionOver, .sessionTakenUp: false
        default: true
        }
    }
}
