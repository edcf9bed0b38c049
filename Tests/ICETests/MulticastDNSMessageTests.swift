import Testing
import Wire

@testable import ICE

@Suite("Multicast DNS messages")
struct MulticastDNSMessageTests {
    /// `host.local`, as labels.
    private static let name = "04 686f7374 05 6c6f63616c 00"
    /// A response with one answer and one additional record, and no question.
    private static let header = "0000 8400 0000 0001 0000 0001"

    @Test("asks for each record in a message of its own")
    func queries() {
        let expected = ["0001", "001c"]
            .map { [UInt8](hexadecimal: "0000 0000 0001 0000 0000 0000 \(Self.name) \($0) 0001") }
        #expect(MulticastDNSMessage.serializeQueries(name: "host.local") == expected)
    }

    @Test(
        "asks nothing for what is no name",
        arguments: ["", "a..local", ".local", String(repeating: "x", count: 64) + ".local"])
    func noName(_ name: String) {
        #expect(MulticastDNSMessage.serializeQueries(name: name).isEmpty)
    }

    @Test("finds the address, also behind a compression pointer and among the additional records")
    func answer() throws {
        // An NSEC record of the name, then its A record, whose owner points back to the first (RFC 1035 §4.1.4).
        let message = try #require(
            [UInt8](
                hexadecimal: "\(Self.header) \(Self.name) 002f 8001 00000078 0005 c00c 000140"
                    + " c00c 0001 8001 00000078 0004 c0000202"))
        #expect(MulticastDNSMessage.parseAddress(of: "Host.local", in: message) == "192.0.2.2")
        #expect(MulticastDNSMessage.parseAddress(of: "other.local", in: message) == nil)
    }

    @Test("finds an IPv6 address")
    func answerIPv6() throws {
        let message = try #require(
            [UInt8](
                hexadecimal: "0000 8400 0000 0001 0000 0000 \(Self.name) 001c 8001 00000078 0010"
                    + " fd000000000000000000000000000002"))
        #expect(MulticastDNSMessage.parseAddress(of: "host.local", in: message) == "fd00:0:0:0:0:0:0:2")
    }

    @Test(
        "finds nothing in what makes no sense",
        arguments: [
            // Cut short; a query; a name that points to itself; one that points forward; a label of 64 bytes.
            "0000", "0000 0000 0001 0000 0000 0000 00 0001 0001", "0000 8400 0000 0001 0000 0000 c00c 0001",
            "0000 8400 0000 0001 0000 0000 c020 0001 8001 00000078 0004 c0000202",
            "0000 8400 0000 0001 0000 0000 40 0001 8001 00000078 0004 c0000202",
        ])
    func malformed(_ hexadecimal: String) throws {
        let message = try #require([UInt8](hexadecimal: hexadecimal))
        #expect(MulticastDNSMessage.parseAddress(of: "host.local", in: message) == nil)
    }

    @Test("survives every truncation and every flipped byte")
    func damaged() throws {
        let message = try #require(
            [UInt8](
                hexadecimal:
                    "\(Self.header) \(Self.name) 0001 8001 00000078 0004 c0000202 c00c 0001 8001 00000078 0004 c0000202"
            ))
        for count in 0..<message.count {
            _ = MulticastDNSMessage.parseAddress(of: "host.local", in: Array(message.prefix(count)))
        }
        for index in message.indices {
            for bit in 0..<8 {
                var damaged = message
                damaged[index] ^= 1 << UInt8(bit)
                _ = MulticastDNSMessage.parseAddress(of: "host.local", in: damaged)
            }
        }
    }
}
