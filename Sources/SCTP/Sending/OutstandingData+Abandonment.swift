import Wire

/// Partial reliability: giving up messages whose limit is reached.
/// Source: RFC 3758 §3.5, <https://www.rfc-editor.org/rfc/rfc3758#section-3.5>
extension OutstandingData {
    /// Whether the chunk at `index`, about to be sent again, has reached its message's limit.
    func hasReachedLimit(at index: Int, now: Instant) -> Bool {
        if let limit = entries[index].fragment.retransmissionLimit, entries[index].transmissions > limit { return true }
        if let expiry = entries[index].fragment.expiry, expiry <= now { return true }
        return false
    }

    /// Gives up all sent chunks of the message that the chunk at `index` belongs to.
    mutating func abandonMessage(at index: Int) {
        guard !entries[index].fragment.flags.isSuperset(of: [.beginning, .end]) else {
            abandon(index)
            return
        }
        // Parts of other messages may lie in between.
        let message = entries[index].fragment.message
        for each in 0..<entries.count where entries[each].fragment.message == message { abandon(each) }
    }

    private mutating func abandon(_ index: Int) {
        guard entries[index].state != .acknowledged else { return }
        leave(index)
        entries[index].state = .abandoned
    }

    /// The chunk that moves the peer past what was given up in front of everything else; `nil` when nothing was.
    func makeForwardTSN(maximumStreams: Int) -> ForwardTSNChunk? {
        var chunk: ForwardTSNChunk?
        for index in 0..<entries.count {
            if entries[index].state == .acknowledged { continue }
            guard entries[index].state == .abandoned else { break }
            var next = chunk ?? ForwardTSNChunk(newCumulativeTSN: cumulativeTSNAck)
            next.newCumulativeTSN = tsn(at: index)
            let fragment = entries[index].fragment
            if !fragment.flags.contains(.unordered), !Self.note(fragment, in: &next, maximumStreams: maximumStreams) {
                break
            }
            chunk = next
        }
        return chunk
    }

    /// The same for messages sent by I-DATA.
    func makeInterleavedForwardTSN(maximumStreams: Int) -> InterleavedForwardTSNChunk? {
        var chunk: InterleavedForwardTSNChunk?
        for index in 0..<entries.count {
            if entries[index].state == .acknowledged { continue }
            guard entries[index].state == .abandoned else { break }
            var next = chunk ?? InterleavedForwardTSNChunk(newCumulativeTSN: cumulativeTSNAck)
            next.newCumulativeTSN = tsn(at: index)
            guard Self.note(entries[index].fragment, in: &next, maximumStreams: maximumStreams) else { break }
            chunk = next
        }
        return chunk
    }

    private static func note(
        _ fragment: Fragment, in chunk: inout InterleavedForwardTSNChunk, maximumStreams: Int
    ) -> Bool {
        let skipped = InterleavedForwardTSNChunk.SkippedMessages(
            stream: fragment.stream, isUnordered: fragment.flags.contains(.unordered),
            messageIdentifier: fragment.messageIdentifier)
        let known = chunk.skipped.firstIndex {
            $0.stream == skipped.stream && $0.isUnordered == skipped.isUnordered
        }
        if let known {
            if chunk.skipped[known].messageIdentifier < skipped.messageIdentifier { chunk.skipped[known] = skipped }
            return true
        }
        guard chunk.skipped.count < maximumStreams else { return false }
        chunk.skipped.append(skipped)
        return true
    }

    /// Names the message's stream and number in the chunk; answers `false` when the chunk is full.
    private static func note(_ fragment: Fragment, in chunk: inout ForwardTSNChunk, maximumStreams: Int) -> Bool {
        let skipped = ForwardTSNChunk.SkippedStream(
            stream: fragment.stream, streamSequenceNumber: fragment.messageIdentifier.streamSequenceNumber)
        if let known = chunk.skippedStreams.firstIndex(where: { $0.stream == fragment.stream }) {
            chunk.skippedStreams[known] = skipped
            return true
        }
        guard chunk.skippedStreams.count < maximumStreams else { return false }
        chunk.skippedStreams.append(skipped)
        return true
    }
}
