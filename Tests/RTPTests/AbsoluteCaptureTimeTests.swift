import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The time of capture")
struct AbsoluteCaptureTimeTests {
    @Test(
        "Both forms are read and written",
        arguments: [
            ("0000000500000000", UInt64(5) << 32, Int64?.none),
            ("e5c1a2b380000000 0000000000000000", 0xE5C1_A2B3_8000_0000, 0),
            ("0000000300000000 ffffffff80000000", 3 << 32, -(1 << 31)),
        ])
    func forms(text: String, ntp: UInt64, offset: Int64?) throws {
        let time = AbsoluteCaptureTime(ntpTimestamp: NTPTimestamp(rawValue: ntp), clockOffset: offset)
        #expect(AbsoluteCaptureTime.parse(hex(text)) == time)
        #expect(time.serialize() == hex(text))
        #expect(time.senderTime?.rawValue == offset.map { ntp &- UInt64(bitPattern: $0) })
    }

    @Test("Any other length is no time", arguments: [0, 1, 7, 9, 15, 17, 255])
    func malformed(count: Int) {
        #expect(AbsoluteCaptureTime.parse([UInt8](repeating: 0xFF, count: count)) == nil)
    }

    @Test("An offset beyond all bounds does no harm", arguments: [Int64.min, .max, -1])
    func bounds(offset: Int64) {
        for ntp in [0, UInt64.max] {
            #expect(
                AbsoluteCaptureTime(ntpTimestamp: NTPTimestamp(rawValue: ntp), clockOffset: offset).senderTime != nil)
        }
    }

    /// A sender and a receiver that agreed on the extension as 5, or did not.
    private func exchange(
        _ frame: EncodedVideoFrame, sends: Bool = true, reads: Bool = true, change: (inout RTPPacket) -> Void = { _ in }
    ) -> (packets: [RTPPacket], received: EncodedVideoFrame?) {
        var random = SeededRandom(seed: 1)
        var sender = VideoSender(
            configuration: VideoSenderConfiguration(
                ssrc: SSRC(7), payloadTypes: [.vp8: 96], canonicalName: "screen",
                absoluteCaptureTimeExtension: sends ? 5 : nil), random: &random)
        var receiver = VideoReceiver(
            configuration: VideoReceiverConfiguration(
                payloadTypes: [96: .vp8], localSSRC: SSRC(8), canonicalName: "host",
                absoluteCaptureTimeExtension: reads ? 5 : nil))
        let now = Instant.origin + .seconds(3)
        sender.send(frame, now: now)
        var packets: [RTPPacket] = []
        while let output = sender.pollOutput() {
            if case .packet(let packet, _) = output { packets.append(packet) }
        }
        for packet in packets {
            var packet = packet
            change(&packet)
            receiver.handle(packet, now: now)
        }
        while let output = receiver.pollOutput() {
            if case .frame(let frame) = output { return (packets, frame) }
        }
        return (packets, nil)
    }

    private var frame: EncodedVideoFrame {
        EncodedVideoFrame(
            isKeyFrame: true, rtpTimestamp: RTPTimestamp(rawValue: 1), width: 640, height: 480,
            payload: hex("504200 9d012a 8002 e001") + [UInt8](repeating: 1, count: 3_000),
            captureTime: AbsoluteCaptureTime(.origin + .milliseconds(2_500)))
    }

    @Test("A frame's first packet tells when it was captured, and the frame comes out with it")
    func firstPacket() throws {
        let (packets, received) = exchange(frame)
        #expect(packets.count == 3)
        let times = packets.map { $0.headerExtensions.absoluteCaptureTime(id: 5) }
        #expect(times == [frame.captureTime, nil, nil])
        #expect(packets[0].headerExtensions[5] == hex("0000000280000000 0000000000000000"))
        #expect(packets.allSatisfy { $0.byteCount + 16 <= 1_200 })
        #expect(received?.captureTime == frame.captureTime && received?.payload == frame.payload)
    }

    @Test("Where it was not agreed on, or the frame's maker did not say it, nothing is sent and nothing read")
    func withoutAgreement() {
        let mute = exchange(frame, sends: false)
        #expect(mute.packets.allSatisfy { $0.headerExtensions.isEmpty })
        #expect(mute.received != nil && mute.received?.captureTime == nil)
        let deaf = exchange(frame, reads: false)
        #expect(deaf.received?.payload == frame.payload && deaf.received?.captureTime == nil)
        var undated = frame
        undated.captureTime = nil
        #expect(exchange(undated).packets.allSatisfy { $0.headerExtensions.isEmpty })
    }

    @Test("A malformed time is passed over, and the frame comes all the same", arguments: [1, 7, 9, 12, 17, 200])
    func malformedInPacket(count: Int) {
        let (_, received) = exchange(frame) { packet in
            if packet.headerExtensions[5] != nil { packet.headerExtensions[5] = [UInt8](repeating: 9, count: count) }
        }
        #expect(received?.payload == frame.payload && received?.captureTime == nil)
    }

    @Test("A frame whose packets were repeated is dated as well")
    func repeated() throws {
        let packet = try #require(exchange(frame).packets.first)
        let again = packet.repeated(payloadType: 97, sequenceNumber: packet.sequenceNumber, ssrc: SSRC(9))
        let restored = try #require(again.restored(payloadType: 96, ssrc: SSRC(7)))
        #expect(restored.headerExtensions.absoluteCaptureTime(id: 5) == frame.captureTime)
    }
}
