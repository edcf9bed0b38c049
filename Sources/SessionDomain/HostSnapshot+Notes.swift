package import Wire

extension HostSnapshot {
    /// The notes on the session that runs, or on the last one that was.
    package struct Notes: Codable, Equatable, Sendable {
        package var session: SessionID
        /// When that session began.
        package var startedAt: WallClockTime
        /// As the node has it.
        package var text: String
        /// Of `text`; the page counts on from it.
        package var revision: Int
        package var state: State
        /// Whether *Save* has something to do.
        package var canSave: Bool
        /// When the report got the last that it has, by this computer's clock.
        package var savedAt: WallClockTime?
        /// Whether the draft outlives this program.
        package var isKept: Bool

        /// Where the text is.
        package enum State: String, Codable, Sendable {
            /// Nothing was written.
            case empty
            /// On this computer alone.
            case draft
            /// On its way to the site.
            case saving
            /// To be sent when the site is reached.
            case waiting
            /// The site could store nothing; it is sent again.
            case retrying
            /// The site knows no such session of this account.
            case refused
            /// The report has exactly this.
            case saved
            /// The report has an earlier text.
            case changed
        }

        /// - Parameters:
        ///   - isConnected: whether the account's connection to the site stands.
        ///   - isKept: whether the draft outlives this program.
        package init(_ notes: SessionNotes, isConnected: Bool, isKept: Bool) {
            session = notes.session
            startedAt = notes.startedAt
            text = notes.text
            revision = notes.revision
            savedAt = notes.savedAt
            canSave = notes.canSave
            state = State(notes, isConnected: isConnected)
            self.isKept = isKept
        }
    }
}

extension HostSnapshot.Notes.State {
    fileprivate init(_ notes: SessionNotes, isConnected: Bool) {
        if notes.pending != nil {
            self = !isConnected ? .waiting : notes.problem == .unavailable ? .retrying : .saving
        } else if notes.problem == .unknownSession {
            self = .refused
        } else if notes.savedRevision == 0 {
            self = notes.text.isEmpty ? .empty : .draft
        } else {
            self = notes.savedRevision == notes.revision ? .saved : .changed
        }
    }
}
