package import Wire

/// One JSON text message on the `chat` data channel (ordered, reliable).
package struct ChatMessage: Codable, Equatable, Sendable {
    package var id: ChatMessageID
    /// At most `maximumCharacterCount` characters; shown as text, never as markup.
    package var text: String
    /// The sender's clock.
    package var sentAt: WallClockTime

    package static let maximumCharacterCount = 4_000

    package init(id: ChatMessageID, text: String, sentAt: WallClockTime) {
        self.id = id
        self.text = text
        self.sentAt = sentAt
    }
}
