import Wire

/// Names one request of a host's (to view, later to control); chosen by the asker, unique in the session.
package struct RequestID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one published file; unique in the session. It is not a path and not a right to read anything else.
package struct FileID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one download of a published file, and the `file` data channel that carries it (its `protocol`).
package struct TransferID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one chat message; chosen by its sender, unique in the session.
package struct ChatMessageID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one person of a session besides oneself; chosen by the node that draws them.
package struct ParticipantID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}
