package import Wire

/// What the host presses in the console: one JSON text message from the page to its own node.
package enum HostCommand: Equatable, Sendable {
    case completeSignIn(CompleteSignIn)
    case signOut
    case startSession
    case renewNumber
    case makeLink
    case admit(Attempt)
    case decline(Attempt)
    /// The four digits that the customer read back.
    case confirmReadBack(ConfirmReadBack)
    case cancelPairing
    case sendChat(SendChat)
    case requestView
    case withdrawRequest
    case stopView
    case withdrawFile(File)
    case endSession
    /// The page cannot show a picture until the next key frame.
    case needKeyFrame

    package struct CompleteSignIn: Codable, Equatable, Sendable {
        package var code: String
        package var state: String
    }

    package struct Attempt: Codable, Equatable, Sendable {
        package var attempt: AttemptID
    }

    package struct ConfirmReadBack: Codable, Equatable, Sendable {
        package var digits: String
    }

    package struct SendChat: Codable, Equatable, Sendable {
        package var text: String
    }

    package struct File: Codable, Equatable, Sendable {
        package var file: FileID
    }
}
