import Crypto
import Glibc
package import SessionDomain
import Wire

/// A file on its way in: bytes go to a hidden partial file, and only a file whose hash fits gets its name.
///
/// Nothing is opened outside the folder: the name is one component that the caller made safe, the partial file is
/// opened without following links, and the final name never replaces another file. A partial file that is kept is
/// named by the hash of the whole, so that a later transfer of the same bytes goes on there, also after a restart.
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
    private var isKept = false
    /// Bytes written so far, those of earlier transfers included.
    package private(set) var received = 0

    /// Opens the partial file: what earlier transfers of the same bytes have left is read again for the hash, which
    /// takes a second for each GB or so.
    /// - Parameters:
    ///   - name: One safe path component.
    ///   - sha256: 64 lower-case hexadecimal digits.
    ///   - transfer: Names the partial file where another transfer of the same bytes runs.
    /// - Throws: `Failure.folderNotWritable`, `Failure.diskFull`.
    package init(folder path: String, name: String, size: Int, sha256: String, transfer: TransferID) throws(Failure) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .folderNotWritable }
        var partial = Self.keptName(sha256: sha256)
        var file = Self.openKept(partial, in: folder)
        if file < 0 {
            partial = ".\(transfer.rawValue.filter { $0.isLetter || $0.isNumber })\(Self.ending)"
            file = openat(folder, partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
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
        readAgain()
    }

    private static let ending = ".part"
    /// A kept partial file with which nobody has gone on for that long is deleted.
    static let keepingSeconds: Int64 = 7 * 24 * 3_600

    /// What is kept of a file is named by its hash.
    static func keptName(sha256: String) -> String { ".\(sha256)\(ending)" }

    /// Deletes the partial files of a folder with which nobody has gone on for a week.
    static func removeOldParts(in folder: String, now: WallClockTime) {
        for name in FolderListing.entries(of: folder) where name.hasPrefix(".") && name.hasSuffix(ending) {
            var status = stat()
            guard name.utf8.count == keptName(sha256: String(repeating: "0", count: 64)).utf8.count,
                lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                now.secondsSince1970 - Int64(status.st_mtim.tv_sec) > keepingSeconds
            else { continue }
            unlink(folder + "/" + name)
        }
    }

    /// Opens a kept partial file, or a new one that can be kept; negative where it is a link, another person's, or in
    /// use by another transfer.
    private static func openKept(_ name: String, in folder: Int32) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file = openat(folder, name, flags, 0o600)
        guard file >= 0 else { return -1 }
        var status = stat()
        guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid(), status.st_nlink == 1
        else {
            close(file)
            return -1
        }
        return file
    }

    /// Takes over what is in the partial file; where that cannot be, it begins anew.
    private mutating func readAgain() {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size > 0 else { return }
        guard Int(status.st_size) < size else { return beginAnew() }
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while received < Int(status.st_size) {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return beginAnew() }
            hash.update(data: piece.prefix(count))
            received += count
        }
        // Until something is added to it, it is as it was.
        keep()
    }

    private mutating func beginAnew() {
        hash = SHA256()
        received = 0
        ftruncate(file, 0)
        lseek(file, 0, SEEK_SET)
    }

    /// What has arrived stays for a later transfer of the same bytes.
    package mutating func keep() {
        isKept = received > 0
    }

    /// Appends bytes in the order they come.
    /// - Throws: `Failure.hashMismatch` when they exceed the announced size, `diskFull`, `writeFailed`.
    package mutating func append(_ bytes: [UInt8]) throws(Failure) {
        isKept = false
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
        if !isKept { unlinkat(folder, partialName, 0) }
        close(file)
        close(folder)
    }

    /// `report.pdf` → `report (2).pdf`.
    static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name) (\(number))" }
        return "\(name[..<dot]) (\(number))\(name[dot...])"
    }
}
