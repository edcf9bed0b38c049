import SRTP
import Testing
import Wire

@Suite("SRTP contexts")
struct SRTPContextTests {
    private static func key(_ profile: SRTPProfile) -> [UInt8] {
        (0..<profile.keyingMaterialByteCount).map { UInt8($0) }
    }

    private static func rtp(sequence: UInt16, payload: [UInt8] = [1, 2, 3]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(0x80 as UInt8)
        writer.write(96 as UInt8)
        writer.write(sequence)
        writer.write(90_000 as UInt32)
        writer.write(0x1234_5678 as UInt32)
        writer.write(payload)
        return writer.bytes
    }

    /// A receiver report without blocks.
    private static let report: [UInt8] = [0x80, 201, 0, 1, 0x12, 0x34, 0x56, 0x78]

    @Test(
        "a packet that comes twice, or after the window moved on, is refused and counted",
        arguments: SRTPProfile.allCases)
    func replay(_ profile: SRTPProfile) throws {
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: Self.key(profile))
        var inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: Self.key(profile))
        var first = Self.rtp(sequence: 1)
        try outbound.protect(&first)
        var copy = first
        try inbound.unprotect(&copy)
        var again = first
        #expect(throws: SRTPError.replayed) { try inbound.unprotect(&again) }
        var late = Self.rtp(sequence: 2)
        try outbound.protect(&late)
        for sequence in 3...1_100 as ClosedRange<UInt16> {
            var packet = Self.rtp(sequence: sequence)
            try outbound.protect(&packet)
            try inbound.unprotect(&packet)
        }
        #expect(throws: SRTPError.replayed) { try inbound.unprotect(&late) }
        #expect(inbound.refusals == .init(replayed: 2, unauthenticated: 0, malformed: 0))
    }

    @Test("a packet a thousand behind the newest still opens", arguments: SRTPProfile.allCases)
    func window(_ profile: SRTPProfile) throws {
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: Self.key(profile))
        var inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: Self.key(profile))
        var packets = (1...1_000 as ClosedRange<UInt16>).map { Self.rtp(sequence: $0) }
        for index in packets.indices { try outbound.protect(&packets[index]) }
        for index in packets.indices.reversed() { try inbound.unprotect(&packets[index]) }
        #expect(inbound.refusals == .init())
    }

    @Test("the rollover counter follows the sequence number twice around", arguments: SRTPProfile.allCases)
    func rollover(_ profile: SRTPProfile) throws {
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: Self.key(profile))
        var inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: Self.key(profile))
        for index in stride(from: 0, to: 140_000, by: 1) {
            var packet = Self.rtp(sequence: UInt16(truncatingIfNeeded: index))
            try outbound.protect(&packet)
            // Every hundredth packet arrives: the others were lost.
            if index.isMultiple(of: 100) { try inbound.unprotect(&packet) }
        }
        #expect(inbound.refusals == .init())
    }

    @Test("reports open, and a damaged tag does not", arguments: SRTPProfile.allCases)
    func control(_ profile: SRTPProfile) throws {
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: Self.key(profile))
        var inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: Self.key(profile))
        var packet = Self.report
        try outbound.protectControl(&packet)
        #expect(packet.count == Self.report.count + profile.controlTrailerByteCount)
        var damaged = packet
        damaged[9] ^= 1
        #expect(throws: SRTPError.self) { try inbound.unprotectControl(&damaged) }
        try inbound.unprotectControl(&packet)
        #expect(packet == Self.report)
    }

    @Test("every length of rubbish is refused and counted, and the context lives on", arguments: SRTPProfile.allCases)
    func rubbish(_ profile: SRTPProfile) throws {
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: Self.key(profile))
        var inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: Self.key(profile))
        var refused = 0
        for count in 0...80 {
            for fill: UInt8 in [0x80, 0x90, 0xBF, 0xFF] {
                var packet = [UInt8](repeating: fill, count: count)
                #expect(throws: SRTPError.self) { try inbound.unprotect(&packet) }
                packet = [UInt8](repeating: fill, count: count)
                #expect(throws: SRTPError.self) { try inbound.unprotectControl(&packet) }
                refused += 2
            }
        }
        let counted = inbound.refusals
        #expect(counted.malformed + counted.unauthenticated + counted.replayed == refused)
        var packet = Self.rtp(sequence: 7)
        try outbound.protect(&packet)
        try inbound.unprotect(&packet)
        #expect(packet == Self.rtp(sequence: 7))
    }

    @Test("keying material of a wrong length is refused")
    func keyingMaterial() {
        for count in [0, 28, 29, 31] {
            #expect(throws: SRTPError.invalidKeyingMaterial) {
                _ = try SRTPContext(
                    profile: .aes128CMSHA180, direction: .inbound, keyingMaterial: [UInt8](repeating: 0, count: count))
            }
        }
    }
}
