import Wire

/// The chat of a session, own and other messages in the order in which this side saw them.
struct Conversation: Sendable {
    /// Lines that are kept; the oldest goes first.
    static let maximumEntryCount = 5_000

    /// Oldest first.
    private(set) var entries: [ChatEntry] = []
    private var receivedIDs: Set<ChatMessageID> = []

    /// Adds what this side's person wrote and returns the message to send; `nil` for nothing but white space or more
    /// than `ChatMessage.maximumCharacterCount` characters.
    mutating func write(_ text: String, from name: String, id: ChatMessageID, at time: WallClockTime) -> ChatMessage? {
        guard let text = Self.accepted(text) else { return nil }
        append(ChatEntry(id: id, isOwn: true, from: name, text: text, sentAt: time))
        return ChatMessage(id: id, text: text, sentAt: time)
    }

    /// Adds what the other side sent; `false` when it is empty, too long or was there before.
    mutating func receive(_ message: ChatMessage, from name: String) -> Bool {
        guard let text = Self.accepted(message.text), IdentifierSource.isWellFormed(message.id),
            receivedIDs.insert(message.id).inserted
        else { return false }
        append(ChatEntry(id: message.id, isOwn: false, from: name, text: text, sentAt: message.sentAt))
        return true
    }

    private mutating func append(_ entry: ChatEntry) {
        entries.append(entry)
        if entries.count > Self.maximumEntryCount { receivedIDs.remove(entries.removeFirst().id) }
    }

    /// The text as it is shown, where it may be shown at all. The count is the one of a page's `maxlength`.
    private static func accepted(_ text: String) -> String? {
        guard text.utf16.count <= ChatMessage.maximumCharacterCount else { return nil }
        let cleaned = DisplayText.paragraph(text)
        return cleaned.allSatisfy(\.isWhitespace) ? nil : cleaned
    }
}
