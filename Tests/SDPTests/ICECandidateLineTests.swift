import TestSupport
import Testing
import Wire

@testable import SDP

@Suite("ICE candidate lines")
struct ICECandidateLineTests {
    static let lines = [
        "candidate:1 1 udp 2130706431 192.0.2.1 8998 typ host",
        "candidate:2 1 udp 1694498815 203.0.113.7 45664 typ srflx raddr 10.0.1.1 rport 8998",
        "candidate:3 1 udp 16777215 2001:db8::7 50000 typ relay raddr 203.0.113.7 rport 45664 generation 0 ufrag 2TLy",
        "candidate:4 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0 network-id 1 network-cost 10",
        "candidate:5 1 tcp 1518149375 192.0.2.1 49153 typ host tcptype passive",
        "candidate:6 1 udp 2113937151 a310d2dd-fda2-40c4-8b14-706161f5a5ae.local 38518 typ host generation 0",
        "candidate:7 1 udp 1 turn.example.net 3478 typ later",
        "candidate:8 1 udp 1862270975 198.51.100.9 61665 typ prflx raddr 0.0.0.0 rport 0",
    ]

    @Test("The forms that browsers and agents write", arguments: lines)
    func roundTrip(line: String) throws {
        let candidate = try ICECandidateLine.parse(line)
        #expect(candidate.serialize() == line)
        #expect(try ICECandidateLine.parse("a=\(line)") == candidate)
        #expect(try ICECandidateLine.parse(line.dropFirst("candidate:".count)) == candidate)
    }

    @Test("The parts")
    func parts() throws {
        let candidate = try ICECandidateLine.parse(Self.lines[2])
        #expect(candidate.foundation == "3")
        #expect(candidate.priority == 16_777_215)
        #expect(candidate.address.value == "2001:db8::7")
        #expect(candidate.type == .relayed)
        #expect(candidate.relatedAddress?.value == "203.0.113.7")
        #expect(candidate.relatedPort == 45_664)
        #expect(candidate.usernameFragment == "2TLy")
        #expect(try ICECandidateLine.parse(Self.lines[3]).tcpType == .active)
        #expect(try ICECandidateLine.parse(Self.lines[5]).isMulticastDNSName)
        #expect(try !ICECandidateLine.parse(Self.lines[6]).isMulticastDNSName)
    }

    @Test("Transports are compared without regard to case")
    func transport() throws {
        #expect(try ICECandidateLine.parse("candidate:1 1 UDP 1 192.0.2.1 9 typ host").transport == "udp")
    }

    @Test(
        "What is refused",
        arguments: [
            "", "candidate:", "candidate:1 1 udp 1 192.0.2.1 9 typ", "candidate:1 1 udp 1 192.0.2.1 9 host typ",
            "candidate:1 0 udp 1 192.0.2.1 9 typ host", "candidate:1 257 udp 1 192.0.2.1 9 typ host",
            "candidate:1 1 udp 4294967296 192.0.2.1 9 typ host", "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
            "candidate:1 1 udp -1 192.0.2.1 9 typ host", "candidate:é 1 udp 1 192.0.2.1 9 typ host",
            "candidate:1 1 udp 1 192.0.2.1 9 typ host raddr", "candidate:1 1 udp 1 192.0.2.1 9 typ host rport x",
            "candidate:1 1 udp 1 192.0.2.1 9 typ host tcptype both",
            "candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=setup:active x",
            "candidate:\(String(repeating: "f", count: 33)) 1 udp 1 192.0.2.1 9 typ host",
            "candidate:1 1 udp 1 \(String(repeating: "a", count: 1_100)) 9 typ host",
        ])
    func refusals(line: String) {
        #expect(throws: ParseError.self) { try ICECandidateLine.parse(line) }
    }

    @Test("Addresses do not reach a log")
    func redaction() throws {
        let printed = String(describing: try ICECandidateLine.parse(Self.lines[1]))
        #expect(!printed.contains("203.0.113.7"))
        #expect(!printed.contains("10.0.1.1"))
    }

    @Test("Every length, and every byte changed", arguments: lines)
    func garbage(line: String) {
        let bytes = Array(line.utf8)
        for count in 0...bytes.count { ICECandidateLine.fuzz(Array(bytes.prefix(count))) }
        for index in bytes.indices {
            for value in [0, 0x0A, 0x20, 0x2D, 0x39, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = value
                ICECandidateLine.fuzz(changed)
            }
        }
    }
}
