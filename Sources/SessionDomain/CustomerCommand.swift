import Wire

/// What the customer presses in the panel: one JSON text message from the page to its own node.
package enum CustomerCommand: Equatable, Sendable {
    case joinByNumber(JoinByNumber)
    case joinByLink(JoinByLink)
    /// The six digits that the host read out; checked once.
    case confirmDigits(ConfirmDigits)
    case sendChat(HostCommand.SendChat)
    case answerPrompt(AnswerPrompt)
    case stopShare
    case downloadFile(HostCommand.File)
    case cancelDownload(HostCommand.File)
    case leave
    /// Back to the beginning after the end, as far as the invitation still works.
    case startOver

    package struct JoinByNumber: Codable, Equatable, Sendable {
        package var number: String
        package var name: String
    }

    package struct JoinByLink: Codable, Equatable, Sendable {
        package var name: String
    }

    package struct ConfirmDigits: Codable, Equatable, Sendable {
        package var digits: String
    }

    package struct AnswerPrompt: Codable, Equatable, Sendable {
        package var request: RequestID
        package var isAllowed: Bool
    }
}
