import SessionDomain

/// A file that is being received: a place that dictionaries can hold for what cannot be copied.
final class Download {
    /// What was asked for.
    let entry: FileEntry
    private var file: IncomingFile?

    /// - Parameter file: an empty partial file, which the download owns from here on.
    init(_ entry: FileEntry, into file: consuming IncomingFile) {
        self.entry = entry
        self.file = consume file
    }

    /// Bytes that are there.
    var received: Int { file?.received ?? 0 }

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
        guard var file = file.take() else { return .failed(.writeFailed) }
        do {
            try file.append(bytes)
            if file.isWhole { return .finished(path: try file.finish()) }
            let received = file.received
            self.file = consume file
            return .progress(received)
        } catch {
            return .failed(error.asFileFailure)
        }
    }
}

/// Downloads that broke off with their connection, until the same file is asked for again or the node ends.
///
/// The hash says which bytes they are, the name what they will be called; the running hash is kept with them, so that
/// the final one covers the whole.
struct KeptDownloads {
    /// How many wait; the oldest goes first.
    static let maximumCount = 4

    /// Oldest first.
    private(set) var downloads: [Download] = []

    /// Keeps a download whose connection broke; a fifth one deletes the oldest with its partial file.
    mutating func keep(_ download: Download) {
        downloads.append(download)
        if downloads.count > Self.maximumCount { downloads.removeFirst() }
    }

    /// Gives out what was kept of a file, once.
    mutating func take(_ entry: FileEntry) -> Download? {
        let index = downloads.lastIndex {
            $0.entry.sha256 == entry.sha256 && $0.entry.name == entry.name && $0.entry.size == entry.size
        }
        return index.map { downloads.remove(at: $0) }
    }
}
