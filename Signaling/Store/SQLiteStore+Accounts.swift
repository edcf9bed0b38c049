import Foundation
import GRDB
package import SignalingDomain
package import Wire

extension SQLiteStore {
    package func addAccount(name: String, displayName: String, passwordHash: String) async throws -> Account {
        try await database.write { database in
            do {
                try database.execute(
                    sql: """
                        INSERT INTO account (name, displayName, passwordHash, needsNewPassword) VALUES (?, ?, ?, 1)
                        """,
                    arguments: [name, displayName, passwordHash])
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw StoreFailure.nameIsTaken(name)
            }
            return Account(
                id: AccountID(rawValue: database.lastInsertedRowID), name: name, displayName: displayName)
        }
    }

    package func account(named name: String) async throws -> StoredAccount? {
        try await database.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]).map { row in
                StoredAccount(
                    account: Self.account(row), passwordHash: row["passwordHash"],
                    needsNewPassword: row["needsNewPassword"])
            }
        }
    }

    package func setPassword(of account: AccountID, hash: String) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE account SET passwordHash = ?, needsNewPassword = 0 WHERE id = ?",
                arguments: [hash, account.rawValue])
        }
    }

    package func setOneTimePassword(of account: AccountID, hash: String, whileUnused: Bool) async throws -> Bool {
        try await database.write { database in
            try database.execute(
                sql: """
                    UPDATE account SET passwordHash = ?, needsNewPassword = 1
                    WHERE id = ? AND (needsNewPassword = 1 OR NOT ?)
                    """,
                arguments: [hash, account.rawValue, whileUnused])
            guard database.changesCount > 0 else { return false }
            for table in ["token", "authorizationCode"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE account = ?", arguments: [account.rawValue])
            }
            return true
        }
    }

    package func add(_ code: StoredAuthorizationCode) async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO authorizationCode (hash, account, codeChallenge, redirectURI, expiresAt)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Self.blob(code.hash), code.account.id.rawValue, code.codeChallenge, code.redirectURI,
                    code.expiresAt.secondsSince1970,
                ])
        }
    }

    package func takeAuthorizationCode(hash: [UInt8], now: WallClockTime) async throws -> StoredAuthorizationCode? {
        try await database.write { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT authorizationCode.*, account.id, account.name, account.displayName FROM authorizationCode
                    JOIN account ON account.id = authorizationCode.account WHERE hash = ?
                    """,
                arguments: [Self.blob(hash)])
            try database.execute(sql: "DELETE FROM authorizationCode WHERE hash = ?", arguments: [Self.blob(hash)])
            guard let row else { return nil }
            let code = StoredAuthorizationCode(
                hash: hash, account: Self.account(row), codeChallenge: row["codeChallenge"],
                redirectURI: row["redirectURI"], expiresAt: WallClockTime(secondsSince1970: row["expiresAt"]))
            return code.expiresAt > now ? code : nil
        }
    }

    package func addToken(hash: [UInt8], account: AccountID, expiresAt: WallClockTime) async throws {
        try await database.write { database in
            try database.execute(
                sql: "INSERT INTO token (hash, account, expiresAt) VALUES (?, ?, ?)",
                arguments: [Self.blob(hash), account.rawValue, expiresAt.secondsSince1970])
        }
    }

    package func account(tokenHash: [UInt8], now: WallClockTime) async throws -> Account? {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT account.* FROM token JOIN account ON account.id = token.account
                    WHERE hash = ? AND expiresAt > ?
                    """,
                arguments: [Self.blob(tokenHash), now.secondsSince1970])
            return row.map(Self.account)
        }
    }

    package func setExpiry(ofTokenHash hash: [UInt8], to time: WallClockTime) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE token SET expiresAt = ? WHERE hash = ?",
                arguments: [time.secondsSince1970, Self.blob(hash)])
        }
    }

    private static func account(_ row: Row) -> Account {
        Account(id: AccountID(rawValue: row["id"]), name: row["name"], displayName: row["displayName"])
    }

    private static func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
}
