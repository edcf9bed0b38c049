import SCTP
import Testing
import Wire

@testable import DataChannel

@Suite("The establishment protocol's messages")
struct EstablishmentMessageTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let hex: String
        let configuration: DataChannelConfiguration
    }

    static let opens = [
        Row(
            testDescription: "reliable", hex: "03 00 0100 00000000 0004 0000 63686174",
            configuration: DataChannelConfiguration(label: "chat")),
        Row(
            testDescription: "reliable, unordered", hex: "03 80 0100 00000000 0000 0000",
            configuration: DataChannelConfiguration(label: "", isOrdered: false)),
        Row(
            testDescription: "three retransmissions", hex: "03 01 0200 00000003 0001 0002 61 6263",
            configuration: DataChannelConfiguration(
                label: "a", subprotocol: "bc", reliability: .maximumRetransmissions(3), priority: 512)),
        Row(
            testDescription: "no retransmission, unordered", hex: "03 81 0080 00000000 0001 0000 78",
            configuration: DataChannelConfiguration(
                label: "x", isOrdered: false, reliability: .maximumRetransmissions(0), priority: 128)),
        Row(
            testDescription: "half a second", hex: "03 02 0100 000001f4 0003 0000 e282ac",
            configuration: DataChannelConfiguration(label: "€", reliability: .lifetime(.milliseconds(500)))),
        Row(
            testDescription: "4,294,967,295 ms, unordered", hex: "03 82 0400 ffffffff 0000 0001 70",
            configuration: DataChannelConfiguration(
                label: "", subprotocol: "p", isOrdered: false, reliability: .lifetime(.milliseconds(4_294_967_295)),
                priority: 1024)),
    ]

    @Test("are read and written as RFC 8832 draws them", arguments: opens)
    func table(_ row: Row) throws {
        let bytes = try #require([UInt8](hexadecimal: row.hex))
        let message = EstablishmentMessage.open(DataChannelOpenMessage(row.configuration))
        #expect(message.serialized() == bytes)
        #expect(try parse(bytes) == message)
    }

    @Test("ACK is one byte")
    func ack() throws {
        #expect(EstablishmentMessage.ack.serialized() == [2])
        #expect(try parse([2]) == .ack)
    }

    @Test("take names of 65,535 bytes")
    func longNames() throws {
        let name = String(repeating: "n", count: 65_535)
        let message = EstablishmentMessage.open(
            DataChannelOpenMessage(DataChannelConfiguration(label: name, subprotocol: name)))
        #expect(try parse(message.serialized()) == message)
    }

    @Test(
        "are refused when damaged",
        arguments: [
            "", "00", "01", "04", "ff", "03", "03 03 0100 00000000 0000 0000", "03 7f 0100 00000000 0000 0000",
            "03 00 0100 00000000 0001 0000", "03 00 0100 00000000 ffff 0000 61", "03 00 0100 00000000 0000 ffff 61",
            "03 00 0100 00000000 0001 0000 ff", "03 00 0100 00000000 0002 0000 c328",
            "03 00 0100 00000000 0000 0001 80",
        ])
    func damaged(_ hex: String) throws {
        let bytes = try #require([UInt8](hexadecimal: hex))
        #expect(throws: ParseError.self) { try parse(bytes) }
    }

    @Test("are refused at every length short of the whole")
    func truncated() throws {
        let whole = EstablishmentMessage.open(
            DataChannelOpenMessage(DataChannelConfiguration(label: "label", subprotocol: "protocol"))
        ).serialized()
        for count in 0..<whole.count {
            #expect(throws: ParseError.self) { try parse(Array(whole[..<count])) }
        }
    }

    private func parse(_ bytes: [UInt8]) throws -> EstablishmentMessage {
        var reader = ByteReader(bytes.span)
        return try EstablishmentMessage(parsing: &reader)
    }
}
