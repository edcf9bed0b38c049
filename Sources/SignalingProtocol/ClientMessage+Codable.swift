/// JSON: the payload's members beside a `type` that names the case.
extension ClientMessage: Codable {
    /// The `type` member of each message.
    private enum Kind: String, Codable {
        case signIn
        case resume
        case visit
        case startSession
        case resumeSession
        case renewNumber
        case makeInvitation
        case burnInvitation
        case knock
        case knockByInvitation
        case admit
        case decline
        case relay
        case leave
        case rejoin
        case endSession
        case saveNotes
        case ping
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .signIn: self = .signIn(try SignIn(from: decoder))
        case .resume: self = .resume(try Resume(from: decoder))
        case .visit: self = .visit(try Visit(from: decoder))
        case .startSession: self = .startSession(try StartSession(from: decoder))
        case .resumeSession: self = .resumeSession(try ResumeSession(from: decoder))
        case .renewNumber: self = .renewNumber(try SessionReference(from: decoder))
        case .makeInvitation: self = .makeInvitation(try SessionReference(from: decoder))
        case .burnInvitation: self = .burnInvitation(try InvitationReference(from: decoder))
        case .knock: self = .knock(try Knock(from: decoder))
        case .knockByInvitation: self = .knockByInvitation(try KnockByInvitation(from: decoder))
        case .admit: self = .admit(try AttemptReference(from: decoder))
        case .decline: self = .decline(try AttemptReference(from: decoder))
        case .relay: self = .relay(try Relay(from: decoder))
        case .leave: self = .leave(try AttemptReference(from: decoder))
        case .rejoin: self = .rejoin(try AttemptReference(from: decoder))
        case .endSession: self = .endSession(try SessionReference(from: decoder))
        case .saveNotes: self = .saveNotes(try SaveNotes(from: decoder))
        case .ping: self = .ping
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .signIn(let message):
            try container.encode(Kind.signIn, forKey: .type)
            try message.encode(to: encoder)
        case .resume(let message):
            try container.encode(Kind.resume, forKey: .type)
            try message.encode(to: encoder)
        case .visit(let message):
            try container.encode(Kind.visit, forKey: .type)
            try message.encode(to: encoder)
        case .startSession(let message):
            try container.encode(Kind.startSession, forKey: .type)
            try message.encode(to: encoder)
        case .resumeSession(let message):
            try container.encode(Kind.resumeSession, forKey: .type)
            try message.encode(to: encoder)
        case .renewNumber(let message):
            try container.encode(Kind.renewNumber, forKey: .type)
            try message.encode(to: encoder)
        case .makeInvitation(let message):
            try container.encode(Kind.makeInvitation, forKey: .type)
            try message.encode(to: encoder)
        case .burnInvitation(let message):
            try container.encode(Kind.burnInvitation, forKey: .type)
            try message.encode(to: encoder)
        case .knock(let message):
            try container.encode(Kind.knock, forKey: .type)
            try message.encode(to: encoder)
        case .knockByInvitation(let message):
            try container.encode(Kind.knockByInvitation, forKey: .type)
            try message.encode(to: encoder)
        case .admit(let message):
            try container.encode(Kind.admit, forKey: .type)
            try message.encode(to: encoder)
        case .decline(let message):
            try container.encode(Kind.decline, forKey: .type)
            try message.encode(to: encoder)
        case .relay(let message):
            try container.encode(Kind.relay, forKey: .type)
            try message.encode(to: encoder)
        case .rejoin(let message):
            try container.encode(Kind.rejoin, forKey: .type)
            try message.encode(to: encoder)
        case .leave(let message):
            try container.encode(Kind.leave, forKey: .type)
            try message.encode(to: encoder)
        case .endSession(let message):
            try container.encode(Kind.endSession, forKey: .type)
            try message.encode(to: encoder)
        case .saveNotes(let message):
            try container.encode(Kind.saveNotes, forKey: .type)
            try message.encode(to: encoder)
        case .ping: try container.encode(Kind.ping, forKey: .type)
        }
    }
}
