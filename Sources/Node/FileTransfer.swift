import DataChannel
import SessionDomain

/// Sends one published file over its own data channel, as fast as the channel takes it.
struct FileTransfer {
    /// How far a transfer is; `finished` and `failed` come once, last.
    enum Progress: Equatable, Sendable {
        /// Bytes handed to the channel so far, the offset included; told about four times for each megabyte.
        case sent(Int)
        case finished
        case failed(ControlMessage.FileFailure)
    }

    /// How many bytes pass between two reports.
    private static let reportByteCount = 262_144

    private let task: Task<Void, Never>

    /// Begins to send at once, on a channel that the link opens for it.
    ///
    /// - Parameters:
    ///   - path: the published file, whose size must still be `size`.
    ///   - offset: how many bytes the receiver has from an earlier try, 0 to `size`.
    ///   - report: called on any thread; a cancelled transfer reports `.failed(.cancelled)`, unless it had ended.
    init(
        _ transfer: TransferID, path: String, size: Int, offset: Int, link: SecureLink,
        report: @escaping @Sendable (Progress) -> Void
    ) {
        task = Task {
            report(await Self.send(transfer, path: path, size: size, offset: offset, link: link, report: report))
        }
    }

    /// Stops before the next piece and closes the channel; what is in the channel's buffer may still arrive.
    func cancel() {
        task.cancel()
    }

    private static func send(
        _ transfer: TransferID, path: String, size: Int, offset: Int, link: SecureLink,
        report: @Sendable (Progress) -> Void
    ) async -> Progress {
        guard let channel = try? await link.openFileChannel(transfer) else { return .failed(.connectionLost) }
        do {
            var file = try OutgoingFile(path: path, size: size, offset: offset)
            var sent = offset
            var reported = offset
            while let piece = try file.nextPiece() {
                guard !Task.isCancelled else {
                    await link.closeFileChannel(channel)
                    return .failed(.cancelled)
                }
                guard await link.send(piece, on: channel) else { return .failed(.connectionLost) }
                sent += piece.count
                if sent - reported >= reportByteCount || sent == size {
                    reported = sent
                    report(.sent(sent))
                }
            }
            // The receiver has the whole file when its hash fits; closing the stream after the last byte is in order.
            await link.closeFileChannel(channel)
            return .finished
        } catch {
            await link.closeFileChannel(channel)
            return .failed(error.reason)
        }
    }
}
