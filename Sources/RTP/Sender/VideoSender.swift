package import Wire

/// Sends one video stream: frames in, packets out; answers NACK, PLI and FIR.
///
/// After each `send`, `handle`, `handleTimeout` and `makeDatagram`, call `pollOutput` until it gives `nil`, then sleep
/// until `nextTimeout`. Whoever takes the packets decides when each of them leaves, in their order.
///
///     send ─▶ pollOutput ─▶ packet waits ─▶ makeDatagram ─▶ leaves; from here on it can be repeated
///
/// Source: RFC 3550 §5 and §6, RFC 4585 §6, RFC 4588 §4, RFC 7741 §4
package struct VideoSender: ~Copyable, Sendable {
    /// Requests that come sooner after one are for the same loss.
    package static let keyFrameRequestInterval = Duration.milliseconds(200)

    /// When a stream falls silent its last packet is repeated after these times, since a lost end leaves no gap
    /// that a receiver could see. An idle screen sends nothing, so its last frame would else stay lost.
    package static let tailRepeatDelays = [Duration.milliseconds(60), .milliseconds(250)]

    private let configuration: VideoSenderConfiguration
    private var packetizer: VideoPacketizer
    private var sequenceNumber: RTPSequenceNumber
    private var retransmissionSequenceNumber: RTPSequenceNumber
    /// Random, so that the stream's clock says nothing about this computer (RFC 3550 §5.1).
    private let timestampOffset: UInt32
    /// Of the latest frame.
    private var lastPayloadType: PayloadType?
    private var history = SendHistory()
    private var outputs = OutputQueue<VideoSenderOutput>()
    private var reports: SenderReports
    private var nextTailRepeat: Instant?
    private var tailRepeatCount = 0
    /// When the latest frame's last packet left.
    private var tailSent = Instant.origin
    private var lastKeyFrameRequest: Instant?
    private var lastFullIntraCommand: UInt8?

    /// Of the last report that a report of ours made possible.
    package private(set) var roundTripTime: Duration?
    /// Packets repeated so far.
    package private(set) var repeatedPacketCount: UInt64 = 0

    /// Begins with random numbers; no packet leaves before the first frame.
    package init(configuration: VideoSenderConfiguration, random: inout some RandomNumberGenerator) {
        self.configuration = configuration
        reports = SenderReports(
            ssrc: configuration.ssrc, canonicalName: configuration.canonicalName, clockRate: 90_000)
        // RFC 3550 §5.1: random first numbers. Below 2^15, so that a receiver's early loss cannot look like a wrap.
        sequenceNumber = RTPSequenceNumber(rawValue: UInt16.random(in: 1...0x7FFF, using: &random))
        retransmissionSequenceNumber = RTPSequenceNumber(rawValue: UInt16.random(in: 1...0x7FFF, using: &random))
        timestampOffset = UInt32.random(in: .min ... .max, using: &random)
        var model = RTPPacket(
            payloadType: 0, sequenceNumber: sequenceNumber, timestamp: RTPTimestamp(rawValue: 0),
            ssrc: configuration.ssrc)
        Self.extend(&model, configuration: configuration)
        // All of a frame's packets have room for what only the first has, so that they stay nearly equal.
        if let id = configuration.absoluteCaptureTimeExtension {
            model.headerExtensions.setAbsoluteCaptureTime(AbsoluteCaptureTime(.origin), id: id)
        }
        let originalSequenceNumberByteCount = 2
        packetizer = VideoPacketizer(
            maximumPayloadByteCount: max(
                256,
                configuration.maximumDatagramByteCount - configuration.trailerByteCount - model.headerByteCount
                    - originalSequenceNumberByteCount),
            firstPictureID: UInt16.random(in: 0...0x7FFF, using: &random))
    }

    /// Cuts a frame into packets. One of a codec that was not negotiated is dropped.
    package mutating func send(_ frame: EncodedVideoFrame, now: Instant) {
        guard let payloadType = configuration.payloadTypes[frame.codec] else { return }
        lastPayloadType = payloadType
        let timestamp = RTPTimestamp(rawValue: frame.rtpTimestamp.rawValue &+ timestampOffset)
        let payloads = packetizer.makePayloads(frame)
        for (index, payload) in payloads.enumerated() {
            var packet = RTPPacket(
                marker: index == payloads.count - 1, payloadType: payloadType, sequenceNumber: sequenceNumber,
                timestamp: timestamp, ssrc: configuration.ssrc, payload: payload)
            sequenceNumber = sequenceNumber.next
            if index == 0, let time = frame.captureTime, let id = configuration.absoluteCaptureTimeExtension {
                packet.headerExtensions.setAbsoluteCaptureTime(time, id: id)
            }
            emit(&packet, isRepeated: false)
        }
        reports.noteFrame(timestamp: timestamp, now: now)
        // Repeated before the others have left, the last one would make the receiver ask for all of them.
        nextTailRepeat = nil
        handleTimeout(now: now)
    }

    /// Takes a control packet, after SRTCP.
    package mutating func handle(_ packet: RTCPPacket, now: Instant) {
        switch packet {
        case .genericNACK(let feedback) where feedback.mediaSSRC == configuration.ssrc:
            for number in feedback.lost { repeatPacket(number, now: now) }
        case .pictureLossIndication(let feedback) where feedback.mediaSSRC == configuration.ssrc:
            handleKeyFrameRequest(now: now)
        case .fullIntraRequest(let feedback):
            for entry in feedback.entries where entry.ssrc == configuration.ssrc {
                // RFC 5104 §4.3.1.2: a repeated command number is the same request again.
                guard entry.commandNumber != lastFullIntraCommand else { continue }
                lastFullIntraCommand = entry.commandNumber
                handleKeyFrameRequest(now: now)
            }
        case .receiverReport(let report): handle(report.reports, now: now)
        case .senderReport(let report): handle(report.reports, now: now)
        case .estimatedMaximumBitrate(let feedback): outputs.append(.bitrateEstimated(feedback.bitsPerSecond))
        default: break
        }
    }

    /// When `handleTimeout` has something to do; `nil` before the first frame and after `discard`.
    package var nextTimeout: Instant? { [reports.nextReport, nextTailRepeat].compactMap { $0 }.min() }

    /// Does whatever is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        if let report = reports.takeReport(now: now) { outputs.append(.rtcp(report)) }
        repeatTailIfDue(now: now)
    }

    /// The next packet, datagram or event; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> VideoSenderOutput? { outputs.popFirst() }

    /// Gives a packet of `pollOutput` or `makePadding` what it gets last; it leaves now, and before those behind it.
    /// - Parameter numbers: those of the transport, which all its senders share.
    package mutating func makeDatagram(
        _ packet: RTPPacket, numbers: inout TransportSequenceNumbers, now: Instant
    ) -> SentDatagram {
        var leaving = packet
        var number: UInt16?
        if let id = configuration.transportSequenceNumberExtension {
            let next = numbers.take()
            leaving.headerExtensions.setTransportSequenceNumber(next, id: id)
            number = next
        }
        if let id = configuration.absoluteSendTimeExtension {
            leaving.headerExtensions.setAbsoluteSendTime(now, id: id)
        }
        note(packet, now: now)
        return SentDatagram(bytes: leaving.serialize(), transportSequenceNumber: number)
    }

    /// A packet without meaning on the repeating stream, which leaves now if at all; `nil` where there is no such stream,
    /// before the first frame and after `discard`.
    /// - Parameter byteCount: of the whole datagram, SRTP's trailer included; padding of 1 to 255 bytes comes closest.
    package mutating func makePadding(byteCount: Int) -> RTPPacket? {
        guard let retransmission = configuration.retransmission, let lastFrame = reports.lastFrame,
            reports.nextReport != nil, let payloadType = lastPayloadType.flatMap({ retransmission.payloadTypes[$0] })
        else { return nil }
        var packet = RTPPacket(
            payloadType: payloadType, sequenceNumber: retransmissionSequenceNumber,
            timestamp: lastFrame.timestamp, ssrc: retransmission.ssrc)
        Self.extend(&packet, configuration: configuration)
        packet.paddingByteCount = UInt8(
            clamping: max(1, byteCount - packet.headerByteCount - configuration.trailerByteCount))
        retransmissionSequenceNumber = retransmissionSequenceNumber.next
        return packet
    }

    /// Remembers what leaves.
    private mutating func note(_ packet: RTPPacket, now: Instant) {
        if packet.ssrc == configuration.retransmission?.ssrc {
            // RFC 4588 §4: what it repeats stands in front of the payload; padding repeats nothing.
            guard packet.payload.count >= 2 else { return }
            let original = UInt16(packet.payload[0]) << 8 | UInt16(packet.payload[1])
            _ = history.handleRepeated(RTPSequenceNumber(rawValue: original), now: now)
            return
        }
        reports.countPacket(payloadByteCount: packet.payload.count)
        if history.handleRepeated(packet.sequenceNumber, now: now) { return }
        history.insert(packet, now: now)
        guard packet.sequenceNumber == sequenceNumber.previous else { return }
        tailSent = now
        tailRepeatCount = 0
        nextTailRepeat = now + Self.tailRepeatDelays[0]
    }

    /// Stops at once: what waits is dropped, and nothing sent before can be asked for again.
    package mutating func discard() {
        outputs.removeAll()
        history.removeAll()
        reports.stop()
        nextTailRepeat = nil
    }

    private mutating func repeatTailIfDue(now: Instant) {
        guard let nextTailRepeat, nextTailRepeat <= now else { return }
        repeatPacket(sequenceNumber.previous, now: now)
        tailRepeatCount += 1
        let isDone = tailRepeatCount >= Self.tailRepeatDelays.count
        self.nextTailRepeat = isDone ? nil : tailSent + Self.tailRepeatDelays[tailRepeatCount]
    }

    private mutating func repeatPacket(_ number: RTPSequenceNumber, now: Instant) {
        guard let original = history.takeForRepeat(number, now: now) else { return }
        repeatedPacketCount += 1
        guard let retransmission = configuration.retransmission,
            let payloadType = retransmission.payloadTypes[original.payloadType]
        else {
            var packet = original
            emit(&packet, isRepeated: true)
            return
        }
        var packet = original.repeated(
            payloadType: payloadType, sequenceNumber: retransmissionSequenceNumber,
            ssrc: retransmission.ssrc)
        retransmissionSequenceNumber = retransmissionSequenceNumber.next
        emit(&packet, isRepeated: true)
    }

    private mutating func emit(_ packet: inout RTPPacket, isRepeated: Bool) {
        Self.extend(&packet, configuration: configuration)
        outputs.append(.packet(packet, isRepeated: isRepeated))
    }

    /// Writes the extensions; those whose values are known when the packet leaves have their length already.
    private static func extend(_ packet: inout RTPPacket, configuration: VideoSenderConfiguration) {
        if let id = configuration.mediaIDExtension, let mediaID = configuration.mediaID {
            packet.headerExtensions.setMediaID(mediaID, id: id)
        }
        if let id = configuration.absoluteSendTimeExtension {
            packet.headerExtensions.setAbsoluteSendTime(.origin, id: id)
        }
        if let id = configuration.transportSequenceNumberExtension {
            packet.headerExtensions.setTransportSequenceNumber(0, id: id)
        }
    }

    private mutating func handleKeyFrameRequest(now: Instant) {
        if let last = lastKeyFrameRequest, now - last < Self.keyFrameRequestInterval { return }
        lastKeyFrameRequest = now
        outputs.append(.keyFrameRequested)
    }

    private mutating func handle(_ reports: [ReportBlock], now: Instant) {
        for report in reports where report.ssrc == configuration.ssrc {
            if let measured = report.roundTripTime(now: now) { roundTripTime = measured }
            let told = ReceptionReport(
                lossFraction: Double(report.fractionLost) / 256, roundTripTime: roundTripTime,
                jitter: .nanoseconds(Int64(report.jitter) * 1_000_000 / 90))
            outputs.append(.receptionReported(told))
        }
    }
}
