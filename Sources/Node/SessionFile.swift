import Glibc
import WireJSON

/// The file of the session that a host's node holds: readable by its owner alone, and gone when the session is over.
///
/// The node that opened it has it to itself until it ends; another node in the same folder neither reads nor writes it.
final class SessionFile {
    private let path: String
    private let lock: Int32
    /// What the file holds.
    private(set) var kept: KeptSession?

    private static let limits = JSON.Limits(maximumByteCount: 16_384, maximumDepth: 4)

    /// Reads what an earlier run left; a file that says nothing is as good as none.
    /// - Returns: `nil` when another node has the folder, or it cannot be written to.
    init?(folder: String) {
        path = folder + "/host-session.json"
        lock = open(folder + "/host-session.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { return nil }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            return nil
        }
        guard let bytes = PrivateFile.read(path, limit: Self.limits.maximumByteCount) else { return }
        kept = try? JSON.decode(KeptSession.self, from: bytes, limits: Self.limits)
        if kept == nil { unlink(path) }
    }

    deinit {
        close(lock)
    }

    /// Writes what is to be kept, or removes the file; an unchanged value costs nothing.
    /// - Throws: `NodeError.stateFolder`; the file then holds what it held before.
    func keep(_ session: KeptSession?) throws(NodeError) {
        guard session != kept else { return }
        if let session {
            try write(session)
        } else if unlink(path) != 0, errno != ENOENT {
            throw .stateFolder(path: path, errorNumber: errno)
        }
        kept = session
    }

    private func write(_ session: KeptSession) throws(NodeError) {
        // Strings and numbers alone, which always encode.
        guard let bytes = try? JSON.encode(session) else { return }
        try PrivateFile.replace(path, with: bytes)
    }
}
