import Wire

/// Everything the customer's page draws: made by the page's own session in a browser, pushed by the node in a panel.
package struct CustomerSnapshot: Codable, Equatable, Sendable {
    /// What the site calls itself; empty until it has answered.
    package var siteName: String
    /// `https://name[:port]`, as the person or their link gave it.
    package var siteAddress: String
    /// Who invites, once known; a claim of the service's.
    package var hostDisplayName: String?
    /// Which page is drawn.
    package var stage: Stage
    /// Oldest first.
    package var chat: [ChatEntry]
    /// In the order in which they were offered.
    package var files: [FileEntry]
    /// The open prompt; nothing is shared while it is open.
    package var prompt: Prompt?
    /// What of the screen is shown now.
    package var share: Share
    /// Whether what is shown is windows that the person picked, not the desktop.
    package var isOfWindows: Bool
    /// Whether the host may use the mouse and keyboard.
    package var isControlled: Bool
    /// Voice and camera; `nil` before the connection and after it.
    package var call: CallSnapshot?
    /// Whether the page captures what is shared, since the node itself cannot.
    package var capturesByPage: Bool
    /// `false` after 3.5 seconds of silence; what was granted stands.
    package var isHostReachable: Bool
    /// Oldest first; each is shown once.
    package var notices: [Notice]

    /// Which page is drawn, from the way in to the end.
    package enum Stage: Codable, Equatable, Sendable {
        /// A link to a site that this person has never used was opened: `siteAddress` is shown, and nothing reaches it
        /// before a yes.
        case confirmSite
        /// The page asks for a number and a name.
        case enterNumber(problem: Problem?)
        /// The page was opened by a link and asks for a name.
        case enterName(problem: Problem?)
        /// The person wants to join, and the site is being reached; `problem` says why it is not reached yet.
        case connectingToSite(problem: Problem?)
        /// The host was told and has not decided.
        case waiting
        case hostAway
        case declined
        /// The customer types the six digits that the host reads out.
        case typeDigits
        /// The digits fit; the customer reads these four back.
        case readBack(digits: String)
        case connecting
        /// Verified and connected.
        case connected
        case ended(reason: EndReason)
    }

    /// Why the person has to type again; each is a text in the catalogue.
    package enum Problem: String, Codable, Sendable {
        /// Not nine digits, or the service knows no such number now: it does not say which.
        case numberDoesNotWork
        /// The link was used, has expired or never was: the service does not say which.
        case invitationDoesNotWork
        /// A part of the link's secret is missing.
        case linkDamaged
        /// The link's secret is not the host's: a character of it is wrong, or somebody is in between.
        case linkNotGenuine
        case tooManyTries
        case siteUnreachable
        /// The site answers, but cannot do it now.
        case siteUnavailable
        case certificateNotTrusted
        case notNearhand
        case nameMissing
        /// This program and the site speak different versions of the protocol.
        case versionDiffers
    }

    /// Why it is over; each is a text in the catalogue.
    package enum EndReason: String, Codable, Sendable {
        /// The host ended the session.
        case byHost
        /// The person left.
        case byCustomer
        /// The six or four digits did not fit: somebody may be in between.
        case mismatch
        /// The fingerprints were not those of the other side.
        case notGenuine
        case connectionLost
        /// The networks let nothing through, not even by a relay.
        case noPath
        /// The networks let nothing through, and the site names no relay.
        case noPathWithoutRelay
        /// The networks let nothing through, and the site's relay was not reached.
        case noPathRelaySilent
        /// The two programs speak different versions of the protocol.
        case versionDiffers
        /// This program and the site speak different versions of the protocol.
        case siteVersionDiffers
        /// The site does not take this program, for another reason.
        case siteRefused
    }

    /// The open question. The page draws `asker` as a quotation, never as the program's own words.
    package struct Prompt: Codable, Equatable, Sendable {
        /// The answer must name it.
        package var request: RequestID
        package var scope: ControlMessage.Scope
        /// Who asks: a claim.
        package var asker: String
        /// Seconds until the prompt denies by itself, counted when the snapshot was made.
        package var secondsLeft: Int
        /// The first prompt of a session carries the warning about scams.
        package var isFirst: Bool
        /// Of a question whether one more window is shown, which nobody asked for: that window.
        package var window: ShareableWindow?

        package init(
            request: RequestID, scope: ControlMessage.Scope, asker: String, secondsLeft: Int, isFirst: Bool,
            window: ShareableWindow? = nil
        ) {
            self.window = window
            self.request = request
            self.scope = scope
            self.asker = asker
            self.secondsLeft = secondsLeft
            self.isFirst = isFirst
        }
    }

    /// What of the screen is shown.
    package enum Share: Codable, Equatable, Sendable {
        /// Nothing is shown.
        case none
        /// Allowed; the browser's picker is open or capture is starting.
        case starting(request: RequestID)
        /// Allowed; the person picks from these windows.
        case choosing(request: RequestID, windows: [ShareableWindow])
        case live(request: RequestID)
    }

    /// - Parameter siteName: empty where the site has not answered yet.
    package init(siteName: String, siteAddress: String, stage: Stage) {
        self.siteName = siteName
        self.siteAddress = siteAddress
        self.stage = stage
        chat = []
        files = []
        share = .none
        isOfWindows = false
        isControlled = false
        capturesByPage = false
        isHostReachable = true
        notices = []
    }
}
