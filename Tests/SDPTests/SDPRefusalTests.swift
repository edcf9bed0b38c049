import TestSupport
import Testing
import Wire

@testable import SDP

@Suite("Descriptions that are refused")
struct SDPRefusalTests {
    private static let head = "v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\n"
    private static let section = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"

    private static let refusals: [(String, SDPError)] = [
        ("", .missing("v=")),
        ("v=1\n", .unexpectedLine(1)),
        ("v=0\n", .missing("o=")),
        ("v=0\ns=-\n", .unexpectedLine(2)),
        ("v=0\no=- x 1 IN IP4 0.0.0.0\n", .malformedLine(2)),
        ("v=0\no=- 1 1 IN IP4 0.0.0.0\n", .missing("s=")),
        ("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\n", .missing("t=")),
        (head + "q=1\n", .unexpectedLine(5)),
        (head + "nonsense\n", .malformedLine(5)),
        (head + "\n" + section, .malformedLine(5)),
        (head + "m=video\n", .malformedLine(5)),
        (head + "m=video 70000 UDP/TLS/RTP/SAVPF 96\n", .malformedLine(5)),
        (head + section + "t=0 0\n", .unexpectedLine(6)),
        (head + "a=x:a\u{0}b\n", .malformedLine(5)),
        (head + "a=x:a\rb\n", .malformedLine(5)),
        (head + section + "a=sctp-port:65536\n", .malformedAttribute("sctp-port", line: 6)),
        (head + section + "a=sctp-port:+5000\n", .malformedAttribute("sctp-port", line: 6)),
        (head + section + "a=sctp-init:AQAA=\n", .malformedAttribute("sctp-init", line: 6)),
        (head + section + "a=setup:maybe\n", .malformedAttribute("setup", line: 6)),
        (head + section + "a=mid:\n", .malformedAttribute("mid", line: 6)),
        (head + section + "a=ice-ufrag:abc\n", .malformedAttribute("ice-ufrag", line: 6)),
        (head + section + "a=ice-pwd:tooshort\n", .malformedAttribute("ice-pwd", line: 6)),
        (head + section + "a=candidate:1 1 udp\n", .malformedAttribute("candidate", line: 6)),
        (head + section + "a=rtpmap:128 VP8/90000\n", .malformedAttribute("rtpmap", line: 6)),
        (head + section + "a=rtpmap:96 VP8/0\n", .malformedAttribute("rtpmap", line: 6)),
        (head + section + "a=extmap:0 urn:x\n", .malformedAttribute("extmap", line: 6)),
        (head + section + "a=ssrc:4294967296 cname:x\n", .malformedAttribute("ssrc", line: 6)),
    ]

    @Test("Each with its reason", arguments: refusals)
    func reasons(text: String, error: SDPError) {
        #expect(throws: error) { try SessionDescription.parse(text) }
    }

    @Test("Weak hash functions", arguments: ["md5", "MD5", "md2", "sha-1", "SHA-1"])
    func weakFingerprint(name: String) {
        let text = Self.head + "a=fingerprint:\(name) 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\n"
        #expect(throws: SDPError.refusedHashFunction(line: 5)) { try SessionDescription.parse(text) }
    }

    @Test(
        "A fingerprint by SHA-256 has 32 pairs of digits",
        arguments: [
            "", "00", "00:11", Array(repeating: "AB", count: 33).joined(separator: ":"),
            Array(repeating: "A", count: 32).joined(separator: ":"),
            Array(repeating: "GG", count: 32).joined(separator: ":"),
        ])
    func fingerprintLength(hash: String) {
        let text = Self.head + "a=fingerprint:sha-256 \(hash)\n"
        #expect(throws: SDPError.malformedAttribute("fingerprint", line: 5)) { try SessionDescription.parse(text) }
    }

    @Test("Limits on bytes, lines, sections and candidates")
    func limits() {
        let limits = SDPLimits(
            maximumByteCount: 2_000, maximumLineCount: 30, maximumSectionCount: 3, maximumCandidateCount: 2)
        let candidate = "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\n"
        func parse(_ text: String) throws { _ = try SessionDescription.parse(text, limits: limits) }
        #expect(throws: SDPError.tooLarge(byteCount: 2_001)) { try parse(String(repeating: "x", count: 2_001)) }
        #expect(throws: SDPError.tooMany("lines", limit: 30)) {
            try parse(Self.head + String(repeating: "a=x\n", count: 27))
        }
        #expect(throws: SDPError.tooMany("media sections", limit: 3)) {
            try parse(Self.head + String(repeating: Self.section, count: 4))
        }
        #expect(throws: SDPError.tooMany("candidates", limit: 2)) {
            try parse(Self.head + Self.section + String(repeating: candidate, count: 3))
        }
        #expect(throws: Never.self) { try parse(Self.head + Self.section + candidate + candidate) }
    }

    @Test("A combining mark behind a separator hides nothing")
    func combiningMarks() {
        let text = Self.head + "m=application \u{301}9 UDP/DTLS/SCTP webrtc-datachannel\n"
        #expect(throws: SDPError.malformedLine(5)) { try SessionDescription.parse(text) }
    }
}

@Suite("Descriptions from hostile senders")
struct SDPGarbageTests {
    @Test("Every length of every peer's description", arguments: SessionDescriptionTests.texts)
    func truncation(text: String) {
        let bytes = Array(text.utf8)
        for count in stride(from: 0, to: bytes.count, by: 7) { SessionDescription.fuzz(Array(bytes.prefix(count))) }
    }

    @Test("Random changes", arguments: SessionDescriptionTests.texts)
    func mutation(text: String) {
        var random = SeededRandom(seed: 1)
        for _ in 0..<200 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[bytes.count / 2], at: index)
                }
            }
            SessionDescription.fuzz(bytes)
        }
    }
}
