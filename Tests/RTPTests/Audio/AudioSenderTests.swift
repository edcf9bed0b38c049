import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The sender of sound, packet by packet")
struct AudioSenderTests {
    private static let ssrc = SSRC(0xA0D10)
    private let start = Instant.origin + .seconds(1)

    private static func makeSender(redundancy: Int = 0) -> AudioSender {
        var random = SeededRandom(seed: 4)
        var sender = AudioSender(
            configuration: AudioSenderConfiguration(
                ssrc: ssrc, payloadType: 111, redundancyPayloadType: 63, canonicalName: "test",
                mediaID: MediaID(rawValue: "1"), mediaIDExtension: 1, transportSequenceNumberExtension: 2,
                audioLevelExtension: 4), random: &random)
        sender.redundancy = redundancy
        return sender
    }

    private static func frame(_ number: Int, silent: Bool = false, byteCount: Int = 40) -> EncodedAudioFrame {
        EncodedAudioFrame(
            rtpTimestamp: RTPTimestamp(rawValue: UInt32.max - 1_000 &+ UInt32(number) &* 960), isDiscontinuous: silent,
            level: AudioLevel(isVoice: !silent, decibelsBelowOverload: 20),
            payload: silent ? [0x08] : [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: byteCount))
    }

    private func packets(
        _ sender: inout AudioSender, _ frames: [EncodedAudioFrame]
    ) throws -> [RTPPacket] {
        var numbers = TransportSequenceNumbers()
        var packets: [RTPPacket] = []
        for (index, frame) in frames.enumerated() {
            sender.send(frame, now: start + .milliseconds(20 * index))
            while let output = sender.pollOutput() {
                guard case .packet(let packet) = output else { continue }
                let now = start + .milliseconds(20 * index)
                packets.append(try RTPPacket.parse(sender.makeDatagram(packet, numbers: &numbers, now: now).bytes))
            }
        }
        return packets
    }

    private func redundant(_ packet: RTPPacket) throws -> RedundantAudio {
        try RedundantAudio.parse(packet.payload.span)
    }

    @Test("packets follow each other at 48 kHz, with their extensions")
    func packets() throws {
        var sender = Self.makeSender()
        let packets = try packets(&sender, (0..<5).map { Self.frame($0) })
        #expect(packets.map(\.marker) == [true, false, false, false, false])
        #expect(packets.allSatisfy { $0.payloadType == 111 && $0.ssrc == Self.ssrc })
        for (before, after) in zip(packets, packets.dropFirst()) {
            #expect(after.sequenceNumber == before.sequenceNumber.next)
            #expect(before.timestamp.distance(to: after.timestamp) == 960)
        }
        #expect(packets.map { $0.headerExtensions.transportSequenceNumber(id: 2) } == [1, 2, 3, 4, 5])
        #expect(packets.allSatisfy { $0.headerExtensions.mediaID(id: 1) == MediaID(rawValue: "1") })
        #expect(packets[0].headerExtensions.audioLevel(id: 4)?.decibelsBelowOverload == 20)
    }

    @Test("a silence is told twice, then left out; its end is marked, and time went on")
    func silence() throws {
        var sender = Self.makeSender()
        let frames = (0..<20).map { Self.frame($0, silent: 5..<15 ~= $0) }
        let packets = try packets(&sender, frames)
        #expect(packets.count == 5 + 2 + 5)
        #expect(sender.suppressedFrameCount == 8)
        #expect(packets.enumerated().filter(\.element.marker).map(\.offset) == [0, 7])
        #expect(packets[7].sequenceNumber == packets[6].sequenceNumber.next)
        #expect(packets[6].timestamp.distance(to: packets[7].timestamp) == 9 * 960)
    }

    @Test("each packet repeats as many before it as are asked for", arguments: [1, 2])
    func redundancy(_ count: Int) throws {
        var sender = Self.makeSender(redundancy: count)
        let packets = try packets(&sender, (0..<6).map { Self.frame($0) })
        #expect(packets[0].payloadType == 111, "there is nothing yet to repeat")
        for (index, packet) in packets.enumerated().dropFirst() {
            #expect(packet.payloadType == 63)
            let parsed = try redundant(packet)
            let expected = (max(0, index - count)..<index).map { earlier in
                RedundantAudio.Block(
                    payloadType: 111, timestampOffset: UInt16(index - earlier) * 960,
                    payload: Self.frame(earlier).payload)
            }
            #expect(parsed.repeated == expected)
            #expect(parsed.payload == Self.frame(index).payload && parsed.payloadType == 111)
        }
        sender.redundancy = 0
        #expect(try self.packets(&sender, [Self.frame(6)]).map(\.payloadType) == [111])
    }

    @Test("what is too long or too old is not repeated")
    func redundancyLimits() throws {
        var sender = Self.makeSender(redundancy: 2)
        let long = try packets(
            &sender, [Self.frame(0, byteCount: 700), Self.frame(1, byteCount: 300), Self.frame(2, byteCount: 300)])
        #expect(try redundant(long[1]).repeated.count == 1)
        #expect(try redundant(long[2]).repeated.map(\.payload.count) == [300])
        #expect(long.allSatisfy { $0.payload.count <= 1_100 })
        let old = try packets(&sender, [Self.frame(30)])
        #expect(old[0].payloadType == 111, "28 frames are more than 16,383 ticks")
    }

    @Test("reports tell the stream's time, and answers its round trip")
    func reports() throws {
        var sender = Self.makeSender()
        var numbers = TransportSequenceNumbers()
        sender.send(Self.frame(0), now: start)
        var reports: [SenderReport] = []
        func drain(_ sender: inout AudioSender) throws {
            while let output = sender.pollOutput() {
                if case .packet(let packet) = output {
                    _ = sender.makeDatagram(packet, numbers: &numbers, now: start)
                }
                guard case .rtcp(let bytes) = output,
                    case .senderReport(let report)? = try RTCPPacket.parse(bytes).first
                else { continue }
                reports.append(report)
            }
        }
        try drain(&sender)
        #expect(sender.nextTimeout == start + .seconds(1))
        sender.handleTimeout(now: start + .seconds(1))
        try drain(&sender)
        #expect(reports.count == 2)
        #expect(reports[0].rtpTimestamp.distance(to: reports[1].rtpTimestamp) == 48_000)
        #expect(reports[1].packetCount == 1 && reports[1].byteCount == 40)
        let block = ReportBlock(
            ssrc: Self.ssrc, fractionLost: 64, cumulativeLost: 1, extendedHighestSequenceNumber: 1, jitter: 480,
            lastSenderReport: reports[1].ntpTimestamp.middle, delaySinceLastSenderReport: 65_536 / 10)
        sender.handle(
            .receiverReport(ReceiverReport(senderSSRC: SSRC(9), reports: [block])), now: start + .milliseconds(1_150))
        guard case .receptionReported(let told)? = sender.pollOutput() else {
            Issue.record("no report was told")
            return
        }
        #expect(told.lossFraction == 0.25 && told.jitter == .milliseconds(10))
        #expect(49...51 ~= told.roundTripTime?.inMilliseconds ?? 0)
        sender.discard()
        #expect(sender.nextTimeout == nil)
    }
}
