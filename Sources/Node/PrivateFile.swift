import Glibc

/// A small file of the node's that its owner alone can read.
enum PrivateFile {
    /// Replaces the file as a whole, so that a crash leaves the old one or the new one. Mode 0600; blocks for the disk.
    /// - Throws: `NodeError.stateFolder`; the file then holds what it held before.
    static func replace(_ path: String, with bytes: [UInt8]) throws(NodeError) {
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

    /// Reads the file; one more byte than `limit` at most, so that the caller sees that it is too large.
    /// - Returns: `nil` when it is not there, is empty or is a link.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
