import SessionDomain
import Synchronization

/// A file that is being received: a place that dictionaries can hold for what cannot be copied.
final class Download: Sendable {
    /// What was asked for.
    let entry: FileEntry
    private let file: Mutex<IncomingFile?>

    /// - Parameter file: a partial file, which the download owns from here on.
    init(_ entry: FileEntry, into file: consuming sending IncomingFile) {
        self.entry = entry
        self.file = Mutex(consume file)
    }

    /// Bytes that are there.
    var received: Int { file.withLock { $0?.received ?? 0 } }

    /// What became of a piece.
    enum Result: Equatable {
        /// Bytes received so far.
        case progress(Int)
        /// The whole file, under its name.
        case finished(path: String)
        case failed(ControlMessage.FileFailure)
    }

    /// Writes the next piece, in the order of the channel, and finishes the file when it is whole. After `.finished` or
    /// `.failed` the partial file is gone, and every further piece fails with `writeFailed`.
    func append(_ bytes: [UInt8]) -> Result {
        file.withLock { place in
            guard var file = place.take() else { return .failed(.writeFailed) }
            do throws(IncomingFile.Failure) {
                try file.append(bytes)
                if file.isWhole { return .finished(path: try file.finish()) }
                let received = file.received
                place = consume file
                return .progress(received)
            } catch {
                return .failed(error.asFileFailure)
            }
        }
    }

    /// Lets go of the file; what has arrived stays in the folder for a later transfer of the same bytes.
    func keep() {
        file.withLock { place in
            guard var file = place.take() else { return }
            file.keep()
        }
    }

    /// Opens the partial file in the background, because what is there already is read again.
    static func open(
        _ entry: FileEntry, as transfer: TransferID, in folder: String
    ) async -> Swift.Result<Download, IncomingFile.Failure> {
        await Task.detached {
            do throws(IncomingFile.Failure) {
                let file = try IncomingFile(
                    folder: folder, name: entry.name, size: entry.size, sha256: entry.sha256, transfer: transfer)
                return .success(Download(entry, into: file))
            } catch {
                return .failure(error)
            }
        }.value
    }
}
