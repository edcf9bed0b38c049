/// JSON: the payload's members beside a `type` that names the case.
extension CustomerCommand: Codable {
    /// The `type` member of each message.
    private enum Kind: String, Codable {
        case confirmSite
        case joinByNumber
        case joinByLink
        case confirmDigits
        case sendChat
        case answerPrompt
        case chooseWindows
        case stopShare
        case stopControl
        case downloadFile
        case pauseDownload
        case cancelDownload
        case needKeyFrame
        case pageCaptureStarted
        case pageCaptureFailed
        case pageCaptureEnded
        case leave
        case startOver
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
        switch try container.decode(Kind.self, forKey: .type) {
        case .confirmSite: self = .confirmSite
        case .joinByNumber: self = .joinByNumber(try JoinByNumber(from: decoder))
        case .joinByLink: self = .joinByLink(try JoinByLink(from: decoder))
        case .confirmDigits: self = .confirmDigits(try ConfirmDigits(from: decoder))
        case .sendChat: self = .sendChat(try HostCommand.SendChat(from: decoder))
        case .answerPrompt: self = .answerPrompt(try AnswerPrompt(from: decoder))
        case .chooseWindows: self = .chooseWindows(try ChooseWindows(from: decoder))
        case .stopShare: self = .stopShare
        case .stopControl: self = .stopControl
        case .downloadFile: self = .downloadFile(try HostCommand.File(from: decoder))
        case .pauseDownload: self = .pauseDownload(try HostCommand.File(from: decoder))
        case .cancelDownload: self = .cancelDownload(try HostCommand.File(from: decoder))
        case .needKeyFrame: self = .needKeyFrame(try HostCommand.NeedKeyFrame(from: decoder))
        case .pageCaptureStarted: self = .pageCaptureStarted(try PageCaptureStarted(from: decoder))
        case .pageCaptureFailed: self = .pageCaptureFailed(try PageCaptureFailed(from: decoder))
        case .pageCaptureEnded: self = .pageCaptureEnded
        case .leave: self = .leave
        case .startOver: self = .startOver
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .confirmSite: try container.encode(Kind.confirmSite, forKey: .type)
        case .joinByNumber(let message):
            try container.encode(Kind.joinByNumber, forKey: .type)
            try message.encode(to: encoder)
        case .joinByLink(let message):
            try container.encode(Kind.joinByLink, forKey: .type)
            try message.encode(to: encoder)
        case .confirmDigits(let message):
            try container.encode(Kind.confirmDigits, forKey: .type)
            try message.encode(to: encoder)
        case .sendChat(let message):
            try container.encode(Kind.sendChat, forKey: .type)
            try message.encode(to: encoder)
        case .answerPrompt(let message):
            try container.encode(Kind.answerPrompt, forKey: .type)
            try message.encode(to: encoder)
        case .chooseWindows(let message):
            try container.encode(Kind.chooseWindows, forKey: .type)
            try message.encode(to: encoder)
        case .stopShare: try container.encode(Kind.stopShare, forKey: .type)
        case .stopControl: try container.encode(Kind.stopControl, forKey: .type)
        case .downloadFile(let message):
            try container.encode(Kind.downloadFile, forKey: .type)
            try message.encode(to: encoder)
        case .pauseDownload(let message):
            try container.encode(Kind.pauseDownload, forKey: .type)
            try message.encode(to: encoder)
        case .cancelDownload(let message):
            try container.encode(Kind.cancelDownload, forKey: .type)
            try message.encode(to: encoder)
        case .call(let command): try command.encode(to: encoder)
        case .needKeyFrame(let message):
            try container.encode(Kind.needKeyFrame, forKey: .type)
            try message.encode(to: encoder)
        case .pageCaptureStarted(let message):
            try container.encode(Kind.pageCaptureStarted, forKey: .type)
            try message.encode(to: encoder)
        case .pageCaptureFailed(let message):
            try container.encode(Kind.pageCaptureFailed, forKey: .type)
            try message.encode(to: encoder)
        case .pageCaptureEnded: try container.encode(Kind.pageCaptureEnded, forKey: .type)
        case .leave: try container.encode(Kind.leave, forKey: .type)
        case .startOver: try container.encode(Kind.startOver, forKey: .type)
        }
    }
}
