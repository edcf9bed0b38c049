import Wire

/// When a stream's sender reports, and what (RFC 3550 §6.4.1): what has left, and how its clock stands to ours.
struct SenderReports: Sendable {
    /// The time between two (RFC 3550 §6.2).
    static let interval = Duration.seconds(1)

    private let ssrc: SSRC
    private let canonicalName: String
    /// Ticks of the stream's timestamps in a second.
    private let clockRate: Int64
    private var packetCount: UInt32 = 0
    private var byteCount: UInt32 = 0
    private(set) var lastFrame: (timestamp: RTPTimestamp, sent: Instant)?
    /// When the next is due; `nil` before the first frame and after `stop`.
    private(set) var nextReport: Instant?

    init(ssrc: SSRC, canonicalName: String, clockRate: Int64) {
        self.ssrc = ssrc
        self.canonicalName = canonicalName
        self.clockRate = clockRate
    }

    /// Counts a packet that leaves for the first time.
    /// - Parameter payloadByteCount: without header and padding.
    mutating func countPacket(payloadByteCount: Int) {
        packetCount &+= 1
        byteCount &+= UInt32(truncatingIfNeeded: payloadByteCount)
    }

    /// Notes a frame; the first one's report is due at once.
    mutating func noteFrame(timestamp: RTPTimestamp, now: Instant) {
        lastFrame = (timestamp, now)
        if nextReport == nil { nextReport = now }
    }

    /// Nothing is due before the next frame.
    mutating func stop() { nextReport = nil }

    /// The datagram, before SRTCP; `nil` when none is due.
    mutating func takeReport(now: Instant) -> [UInt8]? {
        guard let nextReport, nextReport <= now, let lastFrame else { return nil }
        self.nextReport = now + Self.interval
        // Microseconds, so that the product stays within 64 bits for days.
        let ticks = (now - lastFrame.sent).inNanoseconds / 1_000 * clockRate / 1_000_000
        let report = SenderReport(
            senderSSRC: ssrc, ntpTimestamp: NTPTimestamp(now),
            rtpTimestamp: lastFrame.timestamp.advanced(by: UInt32(truncatingIfNeeded: ticks)),
            packetCount: packetCount, byteCount: byteCount)
        return RTCPPacket.serialize([.senderReport(report), .name(canonicalName, of: ssrc)])
    }
}

extension RTCPPacket {
    /// What a receiver tells from time to time, and in front of its feedback (RFC 3550 §6.1).
    /// - Parameter block: of the stream; `nil` before it has begun.
    static func receiverReport(
        from ssrc: SSRC, canonicalName: String, block: ReportBlock?
    ) -> [RTCPPacket] {
        [
            .receiverReport(ReceiverReport(senderSSRC: ssrc, reports: block.map { [$0] } ?? [])),
            .name(canonicalName, of: ssrc),
        ]
    }

    fileprivate static func name(_ canonicalName: String, of ssrc: SSRC) -> RTCPPacket {
        .sourceDescription(
            SourceDescription(chunks: [SourceDescription.Chunk(ssrc: ssrc, canonicalName: canonicalName)]))
    }
}
