import Wire

/// The files that a host has published, and their transfers.
struct PublishedFiles: Sendable {
    /// Files in one session.
    static let maximumFileCount = 1_000
    /// Transfers that run at the same time.
    static let maximumTransferCount = 8

    /// In the order of publication.
    private(set) var entries: [FileEntry] = []
    private var transfers: [TransferID: FileID] = [:]
    /// A transfer's name is used once; one that comes again is a replay.
    private var usedTransfers: Set<TransferID> = []

    /// `false` when there are too many.
    mutating func publish(_ entry: FileEntry) -> Bool {
        guard entries.count < Self.maximumFileCount else { return false }
        entries.append(entry)
        return true
    }

    /// Removes a file and returns its running transfers; `nil` when there is no such file.
    mutating func withdraw(_ file: FileID) -> [TransferID]? {
        guard let index = entries.firstIndex(where: { $0.id == file }) else { return nil }
        entries.remove(at: index)
        return removeTransfers(of: file)
    }

    /// What becomes of the wish for a file.
    enum WantResult: Equatable {
        /// Send; `superseded` are earlier transfers of the same file, which end.
        case send(superseded: [TransferID])
        case refused(ControlMessage.FileFailure)
        /// The transfer's name was used before, or is none.
        case ignored
    }

    /// Begins a transfer from an offset that lies within the file.
    mutating func handle(_ wanted: ControlMessage.FileWanted) -> WantResult {
        guard IdentifierSource.isWellFormed(wanted.transfer), usedTransfers.count < 100_000,
            usedTransfers.insert(wanted.transfer).inserted
        else { return .ignored }
        guard let index = entries.firstIndex(where: { $0.id == wanted.file }),
            (0...entries[index].size).contains(wanted.offset)
        else { return .refused(.unknownFile) }
        let superseded = removeTransfers(of: wanted.file)
        guard transfers.count < Self.maximumTransferCount else { return .refused(.cancelled) }
        transfers[wanted.transfer] = wanted.file
        entries[index].progress = .transferring(received: wanted.offset)
        return .send(superseded: superseded)
    }

    /// `false` when no such transfer runs.
    mutating func handleProgress(_ transfer: TransferID, sent: Int) -> Bool {
        guard let index = index(of: transfer) else { return false }
        entries[index].progress = .transferring(received: sent)
        return true
    }

    /// Ends a transfer and returns its file; `nil` when no such transfer runs.
    mutating func finish(_ transfer: TransferID, with progress: FileEntry.Progress) -> FileEntry? {
        guard let index = index(of: transfer) else { return nil }
        transfers[transfer] = nil
        entries[index].progress = progress
        return entries[index]
    }

    /// The customer is gone: returns the transfers that this ends.
    mutating func reset() -> [TransferID] {
        let ended = transfers.keys.sorted { $0.rawValue < $1.rawValue }
        for transfer in ended { _ = finish(transfer, with: .failed(reason: .connectionLost)) }
        return ended
    }

    private func index(of transfer: TransferID) -> Int? {
        guard let file = transfers[transfer] else { return nil }
        return entries.firstIndex { $0.id == file }
    }

    private mutating func removeTransfers(of file: FileID) -> [TransferID] {
        let ended = transfers.filter { $0.value == file }.keys.sorted { $0.rawValue < $1.rawValue }
        for transfer in ended { transfers[transfer] = nil }
        return ended
    }
}
