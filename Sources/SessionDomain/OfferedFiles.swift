import Wire

/// The files that the host offers, and their downloads.
struct OfferedFiles: Sendable {
    /// Files in one session.
    static let maximumFileCount = 1_000
    /// The largest file, in bytes: 16 TiB, what a common file system holds.
    static let maximumFileSize = 1 << 44

    /// In the order in which they were offered.
    private(set) var entries: [FileEntry] = []
    private var transfers: [TransferID: FileID] = [:]

    /// The file as it is offered, with a safe name; `nil` when the announcement is nonsense or a repetition.
    mutating func offer(_ published: ControlMessage.FilePublished) -> FileEntry? {
        guard entries.count < Self.maximumFileCount, IdentifierSource.isWellFormed(published.file),
            !entries.contains(where: { $0.id == published.file }),
            (0...Self.maximumFileSize).contains(published.size), Self.isHash(published.sha256)
        else { return nil }
        let entry = FileEntry(
            id: published.file, name: SafeFileName(claimed: published.name).value, size: published.size,
            sha256: published.sha256, progress: .offered)
        entries.append(entry)
        return entry
    }

    /// What becomes of a file that the host takes back.
    enum WithdrawResult: Equatable {
        /// Gone; `transfer` was running.
        case removed(transfer: TransferID?)
        /// The person has it already, so its line stays.
        case kept
        case unknown
    }

    /// Takes back an offer, and stops a download of it.
    mutating func withdraw(_ file: FileID) -> WithdrawResult {
        guard let index = entries.firstIndex(where: { $0.id == file }) else { return .unknown }
        guard entries[index].progress != .complete else { return .kept }
        let transfer = transfer(of: file)
        if let transfer { transfers[transfer] = nil }
        entries.remove(at: index)
        return .removed(transfer: transfer)
    }

    /// Begins a download; `nil` when there is no such file or it is on its way.
    mutating func start(_ file: FileID, as transfer: TransferID) -> FileEntry? {
        guard let index = entries.firstIndex(where: { $0.id == file }), self.transfer(of: file) == nil else {
            return nil
        }
        transfers[transfer] = file
        entries[index].progress = .transferring(received: 0)
        return entries[index]
    }

    /// `false` when no such transfer runs.
    mutating func handleProgress(_ transfer: TransferID, received: Int) -> Bool {
        guard let index = index(of: transfer) else { return false }
        entries[index].progress = .transferring(received: received)
        return true
    }

    /// Ends a transfer and returns its file; `nil` when no such transfer runs.
    mutating func finish(
        _ transfer: TransferID, with progress: FileEntry.Progress, savedTo: String? = nil
    ) -> FileEntry? {
        guard let index = index(of: transfer) else { return nil }
        transfers[transfer] = nil
        entries[index].progress = progress
        entries[index].savedTo = savedTo
        return entries[index]
    }

    /// The transfer of a file that is on its way.
    func transfer(of file: FileID) -> TransferID? {
        transfers.first { $0.value == file }?.key
    }

    /// What a running transfer brings.
    func file(of transfer: TransferID) -> FileID? {
        transfers[transfer]
    }

    /// The host is gone: returns the transfers that this ends.
    mutating func reset() -> [TransferID] {
        let ended = transfers.keys.sorted { $0.rawValue < $1.rawValue }
        for transfer in ended { _ = finish(transfer, with: .failed(reason: .connectionLost)) }
        return ended
    }

    private func index(of transfer: TransferID) -> Int? {
        guard let file = transfers[transfer] else { return nil }
        return entries.firstIndex { $0.id == file }
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
