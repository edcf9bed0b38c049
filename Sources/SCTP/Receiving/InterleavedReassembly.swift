import Wire

/// Parts of interleaved messages that are not whole yet, by stream, order and message.
/// Source: RFC 8260 §2.2.3, <https://www.rfc-editor.org/rfc/rfc8260#section-2.2.3>
struct InterleavedReassembly: Sendable {
    private struct Key: Hashable {
        let stream: StreamID
        let isUnordered: Bool
        let message: MessageIdentifier
    }

    private struct Part: Sendable {
        let number: UInt32
        let payload: [UInt8]
    }

    private struct Message: Sendable {
        /// Ordered by number.
        var parts: [Part] = []
        var payloadByteCount = 0
        var payloadProtocol: PayloadProtocolIdentifier?
        /// The number of the part that ends it.
        var last: UInt32?

        var cost: Int { payloadByteCount + parts.count * ReassemblyQueue.overhead }

        var isWhole: Bool {
            guard let last, payloadProtocol != nil else { return false }
            return parts.count == Int(last) + 1
        }
    }

    private var messages: [Key: Message] = [:]
    /// Bytes held, with the allowance for each chunk.
    private(set) var cost = 0
    private let maximumMessageSize: Int

    /// - Parameter maximumMessageSize: bytes of the longest message taken.
    init(maximumMessageSize: Int) {
        self.maximumMessageSize = maximumMessageSize
    }

    /// Takes a chunk that was not there before and gives the message that it completes.
    /// - Throws: `ReassemblyQueue.Violation` when it contradicts other parts, or the message grows too long.
    mutating func insert(
        _ chunk: InterleavedDataChunk
    ) throws(ReassemblyQueue.Violation) -> InboundMessage? {
        let header = chunk.header
        let identifier = header.flags.contains(.unordered) ? nil : header.messageIdentifier
        if header.flags.isSuperset(of: [.beginning, .end]) {
            guard chunk.payload.count <= maximumMessageSize else { throw .messageTooLong }
            return InboundMessage(
                stream: header.stream, messageIdentifier: identifier, payloadProtocol: header.payloadProtocol,
                payload: chunk.payload)
        }
        let key = Key(
            stream: header.stream, isUnordered: identifier == nil, message: header.messageIdentifier)
        let whole = try Self.insert(chunk, into: &messages[key, default: Message()], limit: maximumMessageSize)
        cost += chunk.payload.count + ReassemblyQueue.overhead
        guard whole, let message = messages.removeValue(forKey: key) else { return nil }
        cost -= message.cost
        var payload: [UInt8] = []
        payload.reserveCapacity(message.payloadByteCount)
        for part in message.parts { payload.append(contentsOf: part.payload) }
        return InboundMessage(
            stream: header.stream, messageIdentifier: identifier,
            payloadProtocol: message.payloadProtocol ?? header.payloadProtocol, payload: payload)
    }

    /// Adds the chunk to its message; answers whether that is whole now.
    private static func insert(
        _ chunk: InterleavedDataChunk, into message: inout Message, limit: Int
    ) throws(ReassemblyQueue.Violation) -> Bool {
        let header = chunk.header
        let number = header.fragmentSequenceNumber.rawValue
        if header.flags.contains(.beginning) { message.payloadProtocol = header.payloadProtocol }
        if header.flags.contains(.end) {
            guard message.last == nil, message.parts.last?.number ?? 0 <= number else { throw .inconsistentFragments }
            message.last = number
        }
        guard number <= message.last ?? .max, header.flags.contains(.beginning) == (number == 0) else {
            throw .inconsistentFragments
        }
        var place = message.parts.count
        while place > 0, message.parts[place - 1].number >= number {
            guard message.parts[place - 1].number != number else { throw .inconsistentFragments }
            place -= 1
        }
        message.parts.insert(Part(number: number, payload: chunk.payload), at: place)
        message.payloadByteCount += chunk.payload.count
        guard message.payloadByteCount <= limit else { throw .messageTooLong }
        return message.isWhole
    }

    /// Drops what the peer gave up (RFC 8260 §2.3.1).
    mutating func discard(_ skipped: InterleavedForwardTSNChunk.SkippedMessages) {
        removeAll {
            $0.stream == skipped.stream && $0.isUnordered == skipped.isUnordered
                && $0.message <= skipped.messageIdentifier
        }
    }

    /// Drops what is left of a stream that starts again.
    mutating func discard(_ stream: StreamID) {
        removeAll { $0.stream == stream }
    }

    private mutating func removeAll(where isGone: (Key) -> Bool) {
        guard !messages.isEmpty else { return }
        for key in messages.keys.filter(isGone) {
            if let message = messages.removeValue(forKey: key) { cost -= message.cost }
        }
    }
}
