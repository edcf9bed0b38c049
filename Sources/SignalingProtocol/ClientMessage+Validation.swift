package import Wire

/// Why a message that decoded well is refused all the same.
package enum SignalingProtocolError: Error, Equatable, Sendable {
    /// The client speaks another version of the protocol.
    case unsupportedVersion
    /// A member has a length or a character that it may not have.
    case malformed(StaticField)
    /// A relayed payload is larger than `ClientMessage.Relay.maximumPayloadCount`.
    case tooLarge

    /// Names a member.
    package static func malformed(_ field: StaticString) -> SignalingProtocolError { .malformed(StaticField(field)) }

    /// What the client is told.
    package var refusal: ServiceMessage.Refused.Code {
        switch self {
        case .unsupportedVersion: .unsupportedVersion
        case .malformed: .malformed
        case .tooLarge: .tooLarge
        }
    }
}

extension ClientMessage {
    /// The attempt that the message is about, as far as its identifier is one.
    package var attempt: AttemptID? {
        let attempt: AttemptID
        switch self {
        case .admit(let message), .decline(let message), .leave(let message), .rejoin(let message):
            attempt = message.attempt
        case .relay(let message): attempt = message.attempt
        default: return nil
        }
        do { try Self.check(attempt, "attempt") } catch { return nil }
        return attempt
    }

    /// Checks each member's length and alphabet, and cleans names; what it returns is safe to store and to pass on.
    /// - Throws: `unsupportedVersion`, `malformed` with the member's name, or `tooLarge`.
    package func validated() throws(SignalingProtocolError) -> ClientMessage {
        switch self {
        case .signIn(let message):
            try Self.check(version: message.version)
            guard Self.isCredential(message.code) else { throw .malformed("code") }
            guard CodeVerifier.isWellFormed(message.codeVerifier) else { throw .malformed("codeVerifier") }
            guard message.redirectURI.utf8.count <= SignalingLimits.maximumCredentialByteCount else {
                throw .malformed("redirectURI")
            }
        case .resume(let message):
            try Self.check(version: message.version)
            guard Self.isCredential(message.token) else { throw .malformed("token") }
        case .visit(let message):
            try Self.check(version: message.version)
            guard message.opening.map(Self.isCredential) != false else { throw .malformed("opening") }
        case .resumeSession(let message):
            try Self.check(message.session, "session")
            let attempts = message.attempts ?? []
            guard attempts.count <= ResumeSession.maximumAttemptCount else { throw .malformed("attempts") }
            for attempt in attempts { try Self.check(attempt, "attempts") }
        case .renewNumber(let message), .makeInvitation(let message), .endSession(let message):
            try Self.check(message.session, "session")
        case .burnInvitation(let message):
            try Self.check(message.invitation, "invitation")
        case .knock(let message):
            guard let number = SessionNumber(typed: message.number.rawValue) else { throw .malformed("number") }
            guard let name = PersonName.parse(message.name) else { throw .malformed("name") }
            return .knock(Knock(number: number, name: name))
        case .knockByInvitation(let message):
            try Self.check(message.invitation, "invitation")
            guard let name = PersonName.parse(message.name) else { throw .malformed("name") }
            return .knockByInvitation(KnockByInvitation(invitation: message.invitation, name: name))
        case .admit(let message), .decline(let message), .leave(let message), .rejoin(let message):
            try Self.check(message.attempt, "attempt")
        case .relay(let message):
            try Self.check(message.attempt, "attempt")
            guard message.payload.utf8.count <= Relay.maximumPayloadCount else { throw .tooLarge }
            guard !message.payload.isEmpty, message.payload.utf8.allSatisfy(Self.isBase64URL) else {
                throw .malformed("payload")
            }
        case .saveNotes(let message): try message.check()
        case .startSession, .ping:
            break
        }
        return self
    }

    private static func check(version: Int) throws(SignalingProtocolError) {
        guard version == ClientMessage.version else { throw .unsupportedVersion }
    }

    static func check(_ identifier: some TextIdentifier, _ field: StaticString) throws(SignalingProtocolError) {
        let bytes = identifier.rawValue.utf8
        guard !bytes.isEmpty, bytes.count <= SignalingLimits.maximumIdentifierByteCount,
            bytes.allSatisfy(isBase64URL)
        else { throw .malformed(field) }
    }

    private static func isCredential(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= SignalingLimits.maximumCredentialByteCount
            && text.utf8.allSatisfy(isBase64URL)
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
