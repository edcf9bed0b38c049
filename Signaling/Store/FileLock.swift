import Glibc
import SignalingDomain

/// Holds an advisory lock on a file for as long as it lives; the kernel releases it when the process dies.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `StoreFailure.inUse` when another process or another store of this process holds it.
    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { throw StoreFailure.inUse }
            throw SystemFailure(code: code)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Makes an empty file with mode 0600 where there is none; SQLite gives its side files the same mode.
    static func makePrivateFile(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(code: errno) }
        close(descriptor)
    }
}

/// An error that the system gave for the database's file.
package struct SystemFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }
}
