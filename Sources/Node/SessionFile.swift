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
        guard let bytes = Self.read(path) else { return }
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

    /// The new file takes the place of the old one as a whole, so that a crash leaves one of them.
    private func write(_ session: KeptSession) throws(NodeError) {
        // Strings and numbers alone, which always encode.
        guard let bytes = try? JSON.encode(session) else { return }
        let partial = path + ".part"
        unlink(partial)
        let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .stateFolder(path: partial, errorNumber: errno) }
        let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        let reason = errno
        close(file)
        guard isWritten, rename(partial, path) == 0 else {
            let number = isWritten ? errno : reason
            unlink(partial)
            throw .stateFolder(path: path, errorNumber: number)
        }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limits.maximumByteCount + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
