import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("RTP packets")
struct RTPPacketTests {
    /// Each form once: bare, contributing sources, padding, one-byte and two-byte extensions.
    static let packets = [
        "8060 1234 00000001 cafebabe aabb",
        "82e0 ffff ffffffff cafebabe 00000001 00000002 00",
        "a060 0001 00000000 00000001 aa000003",
        "9060 0001 00000000 00000001 bede0002 10300000 22aabbcc 7f",
        "9060 0001 00000000 00000001 10000002 0101aa10 0200bb00 7f",
    ]

    @Test("Every form is written as it was read", arguments: packets)
    func roundTrip(text: String) throws {
        let packet = try RTPPacket.parse(hex(text))
        #expect(try RTPPacket.parse(packet.serialize()) == packet)
    }

    @Test("The header's fields")
    func fields() throws {
        let packet = try RTPPacket.parse(hex("82e0 ffff 80000000 cafebabe 00000001 00000002 aabb"))
        #expect(packet.marker)
        #expect(packet.payloadType == 96)
        #expect(packet.sequenceNumber.rawValue == 0xFFFF)
        #expect(packet.timestamp.rawValue == 0x8000_0000)
        #expect(packet.ssrc == SSRC(0xCAFE_BABE))
        #expect(packet.contributingSources == [SSRC(1), SSRC(2)])
        #expect(packet.payload == [0xAA, 0xBB])
        #expect(packet.headerByteCount == 20)
        #expect(packet.serialize() == hex("82e0 ffff 80000000 cafebabe 00000001 00000002 aabb"))
    }

    @Test("Padding is taken off, and counted")
    func padding() throws {
        let packet = try RTPPacket.parse(hex("a060 0001 00000000 00000001 aa000003"))
        #expect(packet.payload == [0xAA])
        #expect(packet.paddingByteCount == 3)
        #expect(packet.serialize() == hex("a060 0001 00000000 00000001 aa000003"))
    }

    @Test(
        "Extensions in the one-byte form",
        arguments: [
            // Padding between elements, and an element whose length is 16.
            (
                "bede0006 1022 00 3055 4f 000102030405060708090a0b0c0d0e0f 0000",
                [1: "22", 3: "55", 4: "000102030405060708090a0b0c0d0e0f"]
            ),
            // ID 15 ends the reading.
            ("bede0002 10aa f0 bb 20cc 0000", [1: "aa"]),
            // The first of two with the same ID counts.
            ("bede0001 10aa 10bb", [1: "aa"]),
            // A profile that is not RFC 8285's is skipped.
            ("abcd0001 10aa 10bb", [:]),
            ("bede0000", [:]),
        ] as [(String, [UInt8: String])])
    func oneByteForm(extension text: String, elements: [UInt8: String]) throws {
        let packet = try RTPPacket.parse(hex("9060 0001 00000000 00000001 \(text) 7f"))
        #expect(packet.payload == [0x7F])
        #expect(packet.headerExtensions.elements.count == elements.count)
        for (id, data) in elements { #expect(packet.headerExtensions[id] == hex(data)) }
    }

    @Test("Extensions that do not fit the one-byte form are written in the two-byte form")
    func twoByteForm() throws {
        var packet = try RTPPacket.parse(hex("8060 0001 00000000 00000001 7f"))
        packet.headerExtensions[15] = [1]
        packet.headerExtensions[2] = []
        packet.headerExtensions[3] = [UInt8](repeating: 9, count: 17)
        let bytes = packet.serialize()
        #expect(bytes[12..<16] == [0x10, 0x00, 0x00, 0x06])
        #expect(bytes.count == packet.headerByteCount + 1)
        #expect(try RTPPacket.parse(bytes) == packet)
    }

    @Test("The values of the extensions that this project uses")
    func values() {
        var extensions = HeaderExtensions()
        extensions.setTransportSequenceNumber(0xABCD, id: 2)
        extensions.setMediaID(MediaID(rawValue: "video0"), id: 1)
        extensions.setAbsoluteSendTime(.origin + .milliseconds(65_500), id: 3)
        #expect(extensions.transportSequenceNumber(id: 2) == 0xABCD)
        #expect(extensions.mediaID(id: 1) == MediaID(rawValue: "video0"))
        // 65.5 s modulo 64 is 1.5 s, in 6.18 fixed point.
        #expect(extensions[3] == hex("060000"))
        extensions[2] = nil
        #expect(extensions.transportSequenceNumber(id: 2) == nil)
    }

    @Test(
        "What is refused",
        arguments: [
            "", "80", "4060 0001 00000000 00000001", "8060 0001 00000000 000000", "8160 0001 00000000 00000001 0000",
            "9060 0001 00000000 00000001 bede", "9060 0001 00000000 00000001 bede0001 10",
            "9060 0001 00000000 00000001 bede0001 000013aa", "a060 0001 00000000 00000001",
            "a060 0001 00000000 00000001 00", "a060 0001 00000000 00000001 aa05",
        ])
    func refusals(text: String) {
        #expect(throws: ParseError.self) { try RTPPacket.parse(hex(text)) }
    }

    @Test("Every length, random bytes and random changes", arguments: packets)
    func garbage(text: String) {
        var random = SeededRandom(seed: 3)
        for count in 0...hex(text).count { RTPPacket.fuzz(Array(hex(text).prefix(count))) }
        for _ in 0..<2_000 {
            RTPPacket.fuzz(random.bytes(Int.random(in: 0...40, using: &random)))
            var bytes = hex(text)
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            RTPPacket.fuzz(bytes)
        }
    }

    @Test(
        "RTP and RTCP on one port",
        arguments: [("80c8", true), ("81cd", true), ("80e0", false), ("8060", false), ("00c8", false), ("80", false)])
    func multiplexing(text: String, isRTCP: Bool) {
        #expect(RTCPPacket.isRTCP(hex(text)) == isRTCP)
    }

    @Test("A repeated packet gives the original back")
    func retransmission() throws {
        let original = try RTPPacket.parse(hex("90e0 1234 00000001 cafebabe bede0001 10300000 aabb"))
        let repeated = original.repeated(
            payloadType: 97, sequenceNumber: RTPSequenceNumber(rawValue: 7), ssrc: SSRC(9))
        #expect(repeated.payload == hex("1234aabb"))
        #expect(repeated.ssrc == SSRC(9))
        #expect(repeated.restored(payloadType: 96, ssrc: original.ssrc) == original)
        var probe = repeated
        probe.payload = []
        #expect(probe.restored(payloadType: 96, ssrc: original.ssrc) == nil)
    }
}
