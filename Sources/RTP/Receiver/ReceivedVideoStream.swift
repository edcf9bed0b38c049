import Wire

/// What belongs to the one stream that a receiver is receiving; another SSRC begins anew.
struct ReceivedVideoStream {
    /// The stream's source; it never changes.
    let ssrc: SSRC
    /// What its report block says.
    var statistics = ReceptionStatistics(clockRate: 90_000)
    /// Whether a key frame is to be asked for.
    var keyFrameRequester = KeyFrameRequester()
    private var unwrapper = SequenceUnwrapper()
    private var nackGenerator: NACKGenerator
    private var frames: VideoFrameBuffer

    /// Begins before the stream's first packet.
    init(ssrc: SSRC, policy: RetransmissionPolicy, captureTimeExtension: UInt8?) {
        frames = VideoFrameBuffer(captureTimeExtension: captureTimeExtension)
        self.ssrc = ssrc
        nackGenerator = NACKGenerator(policy: policy)
    }

    /// The earlier of what missing packets and a needed key frame wait for.
    var nextTimeout: Instant? {
        [nackGenerator.nextTimeout, keyFrameRequester.nextTimeout].compactMap { $0 }.min()
    }

    /// Takes a packet of the stream itself, which counts in its report.
    mutating func handleOriginal(
        _ packet: RTPPacket, codec: VideoCodec, now: Instant, counters: inout VideoReceiverCounters
    ) -> [EncodedVideoFrame] {
        let sequence = unwrapper.unwrap(packet.sequenceNumber.rawValue)
        statistics.handle(sequence: sequence, timestamp: packet.timestamp, now: now)
        return insert(packet, codec: codec, sequence: sequence, now: now, counters: &counters)
    }

    /// Takes a packet that the repeating stream carried.
    mutating func handleRestored(
        _ packet: RTPPacket, codec: VideoCodec, now: Instant, counters: inout VideoReceiverCounters
    ) -> [EncodedVideoFrame] {
        let late = counters.late
        let frames = insert(
            packet, codec: codec, sequence: unwrapper.unwrap(packet.sequenceNumber.rawValue), now: now,
            counters: &counters)
        if counters.late == late { counters.recovered += 1 }
        return frames
    }

    /// The packets to ask for now, and the frames that need nothing of what is given up; else a key frame is necessary.
    mutating func pollLost(
        now: Instant, roundTripTime: Duration
    ) -> (requested: [RTPSequenceNumber], released: [EncodedVideoFrame]) {
        let result = nackGenerator.poll(now: now, roundTripTime: roundTripTime)
        var released: [EncodedVideoFrame] = []
        if let abandoned = result.abandoned {
            frames.abandon(upTo: abandoned)
            while let frame = frames.popNextFrame() { released.append(frame) }
            if frames.needsKeyFrame { keyFrameRequester.request(now: now) }
        }
        return (result.requested.map { RTPSequenceNumber(rawValue: UInt16(truncatingIfNeeded: $0)) }, released)
    }

    /// The frames that the packet sets free.
    private mutating func insert(
        _ packet: RTPPacket, codec: VideoCodec, sequence: Int64, now: Instant, counters: inout VideoReceiverCounters
    ) -> [EncodedVideoFrame] {
        nackGenerator.handle(sequence: sequence, now: now)
        switch frames.insert(packet, codec: codec, sequence: sequence) {
        case .late:
            counters.late += 1
            return []
        case .malformed:
            counters.malformed += 1
            frames.abandon(upTo: sequence)
        case .stored: break
        }
        var released: [EncodedVideoFrame] = []
        while let frame = frames.popFrame(after: sequence) {
            released.append(frame)
            guard frame.isKeyFrame else { continue }
            keyFrameRequester.satisfy()
            if let first = frames.firstNeededSequence { nackGenerator.forget(before: first) }
        }
        if frames.needsKeyFrame {
            keyFrameRequester.request(now: now, delay: KeyFrameRequester.reorderTolerance)
            if frames.hasKeyFrameStart { keyFrameRequester.postpone(now: now) }
        }
        return released
    }
}
