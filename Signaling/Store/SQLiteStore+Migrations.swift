import GRDB

extension SQLiteStore {
    /// Each migration is one transaction and is never changed once it has shipped.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: accounts and sessions") { database in
            try database.execute(
                sql: """
                    CREATE TABLE account (
                        id INTEGER PRIMARY KEY,
                        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
                        displayName TEXT NOT NULL,
                        passwordHash TEXT NOT NULL,
                        needsNewPassword INTEGER NOT NULL
                    ) STRICT;
                    CREATE TABLE authorizationCode (
                        hash BLOB PRIMARY KEY,
                        account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
                        codeChallenge TEXT NOT NULL,
                        redirectURI TEXT NOT NULL,
                        expiresAt INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE token (
                        hash BLOB PRIMARY KEY,
                        account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
                        expiresAt INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE session (
                        id TEXT PRIMARY KEY,
                        account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
                        startedAt INTEGER NOT NULL,
                        number TEXT UNIQUE,
                        numberExpiresAt INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE invitation (
                        id TEXT PRIMARY KEY,
                        session TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
                        expiresAt INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE usedNumber (
                        number TEXT PRIMARY KEY,
                        until INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2: reports") { database in
            try database.execute(
                sql: """
                    CREATE TABLE report (
                        session TEXT PRIMARY KEY,
                        account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
                        startedAt INTEGER NOT NULL,
                        notes TEXT,
                        notesRevision INTEGER NOT NULL DEFAULT 0,
                        notesSavedAt INTEGER
                    ) STRICT;
                    INSERT INTO report (session, account, startedAt) SELECT id, account, startedAt FROM session;
                    """)
        }
        return migrator
    }
}
