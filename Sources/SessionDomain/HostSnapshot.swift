package import Wire

/// Everything the host's console draws, pushed whole after each change; the page keeps no truth of its own.
package struct HostSnapshot: Codable, Equatable, Sendable {
    package var site: Site
    package var service: ServiceState
    /// Why the site is not reached now.
    package var siteProblem: SiteProblem?
    /// Who is signed in.
    package var account: Account?
    /// Where the site's sign-in page is, with the PKCE challenge, while nobody is signed in.
    package var signInAddress: String?
    package var session: Session?
    /// How the last session ended, until the next one starts.
    package var lastEnd: EndReason?
    package var notices: [Notice]

    package struct Site: Codable, Equatable, Sendable {
        package var name: String
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    package enum ServiceState: String, Codable, Sendable {
        case connecting
        case connected
        /// The service cannot be reached; a running session goes on.
        case unreachable
    }

    package enum SiteProblem: String, Codable, Sendable {
        /// Nothing answers.
        case unreachable
        /// The site's certificate is none that this computer trusts.
        case certificateNotTrusted
        /// Something answers, and it is no Nearhand site.
        case notNearhand
    }

    package struct Account: Codable, Equatable, Sendable {
        package var name: String
        package var displayName: String

        package init(name: String, displayName: String) {
            self.name = name
            self.displayName = displayName
        }
    }

    package enum EndReason: String, Codable, Sendable {
        case byHost
        case expired
    }

    package struct Session: Codable, Equatable, Sendable {
        package var id: SessionID
        /// Nine digits, not grouped.
        package var number: String
        package var numberExpiresAt: WallClockTime
        /// The link with its secret; `nil` while there is none (after it was used, until *New link*).
        package var link: String?
        package var linkExpiresAt: WallClockTime?
        /// The link as a QR code, an SVG document.
        package var linkQRCode: String?
        package var isLinkUsed: Bool
        /// Who knocks and waits for *Admit* or *Decline*.
        package var knocks: [Knock]
        /// The person who is being verified.
        package var pairing: Pairing?
        package var customer: Customer?
        package var share: Share
        package var chat: [ChatEntry]
        package var files: [FileEntry]

        package init(id: SessionID, number: String, numberExpiresAt: WallClockTime) {
            self.id = id
            self.number = number
            self.numberExpiresAt = numberExpiresAt
            isLinkUsed = false
            knocks = []
            share = .none
            chat = []
            files = []
        }
    }

    package struct Knock: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// A claim.
        package var name: String

        package init(attempt: AttemptID, name: String) {
            self.attempt = attempt
            self.name = name
        }
    }

    package struct Pairing: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        package var name: String
        package var stage: Stage

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

    package struct Customer: Codable, Equatable, Sendable {
        /// A claim.
        package var name: String
        package var software: ControlMessage.Software
        package var system: String
        package var abilities: [ControlMessage.Ability]
        package var path: Path
        /// `nil` in the first seconds.
        package var quality: Quality?
        package var connectedAt: WallClockTime
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
        package var roundTripMilliseconds: Int?
        package var lossPercent: Int
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

    package enum Path: String, Codable, Sendable {
        case direct
        case relayed
        case unknown
    }

    /// The picture of the customer's screen.
    package enum Share: Codable, Equatable, Sendable {
        case none
        /// The customer was asked and has not answered.
        case asked(request: RequestID)
        /// Allowed; no picture yet.
        case starting(request: RequestID)
        case live(request: RequestID, surface: ControlMessage.Surface)
    }

    package init(site: Site, service: ServiceState) {
        self.site = site
        self.service = service
        notices = []
    }
}
