package import Wire

/// Receives one stream of Opus: packets in, decisions for a decoder and reports out.
///
/// After each `handle` and `handleTimeout`, call `pollOutput()` until it gives `nil`, then sleep until `nextTimeout`. The player
/// calls `decide` in its own time. It has no clock and no socket.
/// Source: RFC 3550 §6, RFC 7587, RFC 2198
package struct AudioReceiver: ~Copyable, Sendable {
    /// Once a second, as RFC 3550 §6.2 has it for small sessions at these rates.
    package static let reportInterval = Duration.seconds(1)

    private let configuration: AudioReceiverConfiguration
    private var stream: (ssrc: SSRC, reception: ReceptionStatistics, unwrapper: SequenceUnwrapper)?
    private var buffer: AudioJitterBuffer
    private var outputs = OutputQueue<[UInt8]>()
    private var nextReport: Instant?
    /// What was decided last of the stream's own sound: the timestamp behind it, and when it will have been heard.
    private var playhead: (timestamp: RTPTimestamp, heard: Instant)?

    /// What happened to the packets so far, over all streams.
    package private(set) var counters = AudioReceiverCounters()
    /// How loud the last packet said to be, for a meter; `nil` where none said it.
    package private(set) var level: AudioLevel?

    /// Begins without a stream: the first packet of an agreed payload type makes one.
    package init(configuration: AudioReceiverConfiguration) {
        self.configuration = configuration
        buffer = AudioJitterBuffer(configuration: configuration.jitterBuffer)
    }

    /// The stream that is being received; `nil` until its first packet.
    package var remoteSSRC: SSRC? { stream?.ssrc }

    /// Packets of the stream that are missing so far; `nil` until its first packet.
    package var cumulativeLost: Int64? { stream?.reception.cumulativeLost }

    /// What the jitter buffer did, over all streams.
    package var statistics: AudioStatistics { buffer.statistics }

    /// How long sound is to wait beyond the fastest packet's arrival.
    package func targetDelay(now: Instant) -> Duration { buffer.targetDelay(now: now) }

    /// The time on the sender's clock of what is heard at an instant; `nil` in a silence, and before the sender's first
    /// report.
    package func senderTimeHeard(at instant: Instant) -> Instant? {
        guard let playhead, let clock = stream?.reception.senderClock,
            abs((playhead.heard - instant).inSeconds) < 1
        else { return nil }
        return clock.instant(of: playhead.timestamp) + (instant - playhead.heard)
    }

    /// Takes a packet of this receiver's section, after SRTP.
    package mutating func handle(_ packet: RTPPacket, now: Instant) {
        counters.packets += 1
        guard let unpacked = unpack(packet) else { return }
        if stream?.ssrc != packet.ssrc { begin(packet.ssrc, now: now) }
        if let sequence = stream?.unwrapper.unwrap(packet.sequenceNumber.rawValue) {
            stream?.reception.handle(sequence: sequence, timestamp: packet.timestamp, now: now)
        }
        if let id = configuration.audioLevelExtension { level = packet.headerExtensions.audioLevel(id: id) }
        buffer.insert(unpacked, now: now)
        handleTimeout(now: now)
    }

    /// Takes a control packet; only the sender's reports matter here.
    package mutating func handle(_ packet: RTCPPacket, now: Instant) {
        guard case .senderReport(let report) = packet, report.senderSSRC == stream?.ssrc else { return }
        stream?.reception.handle(report, now: now)
    }

    /// What the sound goes on with, whenever less waits to be played than the device takes next.
    /// - Parameter queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    package mutating func decide(queuedSampleCount: Int, now: Instant) -> AudioDecision {
        let decision = buffer.decide(queuedSampleCount: queuedSampleCount, now: now)
        switch decision {
        case .decode, .decodeForwardErrorCorrection: notePlayhead(behind: queuedSampleCount + decision.sampleCount, now)
        case .silence, .conceal, .comfort: break
        }
        return decision
    }

    private mutating func notePlayhead(behind sampleCount: Int, _ now: Instant) {
        guard let next = buffer.next else { return }
        playhead = (
            RTPTimestamp(rawValue: UInt32(truncatingIfNeeded: next)),
            now + .nanoseconds(AudioJitterBuffer.nanoseconds(Int64(sampleCount)))
        )
    }

    /// Counts what the player's time-stretching made of decoded sound.
    package mutating func countStretch(decodedSampleCount: Int, playedSampleCount: Int) {
        buffer.countStretch(decodedSampleCount: decodedSampleCount, playedSampleCount: playedSampleCount)
    }

    /// When `handleTimeout` has something to do; valid after `pollOutput` gave `nil`.
    package var nextTimeout: Instant? { nextReport }

    /// Does whatever is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        guard let nextReport, nextReport <= now else { return }
        self.nextReport = now + Self.reportInterval
        outputs.append(RTCPPacket.serialize(makeReport(now: now)))
    }

    /// Sends the transport's reports that are due, where no picture is received that would do it.
    package mutating func sendReports(of recorder: inout TransportFeedbackRecorder, now: Instant) {
        let local = configuration.localSSRC
        for report in recorder.poll(senderSSRC: local, mediaSSRC: stream?.ssrc ?? local, now: now) {
            // Behind a report, so that it needs no agreement on reduced size (RFC 5506).
            outputs.append(RTCPPacket.serialize(makeReport(now: now) + [.transportFeedback(report)]))
        }
    }

    /// The next datagram, before SRTCP; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> [UInt8]? {
        outputs.popFirst()
    }

    private mutating func begin(_ ssrc: SSRC, now: Instant) {
        if stream != nil { buffer.beginAnew() }
        playhead = nil
        stream = (ssrc, ReceptionStatistics(clockRate: OpusPacket.clockRate), SequenceUnwrapper())
        if nextReport == nil { nextReport = now + Self.reportInterval }
    }

    private mutating func unpack(_ packet: RTPPacket) -> AudioJitterBuffer.Packet? {
        var unpacked = AudioJitterBuffer.Packet(
            sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp, payload: packet.payload)
        if configuration.payloadTypes.contains(packet.payloadType) { return unpacked }
        guard packet.payloadType == configuration.redundancyPayloadType else {
            counters.unknownPayloadType += 1
            return nil
        }
        guard let redundant = try? RedundantAudio.parse(packet.payload.span),
            configuration.payloadTypes.contains(redundant.payloadType)
        else {
            counters.malformedRedundancy += 1
            return nil
        }
        unpacked.payload = redundant.payload
        unpacked.repeated = redundant.repeated.filter { configuration.payloadTypes.contains($0.payloadType) }
        return unpacked
    }

    private mutating func makeReport(now: Instant) -> [RTCPPacket] {
        var block: ReportBlock?
        if let ssrc = stream?.ssrc { block = stream?.reception.makeReport(ssrc: ssrc, now: now) }
        return RTCPPacket.receiverReport(
            from: configuration.localSSRC, canonicalName: configuration.canonicalName, block: block)
    }
}
