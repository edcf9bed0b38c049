import SessionDomain

/// A file that is being received: a place that dictionaries can hold for what cannot be copied.
final class Download {
    private var file: IncomingFile?

    init(_ file: consuming IncomingFile) {
        self.file = consume file
    }

    /// What became of a piece.
    enum Result: Equatable {
        /// Bytes received so far.
        case progress(Int)
        /// The whole file, under its name.
        case finished(path: String)
        case failed(ControlMessage.FileFailure)
    }

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
