import DataChannel
import PeerConnection

/// Small messages in both directions, as input and heartbeats are, to see when a path carries them and when not.
struct StreamScenario {
    /// The label of the one channel, which the offerer opens.
    static let label = "stream"
    private static let interval = Duration.milliseconds(10)
    private static let reportInterval = Duration.milliseconds(100)
    /// What waits while there is no path; more would only be sent late.
    private static let maximumBufferedAmount = 4_096

    private var received = 0
    private var nextReport = ContinuousClock.now

    /// Takes note of a message; gives the number since the last report when the next is due.
    mutating func count() -> Int? {
        received += 1
        let now = ContinuousClock.now
        guard now >= nextReport else { return nil }
        nextReport = now + Self.reportInterval
        defer { received = 0 }
        return received
    }

    /// Sends until it is cancelled.
    static func send(on channel: DataChannelID, of connection: PeerConnection) async throws {
        while !Task.isCancelled {
            if await connection.bufferedAmount(of: channel) < maximumBufferedAmount {
                try await connection.send(.binary([UInt8](repeating: 7, count: 64)), on: channel)
            }
            try await Task.sleep(for: interval)
        }
    }
}
