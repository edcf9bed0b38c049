import Dispatch
import Glibc

/// The socket by which a link reaches the Support Manager that runs already.
///
/// It lies in a folder that only this user can enter, and both ends ask the kernel who the other is (`SO_PEERCRED`,
/// unix(7)): a link may hold a secret, and comes from and goes to this user's own processes alone.
package final class ManagerDoor: Sendable {
    /// What was handed in, until `close()`.
    package let links: AsyncStream<String>

    private static let maximumByteCount = 4_096
    /// How long the other end may take for its part.
    private static let patience = timeval(tv_sec: 5, tv_usec: 0)
    private static let acknowledgement: UInt8 = 1

    private let path: String
    private let lock: Int32
    private let sink: AsyncStream<String>.Continuation
    /// Any thread may cancel a dispatch source.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// Opens the door, where no other process of this user has it.
    /// - Returns: `nil` when another has it: `hand` reaches it.
    /// - Throws: `NodeError.stateFolder` when the folder takes no socket.
    package static func open(in folder: String) throws(NodeError) -> ManagerDoor? {
        let path = folder + "/nearhand-open.sock"
        let lockPath = folder + "/nearhand-open.lock"
        let lock = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .stateFolder(path: lockPath, errorNumber: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(lock)
            return nil
        }
        // Left by a process that crashed: nobody else has the lock.
        unlink(path)
        let listener = makeSocket()
        let isBound =
            listener >= 0
            && withAddress(path) { address, length in bind(listener, address, length) == 0 } == true
            && chmod(path, 0o600) == 0 && listen(listener, 8) == 0
        guard isBound else {
            let reason = errno
            if listener >= 0 { Glibc.close(listener) }
            Glibc.close(lock)
            throw .stateFolder(path: path, errorNumber: reason)
        }
        return ManagerDoor(path: path, lock: lock, listener: listener)
    }

    private init(path: String, lock: Int32, listener: Int32) {
        self.path = path
        self.lock = lock
        (links, sink) = AsyncStream.makeStream()
        source = DispatchSource.makeReadSource(
            fileDescriptor: listener, queue: DispatchQueue(label: "nearhand.door"))
        source.setEventHandler { [sink] in
            if let link = Self.receive(on: listener) { sink.yield(link) }
        }
        source.setCancelHandler { Glibc.close(listener) }
        source.resume()
    }

    /// Takes nothing more; the next process can open the door.
    package func close() {
        source.cancel()
        unlink(path)
        Glibc.close(lock)
        sink.finish()
    }

    /// Hands a link to the process that has the door; `false` when none of this user takes it.
    package static func hand(_ link: String, in folder: String) -> Bool {
        let connection = makeSocket()
        guard connection >= 0 else { return false }
        defer { Glibc.close(connection) }
        guard withAddress(folder + "/nearhand-open.sock", { connect(connection, $0, $1) == 0 }) == true,
            isOwn(connection)
        else { return false }
        let bytes = Array(link.utf8)
        guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count,
            shutdown(connection, Int32(SHUT_WR)) == 0
        else { return false }
        var answer: UInt8 = 0
        return recv(connection, &answer, 1, 0) == 1 && answer == acknowledgement
    }

    /// One connection from its beginning to its end.
    private static func receive(on listener: Int32) -> String? {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return nil }
        defer { Glibc.close(connection) }
        setPatience(of: connection)
        guard isOwn(connection) else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: maximumByteCount)
        while bytes.count <= maximumByteCount {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= maximumByteCount, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var answer = acknowledgement
        _ = send(connection, &answer, 1, Int32(MSG_NOSIGNAL))
        return text
    }

    /// Whether the process at the other end is this user's.
    private static func isOwn(_ connection: Int32) -> Bool {
        // struct ucred of unix(7), which Swift's Glibc module leaves out: process, user, group.
        var credentials: (pid: pid_t, user: uid_t, group: gid_t) = (0, uid_t.max, gid_t.max)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0
            && credentials.user == geteuid()
    }

    private static func makeSocket() -> Int32 {
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if made >= 0 { setPatience(of: made) }
        return made
    }

    private static func setPatience(of descriptor: Int32) {
        var patience = patience
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// `nil` when the path is longer than an address takes.
    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return nil
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
