package import Logging

/// What the console serves, and its limits.
package struct ConsoleConfiguration: Sendable {
    /// Which page it serves, and which commands it takes from it.
    package enum Role: String, Sendable {
        /// The dashboard; `HostCommand`.
        case host
        /// The panel of the native node; `CustomerCommand`.
        case customer
    }

    package var role: Role
    /// The port on 127.0.0.1; 0 lets the system choose one.
    package var port = 0
    /// The folder that uploads go to, which must exist; without one, uploads are refused.
    package var uploadDirectory: String?
    /// The largest file that a page may upload, in bytes; 64 GiB.
    package var maximumUploadByteCount = 64 << 30
    /// The largest text message of a page, in bytes: the longest notes, in any script.
    package var maximumMessageByteCount = 131_072
    /// The largest frame that a page may encode, in bytes; 4 MiB.
    package var maximumPageFrameByteCount = 4 << 20
    /// The shortest time between two snapshots to a page.
    package var snapshotInterval = Duration.milliseconds(50)
    /// Video bytes that may wait for a page, before it gets no picture until the next key frame.
    package var maximumQueuedVideoByteCount = 4 << 20
    /// How long a connection may take to its first request's head, and then for each request, counted from the answer
    /// before; an upload with the key takes as long as it takes.
    package var requestTimeout = Duration.seconds(15)
    /// How long a page may take to present its key after it opened its WebSocket.
    package var keyTimeout = Duration.seconds(5)
    /// Gets no token, key, name or file name.
    package var logger: Logger

    /// - Parameter uploadDirectory: `nil` where nobody may upload.
    package init(role: Role, uploadDirectory: String? = nil, logger: Logger) {
        self.role = role
        self.uploadDirectory = uploadDirectory
        self.logger = logger
    }
}
