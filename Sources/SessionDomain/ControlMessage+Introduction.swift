package import Wire

/// What the primary host and the two people whom it introduces say of a pair.
///
/// ```text
/// first                     primary                     second
///   │ ←── prepareIntroduction ──│── prepareIntroduction ──→ │
///   │ ─── introductionPrepared →│← introductionPrepared ─── │   each with the fingerprint of a certificate of its own
///   │ ←────────── introduced ── │ ── introduced ──────────→ │   the other's fingerprint, and one secret for both
///   │ ←──────────────── introductionRelay ────────────────→ │   sealed; the primary passes it on
/// ```
/// `dismissed` ends it at any time.
extension ControlMessage {
    /// Names a pair; to either of the two it is the name of the other person.
    package struct PairReference: Codable, Equatable, Sendable {
        /// Chosen by the primary, unique in the session; 1 to 64 characters of base64url's alphabet.
        package var participant: ParticipantID

        package init(participant: ParticipantID) { self.participant = participant }
    }

    /// The certificate with which a side will meet the other of a pair.
    package struct IntroductionPrepared: Equatable, Sendable {
        package var participant: ParticipantID
        /// SHA-256 of the certificate, 32 bytes.
        package var fingerprint: [UInt8]

        package static let fingerprintByteCount = 32

        package init(participant: ParticipantID, fingerprint: [UInt8]) {
            self.participant = participant
            self.fingerprint = fingerprint
        }
    }

    /// Who the other person of a prepared pair is. The primary vouches for it; it gives them no right but to be met.
    package struct Introduction: Equatable, Sendable {
        package var participant: ParticipantID
        /// Under which the primary admitted the person.
        package var name: String
        /// The account that the primary invited, for a host.
        package var account: String?
        package var role: Role
        /// Of the only certificate that the other side may show, 32 bytes.
        package var fingerprint: [UInt8]
        /// Made by the primary for this pair alone, 32 bytes.
        package var secret: Redacted<[UInt8]>
        /// Whether the receiver makes the offer; the other side is told the opposite.
        package var offers: Bool

        package static let secretByteCount = 32

        package init(
            participant: ParticipantID, name: String, account: String?, role: Role, fingerprint: [UInt8],
            secret: Redacted<[UInt8]>, offers: Bool
        ) {
            self.participant = participant
            self.name = name
            self.account = account
            self.role = role
            self.fingerprint = fingerprint
            self.secret = secret
            self.offers = offers
        }
    }

    /// A payload of one side's pairing for the other's, which the primary passes on as it is.
    package struct IntroductionRelay: Codable, Equatable, Sendable {
        package var participant: ParticipantID
        /// A pairing message as base64url, at most `maximumPayloadCount` characters.
        package var payload: String

        /// The same as the service's.
        package static let maximumPayloadCount = 49_152

        package init(participant: ParticipantID, payload: String) {
            self.participant = participant
            self.payload = payload
        }
    }
}

extension ControlMessage.IntroductionPrepared: Codable {
    private enum CodingKeys: String, CodingKey {
        case participant
        case fingerprint
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        participant = try container.decode(ParticipantID.self, forKey: .participant)
        fingerprint = try container.decodeBytes(count: Self.fingerprintByteCount, forKey: .fingerprint)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(participant, forKey: .participant)
        try container.encode(Base64URL.serialize(fingerprint), forKey: .fingerprint)
    }
}

extension ControlMessage.Introduction: Codable {
    private enum CodingKeys: String, CodingKey {
        case participant
        case name
        case account
        case role
        case fingerprint
        case secret
        case offers
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        participant = try container.decode(ParticipantID.self, forKey: .participant)
        name = try container.decode(String.self, forKey: .name)
        account = try container.decodeIfPresent(String.self, forKey: .account)
        role = try container.decode(ControlMessage.Role.self, forKey: .role)
        fingerprint = try container.decodeBytes(
            count: ControlMessage.IntroductionPrepared.fingerprintByteCount, forKey: .fingerprint)
        secret = Redacted(try container.decodeBytes(count: Self.secretByteCount, forKey: .secret))
        offers = try container.decode(Bool.self, forKey: .offers)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(participant, forKey: .participant)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(account, forKey: .account)
        try container.encode(role, forKey: .role)
        try container.encode(Base64URL.serialize(fingerprint), forKey: .fingerprint)
        try container.encode(Base64URL.serialize(secret.value), forKey: .secret)
        try container.encode(offers, forKey: .offers)
    }
}

extension KeyedDecodingContainer {
    /// - Throws: `DecodingError` when the member is no base64url of `count` bytes.
    fileprivate func decodeBytes(count: Int, forKey key: Key) throws -> [UInt8] {
        guard let bytes = Base64URL.parse(try decode(String.self, forKey: key)), bytes.count == count else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not the bytes expected")
        }
        return bytes
    }
}
