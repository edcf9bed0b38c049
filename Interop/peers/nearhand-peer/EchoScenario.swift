import DataChannel

/// Sends messages on the channel `echo` and expects each to come back unchanged.
///
///     texts, empty ones too ─▶ binary ─▶ 64 KiB ─▶ 1 MiB in messages of 16 KiB
struct EchoScenario {
    static let label = "echo"
    private static let largeByteCount = 64 * 1_024
    private static let bulkMessageByteCount = 16 * 1_024
    private static let bulkMessageCount = 64

    /// Whether empty messages are among those sent.
    let sendsEmptyMessages: Bool
    private var expected: [DataChannelMessage] = []
    private var received = 0
    private var begin: ContinuousClock.Instant?
    private let clock = ContinuousClock()

    init(sendsEmptyMessages: Bool) {
        self.sendsEmptyMessages = sendsEmptyMessages
    }

    /// Gives what is to be sent, all at once; SCTP keeps the order.
    mutating func start() -> [DataChannelMessage] {
        begin = clock.now
        expected = makeMessages()
        return expected
    }

    /// Takes what came back; gives the result when it was the last.
    mutating func handle(_ message: DataChannelMessage) throws -> String? {
        guard received < expected.count else { throw Complaint("more came back than was sent") }
        guard message == expected[received] else {
            throw Complaint("message \(received), of \(expected[received].byteCount) bytes, came back changed")
        }
        received += 1
        guard received == expected.count, let begin else { return nil }
        let bytes = expected.reduce(0) { $0 + $1.byteCount }
        let milliseconds = (clock.now - begin) / .milliseconds(1)
        return "\(received) messages, \(bytes) bytes echoed in \(Int(milliseconds)) ms"
    }

    private func makeMessages() -> [DataChannelMessage] {
        let every = (0...255).map { UInt8($0) }
        var messages: [DataChannelMessage] = [.text("hello"), .text("支援 ✓ 🙂"), .binary(every)]
        if sendsEmptyMessages { messages += [.text(""), .binary([])] }
        messages.append(.binary((0..<Self.largeByteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        for number in 0..<Self.bulkMessageCount {
            messages.append(.binary((0..<Self.bulkMessageByteCount).map { UInt8(truncatingIfNeeded: $0 &+ number) }))
        }
        return messages
    }
}
