package import Wire

/// What a node or a customer's page sends to the service, one JSON object in one WebSocket text message.
///
/// The first message is `signIn`, `resume` or `visit`; anything else first closes the connection.
/// `Signaling/PROTOCOL.md` describes each in prose; `Tests/Vectors/signaling.json` holds an example of each.
package enum ClientMessage: Equatable, Sendable {
    /// A host's node turns the authorization code of the sign-in page into a token (RFC 7636, PKCE).
    case signIn(SignIn)
    /// A host's node comes back with its token.
    case resume(Resume)
    /// A customer, who has no account.
    case visit(Visit)
    /// A host starts a session; answered by `sessionStarted`.
    case startSession(StartSession)
    /// A host that lost its connection takes its session up again; answered by `sessionStarted`.
    case resumeSession(ResumeSession)
    /// Answered by `numberRenewed`; the earlier number is dead at once.
    case renewNumber(SessionReference)
    /// Answered by `invitationMade`.
    case makeInvitation(SessionReference)
    /// The host's node has used up the secret of a link: nobody else may knock by it.
    case burnInvitation(InvitationReference)
    /// A customer knocks by number.
    case knock(Knock)
    /// A customer knocks by a link.
    case knockByInvitation(KnockByInvitation)
    /// The host lets a knocking person begin the pairing.
    case admit(AttemptReference)
    case decline(AttemptReference)
    /// Bytes for the other side of an attempt, which the service does not read.
    case relay(Relay)
    /// This side gives an attempt up, or is connected and no longer needs the relay.
    case leave(AttemptReference)
    /// A customer whose connection broke goes on relaying for an attempt that was admitted.
    case rejoin(AttemptReference)
    case endSession(SessionReference)
    /// Put the notes into the report of a session that runs or ran; the same revision again does no harm.
    case saveNotes(SaveNotes)
    /// Keeps the connection alive where a page cannot send WebSocket pings; answered by `pong`.
    case ping

    /// The protocol's version; a client with another one is refused with `unsupportedVersion`.
    package static let version = 1

    /// The version that a first message claims, also one that this version cannot decode.
    package struct VersionClaim: Decodable, Sendable {
        /// A member of every version's first message.
        package let version: Int
    }

    /// Redeems an authorization code.
    package struct SignIn: Codable, Equatable, Sendable {
        package var version: Int
        /// Good once, for a minute.
        package var code: String
        /// The secret whose hash the sign-in page was given; see `CodeVerifier`.
        package var codeVerifier: String
        /// The same as the sign-in page was given.
        package var redirectURI: String

        package init(code: String, codeVerifier: String, redirectURI: String) {
            version = ClientMessage.version
            self.code = code
            self.codeVerifier = codeVerifier
            self.redirectURI = redirectURI
        }
    }

    /// Signs in by what `welcome` gave; each token is replaced by the next.
    package struct Resume: Codable, Equatable, Sendable {
        package var version: Int
        /// A secret: it must reach no log.
        package var token: String

        package init(token: String) {
            version = ClientMessage.version
            self.token = token
        }
    }

    /// A first message that asks for nothing but to be heard.
    package struct Visit: Codable, Equatable, Sendable {
        package var version: Int
        /// The one-time code by which the site's page learns that this program opened; another's means nothing.
        package var opening: String?

        package init(opening: String? = nil) {
            version = ClientMessage.version
            self.opening = opening
        }
    }

    /// Has no members: a session begins with a number and without a link.
    package struct StartSession: Codable, Equatable, Sendable {
        package init() {}
    }

    /// Names one of the sender's own sessions.
    package struct SessionReference: Codable, Equatable, Sendable {
        package var session: SessionID

        package init(session: SessionID) { self.session = session }
    }

    /// Takes a session up on this connection; another connection that held it loses it.
    package struct ResumeSession: Codable, Equatable, Sendable {
        package var session: SessionID
        /// The admitted attempts that the node still knows, at most `maximumAttemptCount`; the others end. Absent, all stay.
        package var attempts: [AttemptID]?

        /// More than a session can have.
        package static let maximumAttemptCount = 16

        package init(session: SessionID, attempts: [AttemptID]? = nil) {
            self.session = session
            self.attempts = attempts
        }
    }

    /// Names a link by what is not secret of it.
    package struct InvitationReference: Codable, Equatable, Sendable {
        package var invitation: InvitationID

        package init(invitation: InvitationID) { self.invitation = invitation }
    }

    /// Names an attempt that the sender is a side of.
    package struct AttemptReference: Codable, Equatable, Sendable {
        package var attempt: AttemptID

        package init(attempt: AttemptID) { self.attempt = attempt }
    }

    /// Tries a number. A wrong one is answered after a constant delay, as an expired or a full one is.
    package struct Knock: Codable, Equatable, Sendable {
        /// Nine digits; spaces and hyphens between them are passed over.
        package var number: SessionNumber
        /// The name that the person gives; a claim.
        package var name: String

        package init(number: SessionNumber, name: String) {
            self.number = number
            self.name = name
        }
    }

    /// Tries a link's identifier; the link's secret stays with the customer.
    package struct KnockByInvitation: Codable, Equatable, Sendable {
        package var invitation: InvitationID
        /// As in `Knock`.
        package var name: String

        package init(invitation: InvitationID, name: String) {
            self.invitation = invitation
            self.name = name
        }
    }

    /// Passes bytes to the other side of an admitted attempt, or keeps a few while that side is away.
    package struct Relay: Codable, Equatable, Sendable {
        package var attempt: AttemptID
        /// A pairing message as base64url, at most `maximumPayloadCount` characters.
        package var payload: String

        /// 48 KiB, so that the whole message stays below `SignalingLimits.maximumMessageByteCount`.
        package static let maximumPayloadCount = 49_152

        package init(attempt: AttemptID, payload: String) {
            self.attempt = attempt
            self.payload = payload
        }
    }
}
