import GRDB
package import SignalingDomain
package import Wire

// A report outlives its session: it begins with it, and the host's notes come into it then or later.
extension SQLiteStore {
    /// How long notes may come for a session that is over, counted from its start. A report that has notes stays.
    private static let emptyReportLifetime = 30 * 24 * 3_600

    package func saveNotes(_ notes: NotesRecord, of account: AccountID) async throws -> NotesReceipt? {
        try await database.write { database in
            try database.execute(
                sql: """
                    UPDATE report SET notes = ?, notesRevision = ?, notesSavedAt = ?
                    WHERE session = ? AND account = ? AND notesRevision <= ?
                    """,
                arguments: [
                    notes.text, notes.revision, notes.savedAt.secondsSince1970, notes.session.rawValue,
                    account.rawValue, notes.revision,
                ])
            let row = try Row.fetchOne(
                database, sql: "SELECT notesRevision, notesSavedAt FROM report WHERE session = ? AND account = ?",
                arguments: [notes.session.rawValue, account.rawValue])
            return row.map { row in
                NotesReceipt(
                    revision: row["notesRevision"], savedAt: WallClockTime(secondsSince1970: row["notesSavedAt"]))
            }
        }
    }

    /// The notes in a session's report; `nil` when there are none.
    package func notes(of session: SessionID) async throws -> NotesRecord? {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT notes, notesRevision, notesSavedAt FROM report WHERE session = ? AND notes IS NOT NULL",
                arguments: [session.rawValue])
            return row.map { row in
                NotesRecord(
                    session: session, revision: row["notesRevision"], text: row["notes"],
                    savedAt: WallClockTime(secondsSince1970: row["notesSavedAt"]))
            }
        }
    }

    /// Begins the report of a session that begins.
    static func startReport(of session: SessionRecord, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO report (session, account, startedAt) VALUES (?, ?, ?)",
            arguments: [session.id.rawValue, session.host.id.rawValue, session.startedAt.secondsSince1970])
    }

    /// Deletes reports that nobody wrote into, of sessions that do not run and began long ago.
    static func removeEmptyReports(now: WallClockTime, from database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM report
                WHERE notes IS NULL AND startedAt <= ? AND session NOT IN (SELECT id FROM session)
                """,
            arguments: [now.secondsSince1970 - Int64(emptyReportLifetime)])
    }
}
