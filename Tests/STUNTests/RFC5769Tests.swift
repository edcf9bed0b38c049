import Testing
import Wire

@testable import STUN

/// The sample messages of RFC 5769 §2.1 to §2.3.
enum RFC5769 {
    static let password = Array("VOkJxbRl1RmTxUk/WvJxBt".utf8)

    static let request = bytes(
        """
        000100582112a442b7e7a701bc34d686fa87dfae
        802200105354554e207465737420636c69656e74
        002400046e0001ff
        80290008932ff9b151263b36
        000600096576746a3a68367659202020
        000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
        80280004e57a3bcf
        """)
    static let responseIPv4 = bytes(
        """
        0101003c2112a442b7e7a701bc34d686fa87dfae
        8022000b7465737420766563746f7220
        002000080001a147e112a643
        000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7
        80280004c07d4c96
        """)
    static let responseIPv6 = bytes(
        """
        010100482112a442b7e7a701bc34d686fa87dfae
        8022000b7465737420766563746f7220
        002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
        00080014a382954e4be67bf11784c97c8292c275bfe3ed41
        80280004c8fb0b4c
        """)

    static func bytes(_ hexadecimal: String) -> [UInt8] { [UInt8](hexadecimal: hexadecimal) ?? [] }
}

@Suite("The sample messages of RFC 5769")
struct RFC5769Tests {
    @Test("The request parses, and its FINGERPRINT is checked")
    func request() throws {
        let message = try STUNMessage.parse(RFC5769.request)
        #expect(message.messageClass == .request)
        #expect(message.method == .binding)
        #expect(message.transactionID.bytes == RFC5769.bytes("b7e7a701bc34d686fa87dfae"))
        #expect(message.value(of: .software) == Array("STUN test client".utf8))
        #expect(message.value(of: .username) == Array("evtj:h6vY".utf8))
    }

    @Test(
        "The mapped addresses",
        arguments: [
            (RFC5769.responseIPv4, "c0000201"), (RFC5769.responseIPv6, "20010db8123456780011223344556677"),
        ])
    func response(bytes: [UInt8], ip: String) throws {
        let message = try STUNMessage.parse(bytes)
        #expect(message.messageClass == .successResponse)
        let value = try #require(message.value(of: .xorMappedAddress))
        let address = try TransportAddress.parse(xored: value, transactionID: message.transactionID)
        #expect(address == TransportAddress(ip: RFC5769.bytes(ip), port: 32853))
        #expect(address.serialize(xoredWith: message.transactionID) == value)
    }

    @Test("MESSAGE-INTEGRITY", arguments: [RFC5769.request, RFC5769.responseIPv4, RFC5769.responseIPv6])
    func integrity(bytes: [UInt8]) throws {
        #expect(try MessageIntegrity.isValid(bytes) { SHA1.hmac(key: RFC5769.password, $0) })
        #expect(try !MessageIntegrity.isValid(bytes) { SHA1.hmac(key: [1], $0) })
        var changed = bytes
        changed[24] ^= 1
        #expect(try !MessageIntegrity.isValid(changed) { SHA1.hmac(key: RFC5769.password, $0) })
    }

    @Test("A change in any byte that the FINGERPRINT covers is found", arguments: 0..<RFC5769.request.count - 8)
    func fingerprint(index: Int) {
        var bytes = RFC5769.request
        bytes[index] ^= 0x10
        #expect(throws: ParseError.self) { try STUNMessage.parse(bytes) }
    }

    @Test("CRC-32 of the digits 1 to 9 is CBF43926")
    func crc32() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
