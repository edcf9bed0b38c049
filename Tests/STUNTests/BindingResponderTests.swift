import Testing
import Wire

@testable import STUN

@Suite("Answering Binding requests")
struct BindingResponderTests {
    private let responder = BindingResponder()
    private let source = TransportAddress(ipv4: (192, 0, 2, 1), port: 32853)

    private func makeRequest(_ attributes: [STUNMessage.Attribute] = []) throws -> STUNMessage {
        let transactionID = try #require(STUNMessage.TransactionID(Array(1...12)))
        return STUNMessage(
            messageClass: .request, method: .binding, transactionID: transactionID, attributes: attributes)
    }

    @Test("The answer names the source")
    func success() throws {
        let request = try makeRequest()
        let bytes = try #require(responder.response(to: request.serialize(), from: source))
        let response = try STUNMessage.parse(bytes)
        #expect(response.messageClass == .successResponse)
        #expect(response.transactionID == request.transactionID)
        let value = try #require(response.value(of: .xorMappedAddress))
        #expect(try TransportAddress.parse(xored: value, transactionID: request.transactionID) == source)
    }

    @Test("A request without FINGERPRINT, the least there is, is answered in 40 bytes")
    func bareRequest() throws {
        let bare = try #require([UInt8](hexadecimal: "000100002112a442000102030405060708090a0b"))
        #expect(responder.response(to: bare, from: source)?.count == 40)
    }

    @Test("A request of RFC 3489, as libnice makes it, is answered with the address as it is")
    func classicRequest() throws {
        let request = try #require([UInt8](hexadecimal: "000100000371a4f9f26fe62c4be8af034522f04d"))
        let expected = "0101000c0371a4f9f26fe62c4be8af034522f04d" + "00010008" + "00018055c0000201"
        #expect(responder.response(to: request, from: source) == [UInt8](hexadecimal: expected))
        let sixth = try #require(TransportAddress(ip: Array(repeating: 0x20, count: 16), port: 1))
        #expect(responder.response(to: request, from: sixth)?.count == 44)
    }

    @Test("A request of RFC 3489 that asks for more than the address is not answered")
    func classicRequestWithAttribute() throws {
        let request = try #require(
            [UInt8](hexadecimal: "000100080371a4f9f26fe62c4be8af034522f04d" + "0003000400000006"))
        #expect(responder.response(to: request, from: source) == nil)
        #expect(responder.response(to: Array(request.prefix(20)), from: source) == nil)
    }

    @Test("The request of RFC 5769, with the attributes of ICE, is answered")
    func iceAttributes() throws {
        let bytes = try #require(responder.response(to: RFC5769.request, from: source))
        #expect(try STUNMessage.parse(bytes).messageClass == .successResponse)
    }

    @Test("An unknown attribute that must be understood is refused with 420 and named")
    func unknownAttribute() throws {
        let attribute = STUNMessage.Attribute(type: STUNAttributeType(rawValue: 0x0003), value: [0, 0, 0, 6])
        let bytes = try #require(responder.response(to: try makeRequest([attribute]).serialize(), from: source))
        let response = try STUNMessage.parse(bytes)
        #expect(response.messageClass == .errorResponse)
        let value = try #require(response.value(of: .errorCode))
        #expect(try STUNErrorCode.parse(value) == .unknownAttribute)
        #expect(response.value(of: .unknownAttributes) == [0, 3])
    }

    @Test("An unknown optional attribute is passed over")
    func optionalAttribute() throws {
        let attribute = STUNMessage.Attribute(type: STUNAttributeType(rawValue: 0xC057), value: [0, 0, 0, 1])
        let bytes = try #require(responder.response(to: try makeRequest([attribute]).serialize(), from: source))
        #expect(try STUNMessage.parse(bytes).messageClass == .successResponse)
    }

    @Test(
        "Nothing but a Binding request is answered",
        arguments: [
            RFC5769.responseIPv4,  // a response
            RFC5769.bytes("001100002112a442000102030405060708090a0b"),  // an indication
            RFC5769.bytes("000300002112a442000102030405060708090a0b"),  // Allocate
            RFC5769.bytes("00010004deadbeef000102030405060708090a0b80220000"),  // no magic cookie, an attribute
            RFC5769.bytes("000100042112a442000102030405060708090a0b"),  // a length beyond the end
            RFC5769.bytes("160301"),  // DTLS
        ])
    func silence(bytes: [UInt8]) {
        #expect(responder.response(to: bytes, from: source) == nil)
    }

    @Test("An address does not reach a log")
    func redaction() {
        #expect("\(source)" == "‹redacted›")
    }

    @Test("An IPv4 address in IPv6 dress is answered as IPv4")
    func mappedAddress() {
        let ip = RFC5769.bytes("00000000000000000000ffffc0000201")
        #expect(TransportAddress(ip: ip, port: 32853) == source)
    }
}

@Suite("STUN from hostile senders")
struct STUNGarbageTests {
    @Test("Every length of a valid message")
    func truncation() {
        for message in [RFC5769.request, RFC5769.responseIPv4, RFC5769.responseIPv6] {
            for count in 0..<message.count {
                #expect(throws: ParseError.self) { try STUNMessage.parse(Array(message.prefix(count))) }
                STUNMessage.fuzz(Array(message.prefix(count)))
                _ = try? MessageIntegrity.isValid(Array(message.prefix(count))) { _ in [] }
            }
        }
    }

    @Test("Every value of every byte of a short message")
    func mutation() {
        let message = RFC5769.bytes("000100082112a442000102030405060708090a0b0009000400000414")
        for index in message.indices {
            for value in UInt8.min...UInt8.max {
                var changed = message
                changed[index] = value
                STUNMessage.fuzz(changed)
                _ = try? MessageIntegrity.isValid(changed) { _ in [] }
            }
        }
    }
}
