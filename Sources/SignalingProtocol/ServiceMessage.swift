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
    /// To both sides: pairing begins, or the relay has other credentials.
    case admitted(Admitted)
    case declined(AttemptReference)
    /// To the customer: the host's node is not connected now; the knock stands and is shown when it is back.
    case hostAway(AttemptReference)
    case relayed(ClientMessage.Relay)
    /// The other side gave the attempt up or its connection is gone.
    case left(AttemptReference)
    case sessionEnded(SessionEnded)
    /// A message was not carried out.
    case refused(Refused)
    /// To the host: the notes are stored.
    case notesSaved(NotesSaved)
    /// To the host: the notes were not stored.
    case notesRefused(NotesRefused)
    case pong

    /// The installation that answers.
    package struct Site: Codable, Equatable, Sendable {
        /// What the operator calls it; one line of at most 100 characters.
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
        /// `stun:`, `turn:` or `turns:` addresses that share the credential.
        package var urls: [String]
        /// For `turn:` and `turns:` alone: the second at which it expires, and the session.
        package var username: String?
        /// A secret of an hour, for the two sides of one attempt.
        package var credential: String?

        package init(urls: [String], username: String? = nil, credential: String? = nil) {
            self.urls = urls
            self.username = username
            self.credential = credential
        }
    }

    /// A host as the service knows them.
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

    /// Tells a client that it was let in, by which site, and as whom.
    package struct Welcome: Codable, Equatable, Sendable {
        /// `ClientMessage.version` of the service.
        package var version: Int
        package var site: Site
        /// For anybody: no credential is in it.
        package var iceServers: [ICEServer]
        /// The host who signed in; absent for a customer.
        package var account: Account?
        /// For `resume`; present after `signIn` and `resume` (a new one each time).
        package var token: String?
        /// Twelve hours ahead, and moved on while the connection stands; present with `token`.
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

    /// A session that this connection holds from now on: new, or taken up again.
    package struct SessionStarted: Codable, Equatable, Sendable {
        package var session: SessionID
        /// Empty when the number is used up or expired.
        package var number: SessionNumber
        /// By the service's clock; `now` where there is no number.
        package var numberExpiresAt: WallClockTime
        /// The service's clock.
        package var now: WallClockTime

        package init(session: SessionID, number: SessionNumber, numberExpiresAt: WallClockTime, now: WallClockTime) {
            self.session = session
            self.number = number
            self.numberExpiresAt = numberExpiresAt
            self.now = now
        }
    }

    /// The same members: an earlier number of the session is dead.
    package typealias NumberRenewed = SessionStarted

    /// A link's part that the service knows; the host's node adds the secret.
    package struct InvitationMade: Codable, Equatable, Sendable {
        package var session: SessionID
        package var invitation: InvitationID
        /// By the service's clock; the link also ends with its session.
        package var expiresAt: WallClockTime
        /// The service's clock.
        package var now: WallClockTime

        package init(session: SessionID, invitation: InvitationID, expiresAt: WallClockTime, now: WallClockTime) {
            self.session = session
            self.invitation = invitation
            self.expiresAt = expiresAt
            self.now = now
        }
    }

    /// Somebody at a host's door; sent again after `resumeSession`.
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

    /// The customer's place at the door; sent again when the host is back.
    package struct Waiting: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// Goes into every key of the pairing, so a wrong one makes it fail.
        package var session: SessionID
        /// What the service says of the host; not yet proved.
        package var hostDisplayName: String

        package init(attempt: AttemptID, session: SessionID, hostDisplayName: String) {
            self.attempt = attempt
            self.session = session
            self.hostDisplayName = hostDisplayName
        }
    }

    /// To both sides: the pairing may begin, and the relay is theirs. Later ones of the same attempt say nothing but other
    /// `iceServers`, before those of the last expire.
    package struct Admitted: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// Fresh relay credentials, which only an admitted customer gets.
        package var iceServers: [ICEServer]

        package init(attempt: AttemptID, iceServers: [ICEServer]) {
            self.attempt = attempt
            self.iceServers = iceServers
        }
    }

    /// Names an attempt; the message says what became of it.
    package struct AttemptReference: Codable, Equatable, Sendable {
        package var attempt: AttemptID

        package init(attempt: AttemptID) { self.attempt = attempt }
    }

    /// To the host and everybody at the door.
    package struct SessionEnded: Codable, Equatable, Sendable {
        package var session: SessionID
        package var reason: Reason

        /// Who ended it.
        package enum Reason: String, Codable, Sendable {
            /// *End session* was pressed.
            case byHost
            /// The host was away for longer than the service waits.
            case expired
        }

        package init(session: SessionID, reason: Reason) {
            self.session = session
            self.reason = reason
        }
    }

    /// Says that a message was not carried out and why.
    package struct Refused: Codable, Equatable, Sendable {
        /// Programs act on this alone; the text that people see is the client's.
        package var code: Code
        /// Seconds after which another try makes sense, where that is known.
        package var retryAfter: Int?
        /// The attempt that the refused message was about; absent when it was about none.
        package var attempt: AttemptID?

        /// One code for each text that a person sees. Wrong, expired, ended and full numbers share one.
        package enum Code: String, Codable, CaseIterable, Sendable {
            /// Also for an expired, an ended and a full session.
            case numberDoesNotWork
            /// Also for a burnt and an expired link, and a full session.
            case invitationDoesNotWork
            /// The sender must wait; `retryAfter` says how long.
            case tooManyTries
            /// The code or token is wrong, used or expired, or the first message was none; the connection is closed.
            case notSignedIn
            /// The first message names another version; the connection is closed.
            case unsupportedVersion
            /// Not JSON of this protocol, or a member has a wrong length or alphabet.
            case malformed
            /// A relayed payload is larger than may be.
            case tooLarge
            /// There is no such session, it belongs to another account, or another connection holds it.
            case unknownSession
            /// There is no such attempt, it is another's, or its phase does not allow this.
            case unknownAttempt
            /// Not for this sender, or a limit is reached.
            case notAllowed
            /// The service cannot store or keep it now.
            case unavailable
        }

        package init(code: Code, retryAfter: Int? = nil, attempt: AttemptID? = nil) {
            self.code = code
            self.retryAfter = retryAfter
            self.attempt = attempt
        }
    }
}
