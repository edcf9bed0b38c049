import Pairing
import TestSupport
import Testing

/// Which fingerprint a description names.
struct CertificateFingerprintTests {
    private let attribute = descriptionLine(of: fingerprint(0xA1))

    @Test func allLinesAgree() {
        #expect(CertificateFingerprint(ofDescription: "v=0\r\n" + attribute + attribute) == fingerprint(0xA1))
        #expect(CertificateFingerprint(ofDescription: attribute.lowercased()) == fingerprint(0xA1))
    }

    @Test func anotherFingerprintOrHashRefusesTheWhole() {
        #expect(CertificateFingerprint(ofDescription: attribute + descriptionLine(of: fingerprint(0xB2))) == nil)
        #expect(CertificateFingerprint(ofDescription: attribute + "a=fingerprint:sha-1 AA:BB\r\n") == nil)
        #expect(CertificateFingerprint(ofDescription: "v=0\r\n") == nil)
        #expect(CertificateFingerprint(ofDescription: "") == nil)
    }

    @Test func noPrefixOfALineNamesACertificate() {
        let whole = attribute.trimmingSuffix(while: \.isNewline)
        for length in 0..<whole.count {
            #expect(CertificateFingerprint(ofDescription: String(whole.prefix(length))) == nil)
        }
    }

    @Test func garbageNamesNoCertificate() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let bytes = (0..<80).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = "a=fingerprint:sha-256 " + String(decoding: bytes, as: UTF8.self)
            #expect(CertificateFingerprint(ofDescription: text) == nil)
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
