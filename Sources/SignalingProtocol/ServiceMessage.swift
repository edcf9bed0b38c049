package import Wire

/// What the service sends to a node or a customer's page, one JSON object in one WebSocket text message.
package enum ServiceMessage: Equatable, Sendable {
    /// The answer to the first message.
    case welcome(Welcome)
    case sessionStarted(SessionStarted)
    case numberRenewed(NumberRenewed)
    case invitationMade(InvitationMade)
    /// To the host: somebody knocks.
    case knocked(Knocked)
    /// To the customer: the knock arrived; the host decides.
    case waiting(Waiting)
    /// To the customer: pairing begins.
    case admitted(Admitted)
    case declined(AttemptEnded)
    /// To the customer: the host's node is not connected now; the knock stands and is shown when it is back.
    case hostAway(AttemptEnded)
    case relayed(ClientMessage.Relay)
    /// The other side gave the attempt up or its connection is gone.
    case left(AttemptEnded)
    case sessionEnded(SessionEnded)
    /// A message was not carried out.
    case refused(Refused)
    case pong

    package struct Site: Codable, Equatable, Sendable {
        package var name: String
        /// `https://host[:port]`, without a path.
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    /// One entry of an `RTCConfiguration`'s `iceServers`.
    package struct ICEServer: Codable, Equatable, Sendable {
        package var urls: [String]
        package var username: String?
        package var credential: String?

        package init(urls: [String], username: String? = nil, credential: String? = nil) {
            self.urls = urls
            self.username = username
            self.credential = credential
        }
    }

    package struct Account: Codable, Equatable, Sendable {
        package var name: String
        package var displayName: String

        package init(name: String, displayName: String) {
            self.name = name
            self.displayName = displayName
        }
    }

    package struct Welcome: Codable, Equatable, Sendable {
        package var version: Int
        package var site: Site
        package var iceServers: [ICEServer]
        /// The host who signed in; absent for a customer.
        package var account: Account?
        /// For `resume`; present after `signIn` and `resume` (a new one each time).
        package var token: String?
        package var tokenExpiresAt: WallClockTime?
        /// The service's clock, so that a client can count down without trusting its own.
        package var now: WallClockTime

        package init(
            site: Site, iceServers: [ICEServer], account: Account? = nil, token: String? = nil,
            tokenExpiresAt: WallClockTime? = nil, now: WallClockTime
        ) {
            version = ClientMessage.version
            self.site = site
            self.iceServers = iceServers
            self.account = account
            self.token = token
            self.tokenExpiresAt = tokenExpiresAt
            self.now = now
        }
    }

    package struct SessionStarted: Codable, Equatable, Sendable {
        package var session: SessionID
        package var number: SessionNumber
        package var numberExpiresAt: WallClockTime
        package var now: WallClockTime

        package init(session: SessionID, number: SessionNumber, numberExpiresAt: WallClockTime, now: WallClockTime) {
            self.session = session
            self.number = number
            self.numberExpiresAt = numberExpiresAt
            self.now = now
        }
    }

    package typealias NumberRenewed = SessionStarted

    package struct InvitationMade: Codable, Equatable, Sendable {
        package var session: SessionID
        package var invitation: InvitationID
        package var expiresAt: WallClockTime
        package var now: WallClockTime

        package init(session: SessionID, invitation: InvitationID, expiresAt: WallClockTime, now: WallClockTime) {
            self.session = session
            self.invitation = invitation
            self.expiresAt = expiresAt
            self.now = now
        }
    }

    package struct Knocked: Codable, Equatable, Sendable {
        package var session: SessionID
        package var attempt: AttemptID
        /// The invitation whose link was used; absent when the number was typed.
        package var invitation: InvitationID?
        /// What the person calls themselves; a claim.
        package var name: String

        package init(session: SessionID, attempt: AttemptID, invitation: InvitationID? = nil, name: String) {
            self.session = session
            self.attempt = attempt
            self.invitation = invitation
            self.name = name
        }
    }

    package struct Waiting: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        package var session: SessionID
        package var hostDisplayName: String

        package init(attempt: AttemptID, session: SessionID, hostDisplayName: String) {
            self.attempt = attempt
            self.session = session
            self.hostDisplayName = hostDisplayName
        }
    }

    package struct Admitted: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// Fresh relay credentials, which only an admitted customer gets.
        package var iceServers: [ICEServer]

        package init(attempt: AttemptID, iceServers: [ICEServer]) {
            self.attempt = attempt
            self.iceServers = iceServers
        }
    }

    package struct AttemptEnded: Codable, Equatable, Sendable {
        package var attempt: AttemptID

        package init(attempt: AttemptID) { self.attempt = attempt }
    }

    package struct SessionEnded: Codable, Equatable, Sendable {
        package var session: SessionID
        package var reason: Reason

        package enum Reason: String, Codable, Sendable {
            case byHost
            case expired
        }

        package init(session: SessionID, reason: Reason) {
            self.session = session
            self.reason = reason
        }
    }

    package struct Refused: Codable, Equatable, Sendable {
        package var code: Code
        /// Seconds after which another try makes sense, where that is known.
        package var retryAfter: Int?
        /// The attempt that the refused message was about; absent when it was about none.
        package var attempt: AttemptID?

        /// One code for each text that a person sees. Wrong, expired, ended and full numbers share one.
        package enum Code: String, Codable, CaseIterable, Sendable {
            case numberDoesNotWork
            case invitationDoesNotWork
            case tooManyTries
            case notSignedIn
            case unsupportedVersion
            case malformed
            case tooLarge
            case unknownSession
            case unknownAttempt
            case notAllowed
            case unavailable
        }

        package init(code: Code, retryAfter: Int? = nil, attempt: AttemptID? = nil) {
            self.code = code
            self.retryAfter = retryAfter
            self.attempt = attempt
        }
    }
}
