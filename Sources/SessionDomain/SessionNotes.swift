package import Wire

/// What a host writes on one session: the draft as typed, what is on its way into the report, and what the report has.
///
/// ```text
/// write ──▶ draft ── save ──▶ pending ── the site's answer ──▶ saved
///             ▲                  │ no connection: it stays, also over a restart
///             └── writing goes on meanwhile; what is pending is what *Save* found
/// ```
package struct SessionNotes: Codable, Equatable, Sendable {
    /// The longest notes.
    package static let maximumScalarCount = 20_000

    /// A text with its number.
    package struct Version: Codable, Equatable, Sendable {
        package let revision: Int
        package let text: String
    }

    /// Why the site did not take what was sent.
    package enum Problem: String, Codable, Sendable {
        /// The site knows no such session of this account; the draft stays here.
        case unknownSession
        /// The site could store nothing; it is sent again.
        case unavailable
    }

    /// What became of a text from the page.
    package enum WriteResult: Equatable, Sendable {
        case taken
        /// Refused: nothing has changed.
        case tooLong(scalarCount: Int)
    }

    package let session: SessionID
    package let startedAt: WallClockTime
    /// As typed, without controls but line feed and tab.
    package private(set) var text = ""
    /// Of `text`; 0 before the first change.
    package private(set) var revision = 0
    /// What *Save* found and the site has not acknowledged.
    package private(set) var pending: Version?
    /// What the report has; 0 for nothing.
    package private(set) var savedRevision = 0
    /// By this computer's clock; `nil` when nothing was saved.
    package private(set) var savedAt: WallClockTime?
    package private(set) var problem: Problem?

    package init(session: SessionID, startedAt: WallClockTime) {
        self.session = session
        self.startedAt = startedAt
    }

    /// Whether all that was typed is in the report, or nothing ever was.
    package var isSettled: Bool {
        pending == nil && (savedRevision == revision || (savedRevision == 0 && text.isEmpty))
    }

    /// Whether *Save* has something to do.
    package var canSave: Bool { !isSettled && pending?.revision != revision }

    /// Takes the text as it stands in the page.
    package mutating func write(_ typed: String, revision proposed: Int) -> WriteResult {
        let count = typed.unicodeScalars.count
        guard count <= Self.maximumScalarCount else { return .tooLong(scalarCount: count) }
        text = Self.clean(typed)
        // One page is open at a time, so what it says is the newest whatever its number.
        revision = max(revision + 1, min(proposed, Self.maximumRevision))
        return .taken
    }

    /// *Save*: the draft as it is now is to get into the report.
    package mutating func save() {
        problem = nil
        guard canSave else { return }
        pending = Version(revision: revision, text: text)
    }

    /// The site has this revision in the report.
    /// - Returns: whether what is pending must be sent again, because the report had a later one that is not known here.
    package mutating func handleSaved(revision answered: Int, at time: WallClockTime) -> Bool {
        guard let sent = pending else { return false }
        guard answered <= sent.revision else {
            let isUnchanged = revision == sent.revision
            let next = min(answered, Self.maximumRevision - 2) + 1
            pending = Version(revision: next, text: sent.text)
            revision = isUnchanged ? next : next + 1
            return true
        }
        savedRevision = max(savedRevision, answered)
        savedAt = time
        problem = nil
        if answered == sent.revision { pending = nil }
        return false
    }

    /// The site did not take this revision.
    package mutating func handleRefused(revision answered: Int, _ reason: Problem) {
        guard pending?.revision == answered else { return }
        problem = reason
        if reason == .unknownSession { pending = nil }
    }

    private static let maximumRevision = 1 << 53

    /// Line ends become one line feed each; other controls but the tab go.
    private static func clean(_ typed: String) -> String {
        var result = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in typed.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            switch scalar {
            case "\r": result.append("\n")
            case "\n": if !isAfterReturn { result.append("\n") }
            case "\t": result.append("\t")
            default: if scalar.properties.generalCategory != .control { result.append(scalar) }
            }
        }
        return String(result)
    }
}

extension SessionNotes: CustomStringConvertible {
    /// Nothing: what a host writes on a customer belongs in no log.
    package var description: String { "‹redacted›" }
}
