import Glibc
import SignalingDomain
import Synchronization

/// Holds an advisory lock on a file until it is released; the kernel releases it when the process dies.
final class FileLock: Sendable {
    /// `nil` after the release.
    private let descriptor: Mutex<Int32?>

    /// - Throws: `StoreFailure.inUse` when another process or another store of this process holds it.
    init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { throw StoreFailure.inUse }
            throw SystemFailure(code: code)
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit {
        release()
    }

    /// Lets the next one have the lock; a second call does nothing.
    func release() {
        let held = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let held else { return }
        // A child process that has not come to its exec yet has the descriptor too, and the lock with it.
        flock(held, LOCK_UN)
        close(held)
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
    /// An `errno`.
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }
}
