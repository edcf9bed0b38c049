/// JSON: the payload's members beside a `type` that names the case.
extension HostCommand: Codable {
    /// The `type` member of each message.
    private enum Kind: String, Codable {
        case confirmSite
        case completeSignIn
        case signOut
        case startSession
        case renewNumber
        case makeLink
        case inviteHost
        case introduce
        case admit
        case decline
        case confirmReadBack
        case cancelPairing
        case sendChat
        case requestShare
        case offerSwitch
        case stopControl
        case input
        case withdrawRequest
        case stopView
        case withdrawFile
        case endSession
        case setDisplayMode
        case chooseMonitor
        case needKeyFrame
        case pageDecodes
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if (try? container.decode(CallCommand.Kind.self, forKey: .type)) != nil {
            self = .call(try CallCommand(from: decoder))
            return
        }
        if (try? container.decode(NotesCommand.Kind.self, forKey: .type)) != nil {
            self = .notes(try NotesCommand(from: decoder))
            return
        }
        switch try container.decode(Kind.self, forKey: .type) {
        case .confirmSite: self = .confirmSite
        case .completeSignIn: self = .completeSignIn(try CompleteSignIn(from: decoder))
        case .signOut: self = .signOut
        case .startSession: self = .startSession
        case .renewNumber: self = .renewNumber
        case .makeLink: self = .makeLink
        case .inviteHost: self = .inviteHost(try InviteHost(from: decoder))
        case .introduce: self = .introduce(try Person(from: decoder))
        case .admit: self = .admit(try Attempt(from: decoder))
        case .decline: self = .decline(try Attempt(from: decoder))
        case .confirmReadBack: self = .confirmReadBack(try ConfirmReadBack(from: decoder))
        case .cancelPairing: self = .cancelPairing
        case .sendChat: self = .sendChat(try SendChat(from: decoder))
        case .requestShare: self = .requestShare(try RequestShare(from: decoder))
        case .offerSwitch: self = .offerSwitch
        case .stopControl: self = .stopControl
        case .input: self = .input(try Input(from: decoder))
        case .withdrawRequest: self = .withdrawRequest
        case .stopView: self = .stopView
        case .withdrawFile: self = .withdrawFile(try File(from: decoder))
        case .endSession: self = .endSession
        case .setDisplayMode: self = .setDisplayMode(try ControlMessage.SetDisplayMode(from: decoder))
        case .chooseMonitor: self = .chooseMonitor(try ControlMessage.ChooseMonitor(from: decoder))
        case .needKeyFrame: self = .needKeyFrame(try NeedKeyFrame(from: decoder))
        case .pageDecodes: self = .pageDecodes(try PageDecodes(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .completeSignIn(let message):
            try container.encode(Kind.completeSignIn, forKey: .type)
            try message.encode(to: encoder)
        case .confirmSite: try container.encode(Kind.confirmSite, forKey: .type)
        case .signOut: try container.encode(Kind.signOut, forKey: .type)
        case .startSession: try container.encode(Kind.startSession, forKey: .type)
        case .renewNumber: try container.encode(Kind.renewNumber, forKey: .type)
        case .makeLink: try container.encode(Kind.makeLink, forKey: .type)
        case .inviteHost(let message):
            try container.encode(Kind.inviteHost, forKey: .type)
            try message.encode(to: encoder)
        case .introduce(let message):
            try container.encode(Kind.introduce, forKey: .type)
            try message.encode(to: encoder)
        case .admit(let message):
            try container.encode(Kind.admit, forKey: .type)
            try message.encode(to: encoder)
        case .decline(let message):
            try container.encode(Kind.decline, forKey: .type)
            try message.encode(to: encoder)
        case .confirmReadBack(let message):
            try container.encode(Kind.confirmReadBack, forKey: .type)
            try message.encode(to: encoder)
        case .cancelPairing: try container.encode(Kind.cancelPairing, forKey: .type)
        case .sendChat(let message):
            try container.encode(Kind.sendChat, forKey: .type)
            try message.encode(to: encoder)
        case .requestShare(let message):
            try container.encode(Kind.requestShare, forKey: .type)
            try message.encode(to: encoder)
        case .offerSwitch: try container.encode(Kind.offerSwitch, forKey: .type)
        case .stopControl: try container.encode(Kind.stopControl, forKey: .type)
        case .input(let message):
            try container.encode(Kind.input, forKey: .type)
            try message.encode(to: encoder)
        case .withdrawRequest: try container.encode(Kind.withdrawRequest, forKey: .type)
        case .stopView: try container.encode(Kind.stopView, forKey: .type)
        case .withdrawFile(let message):
            try container.encode(Kind.withdrawFile, forKey: .type)
            try message.encode(to: encoder)
        case .endSession: try container.encode(Kind.endSession, forKey: .type)
        case .call(let command): try command.encode(to: encoder)
        case .notes(let command): try command.encode(to: encoder)
        case .setDisplayMode(let message):
            try container.encode(Kind.setDisplayMode, forKey: .type)
            try message.encode(to: encoder)
        case .chooseMonitor(let message):
            try container.encode(Kind.chooseMonitor, forKey: .type)
            try message.encode(to: encoder)
        case .needKeyFrame(let message):
            try container.encode(Kind.needKeyFrame, forKey: .type)
            try message.encode(to: encoder)
        case .pageDecodes(let message):
            try container.encode(Kind.pageDecodes, forKey: .type)
            try message.encode(to: encoder)
        }
    }
}
