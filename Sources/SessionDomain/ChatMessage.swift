package import Wire

/// One JSON text message on the `chat` data channel (ordered, reliable).
package struct ChatMessage: Codable, Equatable, Sendable {
    /// Chosen by the sender; one that came before is a repetition.
    package var id: ChatMessageID
    /// At most `maximumCharacterCount`; shown as text, never as markup.
    package var text: String
    /// The sender's clock.
    package var sentAt: WallClockTime

    /// UTF-16 code units, as a page's `maxlength` counts them.
    package static let maximumCharacterCount = 4_000

    package init(id: ChatMessageID, text: String, sentAt: WallClockTime) {
        self.id = id
        self.text = text
        self.sentAt = sentAt
    }
}
