import CongestionControl
import Wire

/// What our sound takes of the path, by which video gets less: the size of its packets at their usual pace while a microphone
/// is on, pauses included, since a voice that begins again does not wait.
struct AudioRate: Sendable {
    /// A microphone makes frames all the time, silent ones too: one that made none for so long is off.
    static let patience = Duration.seconds(2)
    /// Opus's usual frame.
    private static let packetsPerSecond = 50.0
    /// Until packets are known: 32 kbit/s of Opus with headers and trailer.
    private static let initialByteCount = 130.0
    /// A change below this share is not told.
    private static let smallestChange = 0.1

    private var packetByteCount = initialByteCount
    private var lastFrame: Instant?
    private var told = Bitrate.zero

    /// Notes a frame, sent or left out.
    mutating func handleFrame(now: Instant) { lastFrame = now }

    /// Notes a packet that leaves.
    /// - Parameter byteCount: the whole datagram.
    mutating func handlePacket(byteCount: Int) { packetByteCount += (Double(byteCount) - packetByteCount) / 32 }

    /// The microphone is off.
    mutating func stop() { lastFrame = nil }

    /// When the microphone counts as off although nothing happened.
    var nextTimeout: Instant? { lastFrame.map { $0 + Self.patience } }

    /// Does what is due.
    mutating func handleTimeout(now: Instant) {
        if let timeout = nextTimeout, timeout <= now { lastFrame = nil }
    }

    /// The rate, each time that it changes by something.
    mutating func pollChange() -> Bitrate? {
        let isOn = lastFrame != nil
        let next = isOn ? Bitrate(bitsPerSecond: packetByteCount * 8 * Self.packetsPerSecond) : .zero
        let difference = abs(next.bitsPerSecond - told.bitsPerSecond)
        guard isOn == (told == .zero) || difference > told.bitsPerSecond * Self.smallestChange else { return nil }
        told = next
        return next
    }
}
