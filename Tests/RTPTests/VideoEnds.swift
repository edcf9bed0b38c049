import TestSupport
import Testing
import Wire

@testable import RTP

/// Frames that a test can tell apart: the header of VP8, then the frame's number and filler.
enum TestFrame {
    static func make(number: UInt32, isKeyFrame: Bool, byteCount: Int) -> EncodedVideoFrame {
        let head = isKeyFrame ? hex("504200 9d012a 8002 e001") : hex("514200")
        let digits = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        let filler = (0..<max(0, byteCount - head.count - 4)).map { UInt8(truncatingIfNeeded: $0 &+ Int(number)) }
        return EncodedVideoFrame(
            codec: .vp8, isKeyFrame: isKeyFrame, rtpTimestamp: RTPTimestamp(rawValue: number &* 3_000),
            width: isKeyFrame ? 640 : 0, height: isKeyFrame ? 480 : 0, payload: head + digits + filler)
    }

    static func number(of frame: EncodedVideoFrame) -> UInt32 {
        frame.payload.dropFirst(frame.isKeyFrame ? 10 : 3).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// A camera of 30 frames a second and its sender.
final class SendingEnd: VirtualEnd {
    static let ssrc = SSRC(0x5E4D)
    static let frameInterval = Duration.microseconds(33_333)

    var sender: VideoSender
    /// Shared by the senders of one transport.
    var numbers = TransportSequenceNumbers()
    var sent: [EncodedVideoFrame] = []
    var keyFrameRequests = 0
    var reports: [ReceptionReport] = []
    var feedback: [TransportFeedback] = []
    var packetByteCounts: [Int] = []
    var frameByteCount = 5_000
    var nextFrame: Instant?
    /// When the camera is switched off.
    var lastFrame: Instant?
    private var wantsKeyFrame = true
    private var rtcp: Set<Int> = []

    init(hasRetransmission: Bool = true, seed: UInt64 = 1, firstFrame: Instant = .origin + .seconds(1)) {
        var random = SeededRandom(seed: seed)
        sender = VideoSender(
            configuration: VideoSenderConfiguration(
                ssrc: Self.ssrc, payloadTypes: [.vp8: 96],
                retransmission: hasRetransmission ? .init(ssrc: SSRC(0x47C), payloadTypes: [96: 97]) : nil,
                canonicalName: "camera", mediaID: MediaID(rawValue: "0"), mediaIDExtension: 1,
                transportSequenceNumberExtension: 2, absoluteSendTimeExtension: 3), random: &random)
        nextFrame = firstFrame
    }

    var repeatedPacketCount: UInt64 { sender.repeatedPacketCount }
    var reportTimeout: Instant? { sender.nextTimeout }
    var roundTripTime: Duration? { sender.roundTripTime }

    var nextTimeout: Instant? { [sender.nextTimeout, nextFrame].compactMap(\.self).min() }

    func handle(_ datagram: [UInt8], now: Instant) {
        for packet in (try? RTCPPacket.parse(datagram)) ?? [] {
            if case .transportFeedback(let report) = packet { feedback.append(report) }
            sender.handle(packet, now: now)
        }
    }

    func handleTimeout(now: Instant) {
        sender.handleTimeout(now: now)
        guard let due = nextFrame, due <= now else { return }
        let frame = TestFrame.make(
            number: UInt32(sent.count), isKeyFrame: wantsKeyFrame,
            byteCount: wantsKeyFrame ? frameByteCount * 4 : frameByteCount)
        wantsKeyFrame = false
        sent.append(frame)
        sender.send(frame, now: now)
        nextFrame = now + Self.frameInterval
        if let lastFrame, now >= lastFrame { nextFrame = nil }
    }

    func pollDatagram(now: Instant) -> [UInt8]? {
        while let output = sender.pollOutput() {
            switch output {
            case .packet(let packet, _):
                let bytes = sender.makeDatagram(packet, numbers: &numbers, now: now).bytes
                packetByteCounts.append(bytes.count)
                return bytes
            case .rtcp(let bytes): return bytes
            case .keyFrameRequested:
                keyFrameRequests += 1
                wantsKeyFrame = true
            case .receptionReported(let report): reports.append(report)
            case .bitrateEstimated: break
            }
        }
        return nil
    }
}

/// A receiver and a decoder that only checks what it is given.
final class ReceivingEnd: VirtualEnd {
    var receiver: VideoReceiver
    var recorder = TransportFeedbackRecorder()
    var frames: [EncodedVideoFrame] = []
    var arrivals: [Instant] = []
    var rtcp: [RTCPPacket] = []
    var rtcpInstants: [Instant] = []

    init(
        requestsRetransmission: Bool = true, allowsReducedSizeRTCP: Bool = true,
        keyFrameRequest: KeyFrameRequestKind? = .pictureLossIndication
    ) {
        receiver = VideoReceiver(
            configuration: VideoReceiverConfiguration(
                payloadTypes: [96: .vp8], retransmissionPayloadTypes: [97: 96], localSSRC: SSRC(0xACE),
                canonicalName: "screen", requestsRetransmission: requestsRetransmission,
                keyFrameRequest: keyFrameRequest, allowsReducedSizeRTCP: allowsReducedSizeRTCP))
    }

    var nextTimeout: Instant? { [receiver.nextTimeout, recorder.nextTimeout].compactMap(\.self).min() }

    func handle(_ datagram: [UInt8], now: Instant) {
        if RTCPPacket.isRTCP(datagram) {
            for packet in (try? RTCPPacket.parse(datagram)) ?? [] { receiver.handle(packet, now: now) }
        } else if let packet = try? RTPPacket.parse(datagram) {
            if let number = packet.headerExtensions.transportSequenceNumber(id: 2) {
                recorder.handle(transportSequenceNumber: number, now: now)
            }
            receiver.handle(packet, now: now)
            receiver.sendReports(of: &recorder, now: now)
        }
        collectFrames(now: now)
    }

    func handleTimeout(now: Instant) {
        receiver.handleTimeout(now: now)
        receiver.sendReports(of: &recorder, now: now)
    }

    private var datagrams: [[UInt8]] = []

    func pollDatagram(now: Instant) -> [UInt8]? {
        collectFrames(now: now)
        return datagrams.isEmpty ? nil : datagrams.removeFirst()
    }

    private func collectFrames(now: Instant) {
        while let output = receiver.pollOutput() {
            switch output {
            case .frame(let frame):
                frames.append(frame)
                arrivals.append(now)
            case .rtcp(let bytes):
                datagrams.append(bytes)
                for packet in (try? RTCPPacket.parse(bytes)) ?? [] {
                    rtcp.append(packet)
                    rtcpInstants.append(now)
                }
            }
        }
    }

    var counters: VideoReceiverCounters { receiver.counters }
    var remoteSSRC: SSRC? { receiver.remoteSSRC }

    /// The numbers of the frames, for comparison with what was sent.
    var numbers: [UInt32] { frames.map { TestFrame.number(of: $0) } }

    /// Whether a decoder could take all frames: each follows the one before, or is a key frame.
    var isDecodable: Bool {
        guard frames.first?.isKeyFrame ?? true else { return false }
        return zip(numbers, zip(numbers, frames).dropFirst()).allSatisfy { before, next in
            next.1.isKeyFrame ? next.0 > before : next.0 == before + 1
        }
    }
}
