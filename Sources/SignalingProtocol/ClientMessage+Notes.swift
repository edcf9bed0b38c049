package import Wire

extension ClientMessage {
    /// What a host wrote on one of their sessions, whole.
    package struct SaveNotes: Codable, Equatable, Sendable {
        package var session: SessionID
        /// Rises with each change of the text, from 1; what is older than the report's is passed over.
        package var revision: Int
        /// At most `SignalingLimits.maximumNotesScalarCount` Unicode scalars, without controls but line feed and tab.
        package var text: String

        package init(session: SessionID, revision: Int, text: String) {
            self.session = session
            self.revision = revision
            self.text = text
        }

        /// - Throws: `malformed` with the member's name, or `tooLarge`.
        func check() throws(SignalingProtocolError) {
            try ClientMessage.check(session, "session")
            guard (1...SignalingLimits.maximumNotesRevision).contains(revision) else { throw .malformed("revision") }
            guard text.unicodeScalars.count <= SignalingLimits.maximumNotesScalarCount else { throw .tooLarge }
            guard text.unicodeScalars.allSatisfy(Self.isText) else { throw .malformed("text") }
        }

        private static func isText(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
        }
    }
}

extension ServiceMessage {
    /// The report of the session has the notes.
    package struct NotesSaved: Codable, Equatable, Sendable {
        package var session: SessionID
        /// What the report has now: the one that was sent, or a later one, and then what was sent is not in it.
        package var revision: Int
        /// When the report got them, by the service's clock.
        package var savedAt: WallClockTime
        /// The service's clock.
        package var now: WallClockTime

        package init(session: SessionID, revision: Int, savedAt: WallClockTime, now: WallClockTime) {
            self.session = session
            self.revision = revision
            self.savedAt = savedAt
            self.now = now
        }
    }

    /// The report of the session is what it was.
    package struct NotesRefused: Codable, Equatable, Sendable {
        package var session: SessionID
        /// The one that was sent.
        package var revision: Int
        package var reason: Reason

        /// Why notes were not stored.
        package enum Reason: String, Codable, Sendable {
            /// There is no such session of this account.
            case unknownSession
            /// Nothing can be stored now; worth another try.
            case unavailable
        }

        package init(session: SessionID, revision: Int, reason: Reason) {
            self.session = session
            self.revision = revision
            self.reason = reason
        }
    }
}
