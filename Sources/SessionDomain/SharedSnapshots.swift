package import Wire

/// One line of the conversation, as both the console and the customer's page draw it.
package struct ChatEntry: Codable, Equatable, Sendable {
    /// The sender's.
    package var id: ChatMessageID
    package var isOwn: Bool
    /// The name of who wrote it; a claim.
    package var from: String
    /// Cleaned; shown as text, never as markup.
    package var text: String
    /// By the sender's clock.
    package var sentAt: WallClockTime

    package init(id: ChatMessageID, isOwn: Bool, from: String, text: String, sentAt: WallClockTime) {
        self.id = id
        self.isOwn = isOwn
        self.from = from
        self.text = text
        self.sentAt = sentAt
    }
}

/// One published file and how far its download is.
package struct FileEntry: Codable, Equatable, Sendable {
    package var id: FileID
    /// One safe path component.
    package var name: String
    /// Bytes.
    package var size: Int
    /// 64 lower-case hexadecimal digits.
    package var sha256: String
    package var progress: Progress
    /// Where the native node put it; absent in a browser.
    package var savedTo: String?

    /// What happened to the file at the customer's side.
    package enum Progress: Codable, Equatable, Sendable {
        /// Nothing of it was asked for yet.
        case offered
        /// Bytes moved so far.
        case transferring(received: Int)
        case complete
        case failed(reason: ControlMessage.FileFailure)
    }

    package init(id: FileID, name: String, size: Int, sha256: String, progress: Progress, savedTo: String? = nil) {
        self.id = id
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.progress = progress
        self.savedTo = savedTo
    }
}

/// Something a person must be told, by the key of its text in the catalogue.
package struct Notice: Codable, Equatable, Sendable {
    /// Counts up, so that a page shows each once.
    package var id: Int
    /// A key of the catalogue that begins with `notice.`.
    package var key: String
    /// Values for the `{placeholders}` of the text.
    package var values: [String: String]
    /// Shown until the person closes it or what it speaks of is over.
    package var isError: Bool

    package init(id: Int, key: String, values: [String: String] = [:], isError: Bool = false) {
        self.id = id
        self.key = key
        self.values = values
        self.isError = isError
    }
}
