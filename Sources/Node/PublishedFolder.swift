import Glibc
import Synchronization

/// The folder of the files that one host's node published, readable by its owner alone, and gone with the node.
///
/// Several nodes of one person share the folder above. Each has a lock on its own, which the kernel releases when the
/// process dies: an unlocked folder is what a crash left, and whoever starts next removes it.
final class PublishedFolder: Sendable {
    /// A random name below the parent; the folder is there from `open()` to `close()`.
    let path: String
    private let parent: String
    private let lock = Mutex<Int32?>(nil)

    /// - Parameter parent: shared with the other nodes of this person.
    init(in parent: String) {
        self.parent = parent
        path = "\(parent)/\(NodeIdentifiers.makePrefix())"
    }

    /// Makes the folder, and removes those of processes that are dead.
    /// - Throws: `NodeError.stateFolder` when it cannot be made.
    func open() throws(NodeError) {
        guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw failure(parent) }
        removeAbandoned()
        // Somebody who starts at the same moment may take the new folder for abandoned and remove it; then once more.
        for _ in 0..<10 {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { break }
            if let descriptor = Self.lockFolder(path, waits: true) { return lock.withLock { $0 = descriptor } }
        }
        throw failure(path)
    }

    /// Removes the folder with all that is in it.
    func close() {
        lock.withLock { descriptor in
            guard let held = descriptor else { return }
            Self.removeFolder(path)
            Glibc.close(held)
            descriptor = nil
        }
    }

    /// Removes one published file; one that is gone already does no harm.
    static func remove(_ path: String) {
        unlink(path)
    }

    deinit {
        close()
    }

    private func failure(_ path: String) -> NodeError {
        .stateFolder(path: path, errorNumber: errno)
    }

    private func removeAbandoned() {
        for name in FolderListing.entries(of: parent) {
            let path = "\(parent)/\(name)"
            guard let descriptor = Self.lockFolder(path) else {
                // A file of an earlier version, or a folder in use, which a plain removal spares.
                unlink(path)
                continue
            }
            Self.removeFolder(path)
            Glibc.close(descriptor)
        }
    }

    /// Takes the lock of a folder that is there; `nil` when it is in use, or no folder.
    private static func lockFolder(_ path: String, waits: Bool = false) -> Int32? {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var held = stat()
        var present = stat()
        guard flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &held) == 0,
            lstat(path, &present) == 0, held.st_ino == present.st_ino
        else {
            Glibc.close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func removeFolder(_ path: String) {
        for name in FolderListing.entries(of: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
