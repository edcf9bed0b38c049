/// JSON: the payload's members beside a `type` that names the case.
extension ControlMessage: Codable {
    /// The `type` member of each message.
    private enum Kind: String, Codable {
        case hello
        case heartbeat
        case requestShare
        case withdrawRequest
        case answerShare
        case shareStarted
        case shareStopped
        case stopShare
        case stopControl
        case controlStopped
        case controlPaused
        case filePublished
        case fileWithdrawn
        case fileWanted
        case fileFailed
        case fileReceived
        case callOffered
        case callPresence
        case setDisplayMode
        case monitors
        case chooseMonitor
        case prepareIntroduction
        case introductionPrepared
        case introduced
        case dismissed
        case introductionRelay
        case offerSwitch
        case answerSwitch
        case end
        case leave
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .hello: self = .hello(try Hello(from: decoder))
        case .heartbeat: self = .heartbeat(try Heartbeat(from: decoder))
        case .requestShare: self = .requestShare(try RequestShare(from: decoder))
        case .withdrawRequest: self = .withdrawRequest(try RequestReference(from: decoder))
        case .answerShare: self = .answerShare(try AnswerShare(from: decoder))
        case .shareStarted: self = .shareStarted(try ShareStarted(from: decoder))
        case .shareStopped: self = .shareStopped(try ShareStopped(from: decoder))
        case .stopShare: self = .stopShare(try RequestReference(from: decoder))
        case .stopControl: self = .stopControl(try RequestReference(from: decoder))
        case .controlStopped: self = .controlStopped(try ControlStopped(from: decoder))
        case .controlPaused: self = .controlPaused(try ControlPaused(from: decoder))
        case .filePublished: self = .filePublished(try FilePublished(from: decoder))
        case .fileWithdrawn: self = .fileWithdrawn(try FileReference(from: decoder))
        case .fileWanted: self = .fileWanted(try FileWanted(from: decoder))
        case .fileFailed: self = .fileFailed(try FileFailed(from: decoder))
        case .fileReceived: self = .fileReceived(try TransferReference(from: decoder))
        case .callOffered: self = .callOffered(try CallOffer(from: decoder))
        case .callPresence: self = .callPresence(try CallPresence(from: decoder))
        case .setDisplayMode: self = .setDisplayMode(try SetDisplayMode(from: decoder))
        case .monitors: self = .monitors(try MonitorList(from: decoder))
        case .chooseMonitor: self = .chooseMonitor(try ChooseMonitor(from: decoder))
        case .prepareIntroduction: self = .prepareIntroduction(try PairReference(from: decoder))
        case .introductionPrepared: self = .introductionPrepared(try IntroductionPrepared(from: decoder))
        case .introduced: self = .introduced(try Introduction(from: decoder))
        case .dismissed: self = .dismissed(try PairReference(from: decoder))
        case .introductionRelay: self = .introductionRelay(try IntroductionRelay(from: decoder))
        case .offerSwitch: self = .offerSwitch(try SwitchOffer(from: decoder))
        case .answerSwitch: self = .answerSwitch(try SwitchAnswer(from: decoder))
        case .end: self = .end
        case .leave: self = .leave
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .hello(let message):
            try container.encode(Kind.hello, forKey: .type)
            try message.encode(to: encoder)
        case .heartbeat(let message):
            try container.encode(Kind.heartbeat, forKey: .type)
            try message.encode(to: encoder)
        case .requestShare(let message):
            try container.encode(Kind.requestShare, forKey: .type)
            try message.encode(to: encoder)
        case .withdrawRequest(let message):
            try container.encode(Kind.withdrawRequest, forKey: .type)
            try message.encode(to: encoder)
        case .answerShare(let message):
            try container.encode(Kind.answerShare, forKey: .type)
            try message.encode(to: encoder)
        case .shareStarted(let message):
            try container.encode(Kind.shareStarted, forKey: .type)
            try message.encode(to: encoder)
        case .shareStopped(let message):
            try container.encode(Kind.shareStopped, forKey: .type)
            try message.encode(to: encoder)
        case .stopShare(let message):
            try container.encode(Kind.stopShare, forKey: .type)
            try message.encode(to: encoder)
        case .stopControl(let message):
            try container.encode(Kind.stopControl, forKey: .type)
            try message.encode(to: encoder)
        case .controlStopped(let message):
            try container.encode(Kind.controlStopped, forKey: .type)
            try message.encode(to: encoder)
        case .controlPaused(let message):
            try container.encode(Kind.controlPaused, forKey: .type)
            try message.encode(to: encoder)
        case .filePublished(let message):
            try container.encode(Kind.filePublished, forKey: .type)
            try message.encode(to: encoder)
        case .fileWithdrawn(let message):
            try container.encode(Kind.fileWithdrawn, forKey: .type)
            try message.encode(to: encoder)
        case .fileWanted(let message):
            try container.encode(Kind.fileWanted, forKey: .type)
            try message.encode(to: encoder)
        case .fileFailed(let message):
            try container.encode(Kind.fileFailed, forKey: .type)
            try message.encode(to: encoder)
        case .fileReceived(let message):
            try container.encode(Kind.fileReceived, forKey: .type)
            try message.encode(to: encoder)
        case .callOffered(let message):
            try container.encode(Kind.callOffered, forKey: .type)
            try message.encode(to: encoder)
        case .callPresence(let message):
            try container.encode(Kind.callPresence, forKey: .type)
            try message.encode(to: encoder)
        case .setDisplayMode(let message):
            try container.encode(Kind.setDisplayMode, forKey: .type)
            try message.encode(to: encoder)
        case .monitors(let message):
            try container.encode(Kind.monitors, forKey: .type)
            try message.encode(to: encoder)
        case .chooseMonitor(let message):
            try container.encode(Kind.chooseMonitor, forKey: .type)
            try message.encode(to: encoder)
        case .prepareIntroduction(let message):
            try container.encode(Kind.prepareIntroduction, forKey: .type)
            try message.encode(to: encoder)
        case .introductionPrepared(let message):
            try container.encode(Kind.introductionPrepared, forKey: .type)
            try message.encode(to: encoder)
        case .introduced(let message):
            try container.encode(Kind.introduced, forKey: .type)
            try message.encode(to: encoder)
        case .dismissed(let message):
            try container.encode(Kind.dismissed, forKey: .type)
            try message.encode(to: encoder)
        case .introductionRelay(let message):
            try container.encode(Kind.introductionRelay, forKey: .type)
            try message.encode(to: encoder)
        case .offerSwitch(let message):
            try container.encode(Kind.offerSwitch, forKey: .type)
            try message.encode(to: encoder)
        case .answerSwitch(let message):
            try container.encode(Kind.answerSwitch, forKey: .type)
            try message.encode(to: encoder)
        case .end: try container.encode(Kind.end, forKey: .type)
        case .leave: try container.encode(Kind.leave, forKey: .type)
        }
    }
}
