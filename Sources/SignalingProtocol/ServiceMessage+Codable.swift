/// JSON: the payload's members beside a `type` that names the case.
extension ServiceMessage: Codable {
    /// The `type` member of each message.
    private enum Kind: String, Codable {
        case welcome
        case sessionStarted
        case numberRenewed
        case invitationMade
        case knocked
        case waiting
        case admitted
        case declined
        case hostAway
        case relayed
        case left
        case sessionEnded
        case refused
        case notesSaved
        case notesRefused
        case pong
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .welcome: self = .welcome(try Welcome(from: decoder))
        case .sessionStarted: self = .sessionStarted(try SessionStarted(from: decoder))
        case .numberRenewed: self = .numberRenewed(try NumberRenewed(from: decoder))
        case .invitationMade: self = .invitationMade(try InvitationMade(from: decoder))
        case .knocked: self = .knocked(try Knocked(from: decoder))
        case .waiting: self = .waiting(try Waiting(from: decoder))
        case .admitted: self = .admitted(try Admitted(from: decoder))
        case .declined: self = .declined(try AttemptReference(from: decoder))
        case .hostAway: self = .hostAway(try AttemptReference(from: decoder))
        case .relayed: self = .relayed(try ClientMessage.Relay(from: decoder))
        case .left: self = .left(try AttemptReference(from: decoder))
        case .sessionEnded: self = .sessionEnded(try SessionEnded(from: decoder))
        case .refused: self = .refused(try Refused(from: decoder))
        case .notesSaved: self = .notesSaved(try NotesSaved(from: decoder))
        case .notesRefused: self = .notesRefused(try NotesRefused(from: decoder))
        case .pong: self = .pong
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .welcome(let message):
            try container.encode(Kind.welcome, forKey: .type)
            try message.encode(to: encoder)
        case .sessionStarted(let message):
            try container.encode(Kind.sessionStarted, forKey: .type)
            try message.encode(to: encoder)
        case .numberRenewed(let message):
            try container.encode(Kind.numberRenewed, forKey: .type)
            try message.encode(to: encoder)
        case .invitationMade(let message):
            try container.encode(Kind.invitationMade, forKey: .type)
            try message.encode(to: encoder)
        case .knocked(let message):
            try container.encode(Kind.knocked, forKey: .type)
            try message.encode(to: encoder)
        case .waiting(let message):
            try container.encode(Kind.waiting, forKey: .type)
            try message.encode(to: encoder)
        case .admitted(let message):
            try container.encode(Kind.admitted, forKey: .type)
            try message.encode(to: encoder)
        case .declined(let message):
            try container.encode(Kind.declined, forKey: .type)
            try message.encode(to: encoder)
        case .hostAway(let message):
            try container.encode(Kind.hostAway, forKey: .type)
            try message.encode(to: encoder)
        case .relayed(let message):
            try container.encode(Kind.relayed, forKey: .type)
            try message.encode(to: encoder)
        case .left(let message):
            try container.encode(Kind.left, forKey: .type)
            try message.encode(to: encoder)
        case .sessionEnded(let message):
            try container.encode(Kind.sessionEnded, forKey: .type)
            try message.encode(to: encoder)
        case .refused(let message):
            try container.encode(Kind.refused, forKey: .type)
            try message.encode(to: encoder)
        case .notesSaved(let message):
            try container.encode(Kind.notesSaved, forKey: .type)
            try message.encode(to: encoder)
        case .notesRefused(let message):
            try container.encode(Kind.notesRefused, forKey: .type)
            try message.encode(to: encoder)
        case .pong: try container.encode(Kind.pong, forKey: .type)
        }
    }
}
