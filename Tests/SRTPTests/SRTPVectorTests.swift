import SRTP
import Testing
import Wire

@Suite("SRTP vectors")
struct SRTPVectorTests {
    /// Header of RFC 3550 with sequence number 0x1234 and SSRC 0xcafebabe · 16 bytes of 0xab.
    static let packet = "800f1234decafbadcafebabe abababababababababababababababab"

    static let vectors: [(profile: SRTPProfile, key: String, protected: String)] = [
        // Master key and salt of RFC 3711 B.3; the result follows from the session keys printed there.
        (
            .aes128CMSHA180, "e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6",
            "800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb"
        ),
        // RFC 7714 §8 and §11, calculated by hand from AES-CM key derivation and AES-GCM.
        (
            .aeadAES128GCM, "000102030405060708090a0b0c0d0e0f a0a1a2a3a4a5a6a7a8a9aaab",
            "800f1234decafbadcafebabe c5002ede04cfdd2eb91159e0880aa06e d2976826f796b201df3131a127e8a392"
        ),
    ]

    @Test("protects and opens the published packet", arguments: vectors.indices)
    func publishedPacket(_ index: Int) throws {
        let vector = Self.vectors[index]
        let key = try #require([UInt8](hexadecimal: vector.key))
        let plain = try #require([UInt8](hexadecimal: Self.packet))
        let outbound = try SRTPContext(profile: vector.profile, direction: .outbound, keyingMaterial: key)
        var inbound = try SRTPContext(profile: vector.profile, direction: .inbound, keyingMaterial: key)
        var packet = plain
        try outbound.protect(&packet)
        #expect(packet.hexadecimal == [UInt8](hexadecimal: vector.protected)?.hexadecimal)
        try inbound.unprotect(&packet)
        #expect(packet == plain)
        #expect(inbound.refusals == .init())
    }
}
