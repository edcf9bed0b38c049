package import Wire

/// Everything the host's console draws, pushed whole after each change; the page keeps no truth of its own.
package struct HostSnapshot: Codable, Equatable, Sendable {
    package var site: Site
    /// A link to a site that this person has never used was opened: nothing reaches it before a yes.
    package var isSiteUnknown = false
    /// Whether the signed-in node has its connection.
    package var service: ServiceState
    /// Why the site is not reached now.
    package var siteProblem: SiteProblem?
    /// Who is signed in.
    package var account: Account?
    /// Where the site's sign-in page is, with the PKCE challenge, while nobody is signed in.
    package var signInAddress: String?
    /// `nil` while none runs.
    package var session: Session?
    /// How the last session ended, until the next one starts.
    package var lastEnd: EndReason?
    /// Of the session that runs or was last; `nil` when there is nothing to write on.
    package var notes: Notes?
    /// Oldest first; each is shown once.
    package var notices: [Notice]

    /// The service that the node belongs to.
    package struct Site: Codable, Equatable, Sendable {
        /// What the site calls itself; empty until it has answered.
        package var name: String
        /// `https://name[:port]`.
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    /// Where the connection to the service is.
    package enum ServiceState: String, Codable, Sendable {
        /// Not connected yet: nobody has signed in, or a sign-in is on its way.
        case connecting
        case connected
        /// The service cannot be reached; a running session goes on.
        case unreachable
    }

    /// Why the site is not reached; each is a text in the catalogue.
    package enum SiteProblem: String, Codable, Sendable {
        /// Nothing answers.
        case unreachable
        /// The site's certificate is none that this computer trusts.
        case certificateNotTrusted
        /// Something answers, and it is no Nearhand site.
        case notNearhand
    }

    /// Who is signed in.
    package struct Account: Codable, Equatable, Sendable {
        /// What the person signs in with.
        package var name: String
        /// What customers see.
        package var displayName: String

        package init(name: String, displayName: String) {
            self.name = name
            self.displayName = displayName
        }
    }

    /// How a session ended.
    package enum EndReason: String, Codable, Sendable {
        /// *End session* was pressed.
        case byHost
        /// The service ended it, because this node was away for too long.
        case expired
    }

    /// A session that runs, with or without a customer.
    package struct Session: Codable, Equatable, Sendable {
        package var id: SessionID
        /// Nine digits, not grouped.
        package var number: String
        /// By this computer's clock.
        package var numberExpiresAt: WallClockTime
        /// The link with its secret; `nil` while there is none (after it was used, until *New link*).
        package var link: String?
        /// By this computer's clock; `nil` as `link`.
        package var linkExpiresAt: WallClockTime?
        /// The link as a QR code, an SVG document.
        package var linkQRCode: String?
        /// Somebody came in by the link; no other is made until *New link* is pressed.
        package var isLinkUsed: Bool
        /// The links for other hosts that nobody has used yet.
        package var hostLinks: [HostLink]
        /// Who knocks and waits for *Admit* or *Decline*.
        package var knocks: [Knock]
        /// The person who is being verified.
        package var pairing: Pairing?
        /// `nil` while nobody is connected.
        package var customer: Customer?
        /// The picture of the customer's screen; `none` without a customer.
        package var share: Share
        /// The customer's mouse and keyboard; `none` without a customer.
        package var control: Control
        /// Whether the customer was asked to go on in Support Manager and has not answered.
        package var isSwitchOffered: Bool
        /// Oldest first; it outlives the customers.
        package var chat: [ChatEntry]
        /// In the order of publication; they outlive the customers.
        package var files: [FileEntry]
        /// Voice and camera; `nil` without a customer.
        package var call: CallSnapshot?
        /// How the shared picture is made.
        package var displayMode: DisplayMode
        /// The customer's monitors; `nil` while no whole desktop is shown, and where a browser shows it.
        package var monitors: [MonitorList.Monitor]?
        /// The one that is shown.
        package var monitor: Int?
        /// Why no picture is there although one is shown.
        package var pictureProblem: PictureProblem?

        package init(id: SessionID, number: String, numberExpiresAt: WallClockTime) {
            self.id = id
            self.number = number
            self.numberExpiresAt = numberExpiresAt
            isLinkUsed = false
            hostLinks = []
            knocks = []
            share = .none
            control = .none
            isSwitchOffered = false
            chat = []
            files = []
            displayMode = .standard
        }
    }

    /// A link for one other host.
    package struct HostLink: Codable, Equatable, Sendable {
        /// Whom it was made for.
        package var account: String
        /// The whole link with its secret; it must reach no log.
        package var link: String

        package init(account: String, link: String) {
            self.account = account
            self.link = link
        }
    }

    /// Somebody who waits at the door, by number.
    package struct Knock: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// A claim.
        package var name: String

        package init(attempt: AttemptID, name: String) {
            self.attempt = attempt
            self.name = name
        }
    }

    /// The one person on the way in.
    package struct Pairing: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// A claim.
        package var name: String
        package var stage: Stage

        /// How far it is.
        package enum Stage: Codable, Equatable, Sendable {
            /// Keys are being exchanged, or a link is being checked.
            case preparing
            /// The host reads these six digits out and types the four that the customer reads back.
            case compareDigits(digits: String)
            /// The connection is being made.
            case connecting
        }

        package init(attempt: AttemptID, name: String, stage: Stage) {
            self.attempt = attempt
            self.name = name
            self.stage = stage
        }
    }

    /// The verified customer. What their program said of itself is a claim; `path` and `quality` were measured here.
    package struct Customer: Codable, Equatable, Sendable {
        /// A claim.
        package var name: String
        /// `browser` until the customer's `hello` has come.
        package var software: ControlMessage.Software
        /// A claim: `Linux`, `Windows · Chrome 156`; empty until the customer's `hello` has come.
        package var system: String
        /// What can be asked of them; empty until their `hello` has come.
        package var abilities: [ControlMessage.Ability]
        package var path: Path
        /// `nil` in the first seconds.
        package var quality: Quality?
        package var connectedAt: WallClockTime
        /// `false` after 3.5 seconds of silence.
        package var isReachable: Bool

        package init(
            name: String, software: ControlMessage.Software, system: String, abilities: [ControlMessage.Ability],
            path: Path, connectedAt: WallClockTime, isReachable: Bool
        ) {
            self.name = name
            self.software = software
            self.system = system
            self.abilities = abilities
            self.path = path
            self.connectedAt = connectedAt
            self.isReachable = isReachable
        }
    }

    /// How good the line to the customer is, in the last seconds.
    package struct Quality: Codable, Equatable, Sendable {
        /// `nil` until ICE has measured one.
        package var roundTripMilliseconds: Int?
        /// Of the picture's packets, 0 to 100.
        package var lossPercent: Int
        /// Of the picture that arrives; 0 when none is shown.
        package var framesPerSecond: Int
        /// In both directions together.
        package var kilobitsPerSecond: Int

        package init(
            roundTripMilliseconds: Int?, lossPercent: Int, framesPerSecond: Int, kilobitsPerSecond: Int
        ) {
            self.roundTripMilliseconds = roundTripMilliseconds
            self.lossPercent = lossPercent
            self.framesPerSecond = framesPerSecond
            self.kilobitsPerSecond = kilobitsPerSecond
        }
    }

    /// Why a picture that was begun is not seen; each is a text in the catalogue.
    package enum PictureProblem: String, Codable, Sendable {
        /// The customer's computer sends none.
        case nothingCaptured
        /// Nothing arrives from the customer.
        case noPath
        /// What arrives needs a picture that did not.
        case waitingForKeyFrame
    }

    /// How the two computers reach each other.
    package enum Path: String, Codable, Sendable {
        /// No relay is between the two.
        case direct
        /// Through a TURN relay, which sees nothing but sealed bytes.
        case relayed
        case unknown
    }

    /// The picture of the customer's screen; `scope` is `viewDesktop` or `viewApplication`.
    package enum Share: Codable, Equatable, Sendable {
        /// Nothing was asked for.
        case none
        /// The customer was asked and has not answered.
        case asked(request: RequestID, scope: ControlMessage.Scope)
        /// Allowed; no picture yet.
        case starting(request: RequestID, scope: ControlMessage.Scope)
        case live(request: RequestID, scope: ControlMessage.Scope, surface: ControlMessage.Surface)
    }

    /// The customer's mouse and keyboard.
    package enum Control: Codable, Equatable, Sendable {
        /// Not asked for.
        case none
        /// The customer was asked and has not answered.
        case asked(request: RequestID)
        /// Allowed; paused while somebody uses the customer's own mouse or keyboard.
        case held(request: RequestID, isPaused: Bool)
    }

    package init(site: Site, service: ServiceState) {
        self.site = site
        self.service = service
        notices = []
    }
}
