package import Wire

/// Sends one stream of Opus: frames in, packets and reports out.
///
/// After each `send`, `handle` and `handleTimeout`, call `pollOutput` until it gives `nil`, then sleep until
/// `nextTimeout`. Packets are not paced: there is one in 20 ms. The transport's number is the last thing that they get, by
/// `makeDatagram`.
/// Source: RFC 3550 §5 and §6, RFC 7587 §4, RFC 2198
package struct AudioSender: ~Copyable, Sendable {
    /// Frames of a silence that are sent, so that its begin does not look like loss even where one of them is lost.
    package static let announcedSilentFrameCount = 2
    /// The most frames that a packet repeats.
    package static let maximumRedundancy = 2

    private let configuration: AudioSenderConfiguration
    private var sequenceNumber: RTPSequenceNumber
    /// Random, so that the stream's clock says nothing about this computer (RFC 3550 §5.1).
    private let timestampOffset: UInt32
    private var outputs = OutputQueue<AudioSenderOutput>()
    private var reports: SenderReports
    /// Oldest first, those that were sent last.
    private var recent: [(timestamp: RTPTimestamp, payload: [UInt8])] = []
    /// Silent frames since a voice; the first packet is marked as if it followed a silence.
    private var silentFrameCount = 1

    /// How many frames before it each packet repeats, 0 to 2; it matters where repetition was negotiated.
    package var redundancy = 0
    /// Of the last report that a report of ours made possible.
    package private(set) var roundTripTime: Duration?
    /// Silent frames that were not sent.
    package private(set) var suppressedFrameCount: UInt64 = 0

    /// Begins with random numbers; no packet leaves before the first frame.
    package init(configuration: AudioSenderConfiguration, random: inout some RandomNumberGenerator) {
        self.configuration = configuration
        reports = SenderReports(
            ssrc: configuration.ssrc, canonicalName: configuration.canonicalName, clockRate: 48_000)
        // RFC 3550 §5.1: random first numbers. Below 2^15, so that a receiver's early loss cannot look like a wrap.
        sequenceNumber = RTPSequenceNumber(rawValue: UInt16.random(in: 1...0x7FFF, using: &random))
        timestampOffset = UInt32.random(in: .min ... .max, using: &random)
    }

    /// Sends a frame, or leaves it out when it is silent and the receiver knows that already.
    package mutating func send(_ frame: EncodedAudioFrame, now: Instant) {
        // RFC 7587 §4.2: the marker says that the packet is the first after a silence.
        let isFirstOfVoice = !frame.isDiscontinuous && silentFrameCount > 0
        silentFrameCount = frame.isDiscontinuous ? silentFrameCount + 1 : 0
        guard silentFrameCount <= Self.announcedSilentFrameCount else {
            suppressedFrameCount += 1
            return
        }
        let timestamp = frame.rtpTimestamp.advanced(by: timestampOffset)
        var packet = RTPPacket(
            marker: isFirstOfVoice, payloadType: configuration.payloadType, sequenceNumber: sequenceNumber,
            timestamp: timestamp, ssrc: configuration.ssrc, payload: frame.payload)
        addRedundancy(to: &packet)
        extend(&packet, level: frame.level)
        sequenceNumber = sequenceNumber.next
        outputs.append(.packet(packet))
        if recent.count == Self.maximumRedundancy { recent.removeFirst() }
        recent.append((timestamp, frame.payload))
        reports.noteFrame(timestamp: timestamp, now: now)
        handleTimeout(now: now)
    }

    /// Takes a control packet, after SRTCP.
    package mutating func handle(_ packet: RTCPPacket, now: Instant) {
        switch packet {
        case .receiverReport(let report): handle(report.reports, now: now)
        case .senderReport(let report): handle(report.reports, now: now)
        default: break
        }
    }

    /// When `handleTimeout` has something to do; `nil` before the first frame and after `discard`.
    package var nextTimeout: Instant? { reports.nextReport }

    /// Does whatever is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        if let report = reports.takeReport(now: now) { outputs.append(.rtcp(report)) }
    }

    /// The next packet, datagram or event; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> AudioSenderOutput? { outputs.popFirst() }

    /// Gives a packet of `pollOutput` what it gets last; it leaves now, and before those behind it.
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
        reports.countPacket(payloadByteCount: packet.payload.count)
        return SentDatagram(bytes: leaving.serialize(), transportSequenceNumber: number)
    }

    /// Stops at once, as when the microphone is switched off: what waits is dropped.
    package mutating func discard() {
        outputs.removeAll()
        recent.removeAll()
        silentFrameCount = 1
        reports.stop()
    }

    /// Puts earlier frames before the packet's own, the newest as far as they fit.
    private func addRedundancy(to packet: inout RTPPacket) {
        guard let redundancyPayloadType = configuration.redundancyPayloadType, redundancy > 0 else { return }
        var room = configuration.maximumPayloadByteCount - packet.payload.count - 1
        var blocks: [RedundantAudio.Block] = []
        for earlier in recent.suffix(redundancy).reversed() {
            let offset = earlier.timestamp.distance(to: packet.timestamp)
            room -= RedundantAudio.blockHeaderByteCount + earlier.payload.count
            guard offset <= UInt32(RedundantAudio.maximumTimestampOffset), room >= 0,
                earlier.payload.count <= RedundantAudio.maximumBlockByteCount
            else { break }
            blocks.append(
                RedundantAudio.Block(
                    payloadType: packet.payloadType, timestampOffset: UInt16(offset), payload: earlier.payload))
        }
        guard !blocks.isEmpty else { return }
        let redundant = RedundantAudio(
            repeated: blocks.reversed(), payloadType: packet.payloadType, payload: packet.payload)
        packet.payloadType = redundancyPayloadType
        packet.payload = redundant.serialize()
    }

    /// Writes the extensions; those whose values are known when the packet leaves have their length already.
    private func extend(_ packet: inout RTPPacket, level: AudioLevel?) {
        if let id = configuration.mediaIDExtension, let mediaID = configuration.mediaID {
            packet.headerExtensions.setMediaID(mediaID, id: id)
        }
        if let id = configuration.absoluteSendTimeExtension {
            packet.headerExtensions.setAbsoluteSendTime(.origin, id: id)
        }
        if let id = configuration.transportSequenceNumberExtension {
            packet.headerExtensions.setTransportSequenceNumber(0, id: id)
        }
        if let id = configuration.audioLevelExtension, let level {
            packet.headerExtensions.setAudioLevel(level, id: id)
        }
    }

    private mutating func handle(_ reports: [ReportBlock], now: Instant) {
        for report in reports where report.ssrc == configuration.ssrc {
            if let measured = report.roundTripTime(now: now) { roundTripTime = measured }
            let told = ReceptionReport(
                lossFraction: Double(report.fractionLost) / 256, roundTripTime: roundTripTime,
                jitter: .nanoseconds(Int64(report.jitter) * 62_500 / 3))
            outputs.append(.receptionReported(told))
        }
    }
}
