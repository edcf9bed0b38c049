import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("RTCP packets")
struct RTCPPacketTests {
    static let block = ReportBlock(
        ssrc: SSRC(0xBC5E_9A40), fractionLost: 3, cumulativeLost: -2, extendedHighestSequenceNumber: 0x46E1,
        jitter: 273,
        lastSenderReport: 0x09F3_6432, delaySinceLastSenderReport: 150_137)

    /// Each packet with its bytes.
    static let packets: [(RTCPPacket, String)] = [
        (
            .senderReport(
                SenderReport(
                    senderSSRC: SSRC(0x902F_9E2E), ntpTimestamp: NTPTimestamp(rawValue: 0xDA8B_D1FC_DDDD_A05A),
                    rtpTimestamp: RTPTimestamp(rawValue: 0xAAF4_EDD5), packetCount: 1, byteCount: 2, reports: [block])),
            """
            81c8000c 902f9e2e da8bd1fcdddda05a aaf4edd5 00000001 00000002
            bc5e9a40 03fffffe 000046e1 00000111 09f36432 00024a79
            """
        ),
        (
            .receiverReport(ReceiverReport(senderSSRC: SSRC(0x902F_9E2E), reports: [block])),
            "81c90007 902f9e2e bc5e9a40 03fffffe 000046e1 00000111 09f36432 00024a79"
        ),
        (.receiverReport(ReceiverReport(senderSSRC: SSRC(1))), "80c90001 00000001"),
        (
            .sourceDescription(
                SourceDescription(chunks: [
                    .init(ssrc: SSRC(0x0102_0304), canonicalName: "AB"), .init(ssrc: SSRC(5), canonicalName: nil),
                ])),
            "82ca0005 01020304 01024142 00000000 00000005 00000000"
        ),
        (.goodbye(Goodbye(sources: [SSRC(0x902F_9E2E)])), "81cb0001 902f9e2e"),
        (
            .genericNACK(
                GenericNACK(
                    senderSSRC: SSRC(1), mediaSSRC: SSRC(2),
                    lost: [0xFFFE, 0xFFFF, 0x000E, 0x1000].map { RTPSequenceNumber(rawValue: $0) })),
            "81cd0004 00000001 00000002 fffe8001 10000000"
        ),
        (
            .pictureLossIndication(PictureLossIndication(senderSSRC: SSRC(0), mediaSSRC: SSRC(0x4BC4_FCB4))),
            "81ce0002 00000000 4bc4fcb4"
        ),
        (
            .fullIntraRequest(
                FullIntraRequest(
                    senderSSRC: SSRC(1), entries: [.init(ssrc: SSRC(0x1234_5678), commandNumber: 0x42)])),
            "84ce0004 00000001 00000000 12345678 42000000"
        ),
        (
            .estimatedMaximumBitrate(
                EstimatedMaximumBitrate(senderSSRC: SSRC(1), bitsPerSecond: 8_927_168, sources: [SSRC(0x4874_ED16)])),
            "8fce0005 00000001 00000000 52454d42 011a20df 4874ed16"
        ),
    ]

    @Test("Each packet is read and written", arguments: packets)
    func roundTrip(packet: RTCPPacket, text: String) throws {
        #expect(RTCPPacket.serialize([packet]) == hex(text))
        #expect(try RTCPPacket.parse(hex(text)) == [packet])
    }

    @Test("A datagram of all of them, with unknown types between")
    func compound() throws {
        let unknown = hex("80cc0001 00000001") + hex("8bcd0002 00000001 00000002") + hex("80cf0000")
        let bytes = Self.packets.flatMap { hex($0.1) + unknown }
        #expect(try RTCPPacket.parse(bytes) == Self.packets.map(\.0))
    }

    @Test("Padding is not read as content")
    func padding() throws {
        let bytes = hex("a1cd0004 00000001 00000002 10000000 00000004")
        let expected = GenericNACK(
            senderSSRC: SSRC(1), mediaSSRC: SSRC(2), lost: [RTPSequenceNumber(rawValue: 0x1000)])
        #expect(try RTCPPacket.parse(bytes) == [.genericNACK(expected)])
    }

    @Test("Feedback of another application is passed over")
    func otherApplication() throws {
        #expect(try RTCPPacket.parse(hex("8fce0003 00000001 00000000 41424344")).isEmpty)
    }

    @Test(
        "What is refused",
        arguments: [
            "", "80", "40c90001 00000001", "80c90002 00000001", "81c90001 00000001", "82cb0001 00000001",
            "81ca0001 00000001", "81ca0002 00000001 01ff4141", "81cd0001 00000001", "81cd0003 00000001 00000002 1000",
            "84ce0003 00000001 00000000 12345678",
            // REMB: more sources than bytes, and a rate beyond 64 bits.
            "8fce0005 00000001 00000000 52454d42 ff1a20df 4874ed16",
            "8fce0004 00000001 00000000 52454d42 00ffffff",
            // Padding that counts more than there is, or nothing.
            "a0c90001 000000ff", "a0c90001 00000000",
        ])
    func refusals(text: String) {
        #expect(throws: ParseError.self) { try RTCPPacket.parse(hex(text)) }
    }

    @Test("A rate that needs more than 18 bits is rounded down")
    func bitrateRounding() throws {
        for rate in [0, 1, 262_143, 262_144, 30_000_001, UInt64.max] {
            let packet = RTCPPacket.estimatedMaximumBitrate(
                EstimatedMaximumBitrate(senderSSRC: SSRC(1), bitsPerSecond: rate, sources: []))
            guard case .estimatedMaximumBitrate(let parsed) = try RTCPPacket.parse(RTCPPacket.serialize([packet])).first
            else {
                Issue.record("no estimate came back")
                return
            }
            #expect(parsed.bitsPerSecond <= rate)
            #expect(rate - parsed.bitsPerSecond <= rate >> 17)
        }
    }

    @Test("Every length of every packet, random bytes and random changes")
    func garbage() {
        var random = SeededRandom(seed: 5)
        let feedback = hex("8fcd0007 00000001 00000002 00010008 3de80217 a6c7d4e2 01020304 05060708")
        for bytes in Self.packets.map({ hex($0.1) }) + [feedback] {
            for count in 0...bytes.count { RTCPPacket.fuzz(Array(bytes.prefix(count))) }
            for _ in 0..<2_000 {
                var changed = bytes
                changed[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
                RTCPPacket.fuzz(changed)
                RTCPPacket.fuzz(Array(changed.prefix(4)) + random.bytes(Int.random(in: 0...64, using: &random)))
            }
        }
    }
}
