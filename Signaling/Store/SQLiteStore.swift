import Foundation
import GRDB
package import SignalingDomain
package import Wire

/// One SQLite file that keeps what outlives the service.
///
/// WAL with `synchronous=FULL`: a change that was acknowledged survives a loss of power.
/// Source: <https://www.sqlite.org/wal.html>
package final class SQLiteStore: Store {
    /// Who opens the file.
    package enum Purpose: Sendable {
        /// The service, of which there is one for each file.
        case service
        /// A command that adds an account, also while the service runs.
        case command
    }

    /// One connection that reads and writes in turn; statements wait up to five seconds for another process.
    let database: DatabaseQueue
    private let lock: FileLock?

    /// Opens the file, makes it where there is none (readable by its owner alone), and brings it to this version.
    /// - Throws: `StoreFailure.inUse`, `.madeByLaterVersion` or `.cannotOpen`.
    package init(path: String, purpose: Purpose) throws {
        do {
            lock = purpose == .service ? try FileLock(path: path + ".lock") : nil
            try FileLock.makePrivateFile(path: path)
            database = try Self.open(path: path)
        } catch let error as SystemFailure {
            throw StoreFailure.cannotOpen(file: path, reason: error.description)
        } catch let error as DatabaseError {
            throw StoreFailure.cannotOpen(file: path, reason: error.message ?? "SQLite error \(error.resultCode)")
        }
    }

    /// Opens the file, which exists, and brings it to this version.
    private static func open(path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        let database = try DatabaseQueue(path: path, configuration: configuration)
        if try database.read(migrator.hasBeenSuperseded) { throw StoreFailure.madeByLaterVersion }
        try migrator.migrate(database)
        return database
    }

    /// Closes the file and lets the next service open it, whoever still holds this store; what is asked of it later throws.
    /// - Throws: SQLite's error when it keeps the file open; the lock is released all the same.
    package func close() throws {
        defer { lock?.release() }
        try database.close()
    }

    package func restore(now: WallClockTime) async throws -> RestoredState {
        try await database.write { database in
            var state = RestoredState()
            // A row that kept an expired number would keep it from every other session.
            try database.execute(
                sql: "UPDATE session SET number = NULL WHERE numberExpiresAt <= ?", arguments: [now.secondsSince1970])
            let sessions = try Row.fetchAll(
                database,
                sql: """
                    SELECT session.*, account.name, account.displayName FROM session
                    JOIN account ON account.id = session.account
                    """)
            state.sessions = sessions.map { row in
                let number: String? = row["number"]
                return SessionRecord(
                    id: SessionID(rawValue: row["id"]),
                    host: Account(
                        id: AccountID(rawValue: row["account"]), name: row["name"], displayName: row["displayName"]),
                    startedAt: WallClockTime(secondsSince1970: row["startedAt"]),
                    number: number.map(SessionNumber.init(rawValue:)),
                    numberExpiresAt: WallClockTime(secondsSince1970: row["numberExpiresAt"]))
            }
            let invitations = try Row.fetchAll(
                database, sql: "SELECT * FROM invitation WHERE expiresAt > ?", arguments: [now.secondsSince1970])
            state.invitations = invitations.map { row in
                InvitationRecord(
                    id: InvitationID(rawValue: row["id"]), session: SessionID(rawValue: row["session"]),
                    expiresAt: WallClockTime(secondsSince1970: row["expiresAt"]))
            }
            let numbers = try Row.fetchAll(
                database, sql: "SELECT * FROM usedNumber WHERE until > ?", arguments: [now.secondsSince1970])
            state.usedNumbers = numbers.map { row in
                UsedNumberRecord(
                    number: SessionNumber(rawValue: row["number"]),
                    until: WallClockTime(secondsSince1970: row["until"]))
            }
            return state
        }
    }

    package func apply(_ changes: [StoreChange]) async throws {
        try await database.write { database in
            for change in changes { try Self.apply(change, to: database) }
        }
    }

    package func removeExpired(now: WallClockTime) async throws {
        let time = now.secondsSince1970
        try await database.write { database in
            try database.execute(sql: "DELETE FROM authorizationCode WHERE expiresAt <= ?", arguments: [time])
            try database.execute(sql: "DELETE FROM token WHERE expiresAt <= ?", arguments: [time])
            try database.execute(sql: "DELETE FROM usedNumber WHERE until <= ?", arguments: [time])
            try Self.removeEmptyReports(now: now, from: database)
        }
    }

    private static func apply(_ change: StoreChange, to database: Database) throws {
        switch change {
        case .sessionStarted(let record):
            try database.execute(
                sql: "INSERT INTO session (id, account, startedAt, number, numberExpiresAt) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    record.id.rawValue, record.host.id.rawValue, record.startedAt.secondsSince1970,
                    record.number?.rawValue, record.numberExpiresAt.secondsSince1970,
                ])
            try startReport(of: record, in: database)
        case .numberChanged(let session, let number, let expiresAt):
            try database.execute(
                sql: "UPDATE session SET number = ?, numberExpiresAt = ? WHERE id = ?",
                arguments: [number?.rawValue, expiresAt.secondsSince1970, session.rawValue])
        case .numberUsed(let record):
            try database.execute(
                sql: "INSERT OR REPLACE INTO usedNumber (number, until) VALUES (?, ?)",
                arguments: [record.number.rawValue, record.until.secondsSince1970])
        case .invitationMade(let record):
            try database.execute(
                sql: "INSERT INTO invitation (id, session, expiresAt) VALUES (?, ?, ?)",
                arguments: [record.id.rawValue, record.session.rawValue, record.expiresAt.secondsSince1970])
        case .invitationEnded(let invitation):
            try database.execute(sql: "DELETE FROM invitation WHERE id = ?", arguments: [invitation.rawValue])
        case .sessionEnded(let session):
            try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [session.rawValue])
        }
    }
}
