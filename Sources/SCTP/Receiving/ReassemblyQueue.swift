import Wire

/// Chunks of messages that are not whole yet.
///
/// The parts of one message have consecutive TSNs (RFC 9260 §6.9), so runs of consecutive chunks are enough: one run is one
/// message or a part of one, whatever its stream. A run is whole when it starts with B and ends with E.
/// Source: RFC 9260 §6.9, <https://www.rfc-editor.org/rfc/rfc9260#section-6.9>
struct ReassemblyQueue: Sendable {
    /// Why the peer's chunks fit no message.
    enum Violation: Error, Equatable {
        /// Two neighbours disagree on where a message begins and ends, or on stream, number or order.
        case inconsistentFragments
        /// A message is longer than this side said it would take.
        case messageTooLong
    }

    private struct Run: Sendable {
        var firstTSN: TSN
        var chunks: [DataChunk]
        var payloadByteCount: Int

        var lastTSN: TSN { firstTSN.advanced(by: UInt32(truncatingIfNeeded: chunks.count - 1)) }
        var hasBeginning: Bool { chunks.first?.header.flags.contains(.beginning) ?? false }
        var hasEnd: Bool { chunks.last?.header.flags.contains(.end) ?? false }
        var cost: Int { payloadByteCount + chunks.count * ReassemblyQueue.overhead }
    }

    /// What a chunk or message counts on top of its payload.
    static let overhead = 64

    private var runs: [Run] = []
    /// Bytes held, with the allowance for each chunk.
    private(set) var cost = 0
    private let maximumMessageSize: Int

    /// - Parameter maximumMessageSize: bytes of the longest message taken.
    init(maximumMessageSize: Int) {
        self.maximumMessageSize = maximumMessageSize
    }

    /// Whether no message is half received.
    var isEmpty: Bool { runs.isEmpty }

    /// Takes a chunk that was not there before and gives the message that it completes.
    /// - Parameter cumulativeTSNAck: up to where everything has arrived, this chunk not counted.
    /// - Throws: `Violation` when the chunk contradicts its neighbours, or the message grows too long.
    mutating func insert(
        _ chunk: DataChunk, cumulativeTSNAck: TSN
    ) throws(Violation) -> InboundMessage? {
        let flags = chunk.header.flags
        if flags.isSuperset(of: [.beginning, .end]) {
            guard chunk.payload.count <= maximumMessageSize else { throw .messageTooLong }
            return Self.makeMessage(chunk.header, payload: chunk.payload)
        }
        let next = indexOfRun(after: chunk.header.tsn)
        let previous = next - 1
        let joinsPrevious = previous >= 0 ? try joins(runs[previous], before: chunk) : false
        let joinsNext = next < runs.count ? try joins(chunk, before: runs[next]) : false
        if !joinsPrevious, !flags.contains(.beginning), chunk.header.tsn.previous <= cumulativeTSNAck {
            return nil  // The part before it was given up by the peer: this message never becomes whole.
        }
        let index = insert(chunk, joinsPrevious: joinsPrevious, joinsNext: joinsNext, next: next)
        guard runs[index].payloadByteCount <= maximumMessageSize else { throw .messageTooLong }
        return takeIfWhole(index)
    }

    /// Drops parts of messages that can never become whole after the peer gave up everything up to `tsn`.
    mutating func discard(upTo tsn: TSN) {
        runs.removeAll { run in
            let isOrphan = run.firstTSN <= tsn || (run.firstTSN == tsn.next && !run.hasBeginning)
            if isOrphan { cost -= run.cost }
            return isOrphan
        }
    }

    private mutating func insert(_ chunk: DataChunk, joinsPrevious: Bool, joinsNext: Bool, next: Int) -> Int {
        cost += chunk.payload.count + Self.overhead
        guard joinsPrevious else {
            if joinsNext {
                runs[next].chunks.insert(chunk, at: 0)
                runs[next].firstTSN = chunk.header.tsn
                runs[next].payloadByteCount += chunk.payload.count
            } else {
                let run = Run(
                    firstTSN: chunk.header.tsn, chunks: [chunk], payloadByteCount: chunk.payload.count)
                runs.insert(run, at: next)
            }
            return next
        }
        runs[next - 1].chunks.append(chunk)
        runs[next - 1].payloadByteCount += chunk.payload.count
        if joinsNext {
            let tail = runs.remove(at: next)
            runs[next - 1].chunks.append(contentsOf: tail.chunks)
            runs[next - 1].payloadByteCount += tail.payloadByteCount
        }
        return next - 1
    }

    private mutating func takeIfWhole(_ index: Int) -> InboundMessage? {
        guard runs[index].hasBeginning, runs[index].hasEnd, let first = runs[index].chunks.first else { return nil }
        let run = runs.remove(at: index)
        cost -= run.cost
        var payload: [UInt8] = []
        payload.reserveCapacity(run.payloadByteCount)
        for chunk in run.chunks { payload.append(contentsOf: chunk.payload) }
        return Self.makeMessage(first.header, payload: payload)
    }

    /// Whether the chunk continues the run; throws when it follows it and yet does not fit.
    private func joins(_ run: Run, before chunk: DataChunk) throws(Violation) -> Bool {
        guard let last = run.chunks.last, last.header.tsn.next == chunk.header.tsn else { return false }
        return try Self.joins(last.header, chunk.header)
    }

    private func joins(_ chunk: DataChunk, before run: Run) throws(Violation) -> Bool {
        guard let first = run.chunks.first, chunk.header.tsn.next == first.header.tsn else { return false }
        return try Self.joins(chunk.header, first.header)
    }

    private static func joins(_ left: DataChunkHeader, _ right: DataChunkHeader) throws(Violation) -> Bool {
        let ends = left.flags.contains(.end)
        let begins = right.flags.contains(.beginning)
        guard ends == begins else { throw .inconsistentFragments }
        if ends { return false }
        let isUnordered = left.flags.contains(.unordered)
        guard left.stream == right.stream, isUnordered == right.flags.contains(.unordered),
            isUnordered || left.streamSequenceNumber == right.streamSequenceNumber
        else { throw .inconsistentFragments }
        return true
    }

    private static func makeMessage(_ header: DataChunkHeader, payload: [UInt8]) -> InboundMessage {
        InboundMessage(
            stream: header.stream,
            messageIdentifier: header.flags.contains(.unordered)
                ? nil : MessageIdentifier(rawValue: UInt32(header.streamSequenceNumber.rawValue)),
            payloadProtocol: header.payloadProtocol, payload: payload)
    }

    /// The first run that starts after `tsn`.
    private func indexOfRun(after tsn: TSN) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].firstTSN < tsn { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
