import Crypto
import Glibc
package import SessionDomain
import Wire

/// A file on its way in: bytes go to a hidden partial file, and only a file whose hash fits gets its name.
///
/// Nothing is opened outside the folder: the name is one component that the caller made safe, the partial file is
/// created exclusively and without following links, and the final name never replaces another file.
package struct IncomingFile: ~Copyable {
    /// Why a file does not arrive.
    package enum Failure: Error, Equatable, Sendable {
        /// The folder cannot be opened or written to.
        case folderNotWritable
        case diskFull
        case writeFailed
        /// More or fewer bytes than announced, or other ones.
        case hashMismatch

        /// The reason as the other side is told it.
        package var asFileFailure: ControlMessage.FileFailure {
            switch self {
            case .diskFull: .diskFull
            case .hashMismatch: .hashMismatch
            case .folderNotWritable, .writeFailed: .writeFailed
            }
        }
    }

    private let folder: Int32
    private let file: Int32
    private let folderPath: String
    private let partialName: String
    private let finalName: String
    private let size: Int
    private let expectedHash: String
    private var hash = SHA256()
    /// Bytes written so far.
    package private(set) var received = 0

    /// Creates the partial file.
    /// - Parameter name: One safe path component.
    /// - Throws: `Failure.folderNotWritable`, `Failure.diskFull`.
    package init(folder path: String, name: String, size: Int, sha256: String, transfer: TransferID) throws(Failure) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .folderNotWritable }
        let partial = ".\(transfer.rawValue.filter { $0.isLetter || $0.isNumber }).part"
        let file = openat(folder, partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let isFull = errno == ENOSPC || errno == EDQUOT
            close(folder)
            throw isFull ? .diskFull : .folderNotWritable
        }
        self.folder = folder
        self.file = file
        folderPath = path
        partialName = partial
        finalName = name
        self.size = size
        expectedHash = sha256
    }

    /// Appends bytes in the order they come.
    /// - Throws: `Failure.hashMismatch` when they exceed the announced size, `diskFull`, `writeFailed`.
    package mutating func append(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= size - received else { throw .hashMismatch }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: offset), $0.count - offset) }
            if count < 0 {
                if errno == EINTR { continue }
                throw errno == ENOSPC || errno == EDQUOT ? .diskFull : .writeFailed
            }
            offset += count
        }
        hash.update(data: bytes)
        received += bytes.count
    }

    /// Whether as many bytes as announced are there, right or wrong.
    package var isWhole: Bool { received == size }

    /// Checks size and hash and gives the file its name; another file of that name keeps it, this one gets a number.
    /// - Returns: The path of the finished file.
    /// - Throws: `Failure.hashMismatch`, `Failure.writeFailed`, `Failure.diskFull`; the partial file is gone then.
    package consuming func finish() throws(Failure) -> String {
        let digest = [UInt8](hash.finalize()).hexadecimal
        guard received == size, digest == expectedHash else { throw .hashMismatch }
        guard fsync(file) == 0 else { throw errno == ENOSPC ? .diskFull : .writeFailed }
        for attempt in 1...999 {
            let name = attempt == 1 ? finalName : Self.numbered(finalName, attempt)
            switch give(name) {
            case 0: return folderPath + "/" + name
            case EEXIST: continue
            default: throw .writeFailed
            }
        }
        throw .writeFailed
    }

    /// Gives the partial file its name without ever replacing another file; returns 0 or the error number.
    ///
    /// A hard link fails when the name is taken. A file system without hard links (FAT) gets an empty file of that
    /// name, created exclusively, which the partial file then replaces.
    private func give(_ name: String) -> Int32 {
        if linkat(folder, partialName, folder, name, 0) == 0 { return 0 }
        guard errno == EPERM || errno == EOPNOTSUPP else { return errno }
        let claimed = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard claimed >= 0 else { return errno }
        close(claimed)
        return renameat(folder, partialName, folder, name) == 0 ? 0 : errno
    }

    deinit {
        close(file)
        unlinkat(folder, partialName, 0)
        close(folder)
    }

    /// `report.pdf` → `report (2).pdf`.
    static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name) (\(number))" }
        return "\(name[..<dot]) (\(number))\(name[dot...])"
    }
}
