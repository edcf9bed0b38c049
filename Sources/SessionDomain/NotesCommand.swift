package import Wire

/// What the host does with the notes on a session: one JSON text message from the page to its own node.
///
/// A type of its own, so that it is valid where no session runs any more.
package enum NotesCommand: Equatable, Sendable {
    /// The whole text as it stands now, a moment after each change.
    case write(WriteNotes)
    /// Put what was written into the session's report.
    case save(SaveNotes)

    package struct WriteNotes: Codable, Equatable, Sendable {
        package var session: SessionID
        /// At most `SessionNotes.maximumScalarCount` Unicode scalars; longer ones are refused.
        package var text: String
        /// Higher than any that the page has sent or seen.
        package var revision: Int

        package init(session: SessionID, text: String, revision: Int) {
            self.session = session
            self.text = text
            self.revision = revision
        }
    }

    package struct SaveNotes: Codable, Equatable, Sendable {
        package var session: SessionID

        package init(session: SessionID) { self.session = session }
    }
}

extension NotesCommand: Codable {
    /// The `type` member of each message.
    package enum Kind: String, Codable {
        case writeNotes
        case saveNotes
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .writeNotes: self = .write(try WriteNotes(from: decoder))
        case .saveNotes: self = .save(try SaveNotes(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .write(let message):
            try container.encode(Kind.writeNotes, forKey: .type)
            try message.encode(to: encoder)
        case .save(let message):
            try container.encode(Kind.saveNotes, forKey: .type)
            try message.encode(to: encoder)
        }
    }
}
