package import Wire

/// Receives one video stream: packets in, frames in decodable order and RTCP out.
///
/// After each `handle` and `handleTimeout`, call `pollOutput()` until it gives `nil`, then sleep until
/// `nextTimeout`. It has no clock and no socket.
/// Source: RFC 3550 §6, RFC 4585 §3, RFC 7741
package struct VideoReceiver: ~Copyable, Sendable {
    /// Once a second, as RFC 3550 §6.2 has it for small sessions at these rates.
    package static let reportInterval = Duration.seconds(1)
    /// While the round trip time is not known.
    package static let defaultRoundTripTime = Duration.milliseconds(100)

    private let configuration: VideoReceiverConfiguration
    private var stream: ReceivedVideoStream?
    private var outputs = OutputQueue<VideoReceiverOutput>()
    private var nextReport: Instant?
    private var fullIntraCommandNumber: UInt8 = 0

    /// What happened to the packets so far, over all streams.
    package private(set) var counters = VideoReceiverCounters()
    /// What the owner measured elsewhere, since a receiver cannot measure it itself.
    package var roundTripTime = VideoReceiver.defaultRoundTripTime

    /// Begins without a stream: the first packet of an agreed payload type makes one.
    package init(configuration: VideoReceiverConfiguration) {
        self.configuration = configuration
    }

    /// The stream that is being received; `nil` until its first packet.
    package var remoteSSRC: SSRC? { stream?.ssrc }

    /// Packets of the stream that are missing so far; `nil` until its first packet.
    package var cumulativeLost: Int64? { stream?.statistics.cumulativeLost }

    /// How the stream's timestamps stand to its sender's clock; `nil` before the sender's first report.
    package var senderClock: SenderClock? { stream?.statistics.senderClock }

    /// Takes a packet of this receiver's section, after SRTP.
    package mutating func handle(_ packet: RTPPacket, now: Instant) {
        counters.packets += 1
        if let codec = configuration.payloadTypes[packet.payloadType] {
            handleOriginal(packet, codec: codec, now: now)
        } else if let original = configuration.retransmissionPayloadTypes[packet.payloadType] {
            handleRepeated(packet, original: original, now: now)
        } else {
            counters.unknownPayloadType += 1
        }
        handleTimeout(now: now)
    }

    /// Takes a control packet; only the sender's reports matter here.
    package mutating func handle(_ packet: RTCPPacket, now: Instant) {
        guard case .senderReport(let report) = packet, report.senderSSRC == stream?.ssrc else { return }
        stream?.statistics.handle(report, now: now)
    }

    /// Asks the sender for a key frame, for a decoder that failed.
    package mutating func requestKeyFrame(now: Instant) {
        stream?.keyFrameRequester.request(now: now)
        handleTimeout(now: now)
    }

    /// When `handleTimeout` has something to do; valid after `pollOutput` gave `nil`.
    package var nextTimeout: Instant? {
        [nextReport, stream?.nextTimeout].compactMap { $0 }.min()
    }

    /// Does whatever is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        requestRetransmissions(now: now)
        requestKeyFrameIfNeeded(now: now)
        sendReportIfDue(now: now)
    }

    /// Sends the transport's reports that are due; they tell of the packets of all its receivers.
    package mutating func sendReports(of recorder: inout TransportFeedbackRecorder, now: Instant) {
        let reports = recorder.poll(
            senderSSRC: configuration.localSSRC, mediaSSRC: stream?.ssrc ?? configuration.localSSRC, now: now)
        for report in reports { sendFeedback([.transportFeedback(report)], now: now) }
    }

    /// The next frame or datagram; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> VideoReceiverOutput? {
        outputs.popFirst()
    }

    private mutating func handleOriginal(_ packet: RTPPacket, codec: VideoCodec, now: Instant) {
        if stream?.ssrc != packet.ssrc { begin(packet.ssrc, now: now) }
        release(stream?.handleOriginal(packet, codec: codec, now: now, counters: &counters))
    }

    private mutating func handleRepeated(_ packet: RTPPacket, original: PayloadType, now: Instant) {
        guard let ssrc = stream?.ssrc, let restored = packet.restored(payloadType: original, ssrc: ssrc),
            let codec = configuration.payloadTypes[original]
        else { return }
        release(stream?.handleRestored(restored, codec: codec, now: now, counters: &counters))
    }

    private mutating func begin(_ ssrc: SSRC, now: Instant) {
        let policy = configuration.requestsRetransmission ? RetransmissionPolicy() : .withoutRequests
        stream = ReceivedVideoStream(
            ssrc: ssrc, policy: policy, captureTimeExtension: configuration.absoluteCaptureTimeExtension)
        if nextReport == nil { nextReport = now + Self.reportInterval }
    }

    private mutating func release(_ frames: [EncodedVideoFrame]?) {
        for frame in frames ?? [] {
            counters.frames += 1
            if frame.isKeyFrame { counters.keyFrames += 1 }
            outputs.append(.frame(frame))
        }
    }

    private mutating func requestRetransmissions(now: Instant) {
        guard let ssrc = stream?.ssrc, let result = stream?.pollLost(now: now, roundTripTime: roundTripTime) else {
            return
        }
        release(result.released)
        let lost = result.requested
        guard !lost.isEmpty else { return }
        counters.retransmissionRequests += UInt64(lost.count)
        let feedback = GenericNACK(senderSSRC: configuration.localSSRC, mediaSSRC: ssrc, lost: lost)
        sendFeedback([.genericNACK(feedback)], now: now)
    }

    private mutating func requestKeyFrameIfNeeded(now: Instant) {
        guard let kind = configuration.keyFrameRequest, let ssrc = stream?.ssrc,
            stream?.keyFrameRequester.poll(now: now) == true
        else { return }
        counters.keyFrameRequests += 1
        switch kind {
        case .pictureLossIndication:
            let feedback = PictureLossIndication(senderSSRC: configuration.localSSRC, mediaSSRC: ssrc)
            sendFeedback([.pictureLossIndication(feedback)], now: now)
        case .fullIntraRequest:
            fullIntraCommandNumber &+= 1
            let entry = FullIntraRequest.Entry(ssrc: ssrc, commandNumber: fullIntraCommandNumber)
            let feedback = FullIntraRequest(senderSSRC: configuration.localSSRC, entries: [entry])
            sendFeedback([.fullIntraRequest(feedback)], now: now)
        }
    }

    private mutating func sendReportIfDue(now: Instant) {
        guard let nextReport, nextReport <= now else { return }
        self.nextReport = now + Self.reportInterval
        outputs.append(.rtcp(RTCPPacket.serialize(makeReport(now: now))))
    }

    /// Feedback leaves alone where reduced size was negotiated, else behind a report (RFC 3550 §6.1).
    private mutating func sendFeedback(_ packets: [RTCPPacket], now: Instant) {
        let report = configuration.allowsReducedSizeRTCP ? [] : makeReport(now: now)
        outputs.append(.rtcp(RTCPPacket.serialize(report + packets)))
    }

    private mutating func makeReport(now: Instant) -> [RTCPPacket] {
        var block: ReportBlock?
        if let ssrc = stream?.ssrc { block = stream?.statistics.makeReport(ssrc: ssrc, now: now) }
        return RTCPPacket.receiverReport(
            from: configuration.localSSRC, canonicalName: configuration.canonicalName, block: block)
    }
}
