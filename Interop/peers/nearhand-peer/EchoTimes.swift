import Wire

/// Messages whose echoes are timed: a number and filling, about the size of an input event.
///
///     number 8 · filling 56
struct EchoTimes {
    private static let byteCount = 64

    private var sent: [UInt64: Instant] = [:]
    private var nextNumber: UInt64 = 0
    private var roundTrips: [Double] = []

    /// Messages that have not come back.
    var outstandingCount: Int { sent.count }

    /// Makes the next message.
    mutating func makeMessage(now: Instant) -> [UInt8] {
        let number = nextNumber
        nextNumber += 1
        sent[number] = now
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64(index))) }
        return bytes
    }

    /// Takes an echo.
    mutating func handle(_ bytes: [UInt8], now: Instant) {
        let number = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard let begin = sent.removeValue(forKey: number) else { return }
        roundTrips.append((now - begin).inSeconds * 1_000)
    }

    /// Gives the milliseconds since the last call.
    mutating func takeRoundTrips() -> [Double] {
        defer { roundTrips = [] }
        return roundTrips
    }
}
