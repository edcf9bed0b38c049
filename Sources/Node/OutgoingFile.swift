import Glibc
import SessionDomain

/// A published file on its way out, read in pieces that fit one data channel message.
struct OutgoingFile: ~Copyable {
    /// The largest piece, in bytes: small enough to interleave with other channels.
    static let pieceByteCount = 16_384

    private let file: Int32
    private let size: Int
    private var offset: Int

    /// Opens the file and checks that it still has the published size.
    /// - Throws: `FileFailure.unknownFile` when it is gone, `FileFailure.changed` when its size differs.
    init(path: String, size: Int, offset: Int) throws(FileFailureError) {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw FileFailureError(reason: .unknownFile) }
        var status = stat()
        guard fstat(file, &status) == 0, Int(status.st_size) == size, (0...size).contains(offset) else {
            close(file)
            throw FileFailureError(reason: .changed)
        }
        self.file = file
        self.size = size
        self.offset = offset
    }

    /// The next piece; `nil` at the end.
    /// - Throws: `FileFailure.changed` when fewer bytes are there than were published.
    mutating func nextPiece() throws(FileFailureError) -> [UInt8]? {
        guard offset < size else { return nil }
        let wanted = min(Self.pieceByteCount, size - offset)
        let position = offset
        let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, wanted, off_t(position)))
        }
        guard !piece.isEmpty else { throw FileFailureError(reason: .changed) }
        offset += piece.count
        return piece
    }

    deinit { close(file) }
}

/// Ends a transfer with the reason that the other side is told.
struct FileFailureError: Error, Equatable {
    /// What the other side is told.
    var reason: ControlMessage.FileFailure
}
