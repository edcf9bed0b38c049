import Cryptography
import Pairing
import TestSupport
import Testing
import Wire

/// Published vectors, and the answers to what a peer may send.
struct SystemCryptographyTests {
    private let cryptography = SystemCryptography()

    /// RFC 5869, A.1. Source: <https://www.rfc-editor.org/rfc/rfc5869#appendix-A.1>
    @Test func derivation() throws {
        let salt = try #require([UInt8](hexadecimal: "000102030405060708090a0b0c"))
        let info = String(decoding: (0xF0...0xF9).map { UInt8($0) }, as: UTF8.self)
        // The RFC's info is no UTF-8; ours always is. So its first 32 bytes are checked with HMAC, as HKDF-Expand does.
        #expect(info.utf8.count != 10)
        let inputKey = [UInt8](repeating: 0x0B, count: 22)
        let pseudorandomKey = cryptography.authenticate(inputKey, key: SecretBytes(salt))
        #expect(
            pseudorandomKey.hexadecimal == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
        let expanded = cryptography.deriveBytes(32, from: SecretBytes(inputKey), salt: salt, info: "label")
        let first = cryptography.authenticate([UInt8]("label".utf8) + [1], key: SecretBytes(pseudorandomKey))
        #expect(expanded.bytes == first)
    }

    /// RFC 4231 §4.3. Source: <https://www.rfc-editor.org/rfc/rfc4231#section-4.3>
    @Test func authentication() {
        let key = SecretBytes([UInt8]("Jefe".utf8))
        let message = [UInt8]("what do ya want for nothing?".utf8)
        let tag = cryptography.authenticate(message, key: key)
        #expect(tag.hexadecimal == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(cryptography.isValid(tag, for: message, key: key))
        for length in 0..<tag.count {
            #expect(!cryptography.isValid(Array(tag.prefix(length)), for: message, key: key))
        }
    }

    @Test func noChangedOrShortenedBoxOpens() {
        let key = SecretBytes([UInt8](repeating: 1, count: 32))
        let nonce = [UInt8](repeating: 2, count: 12)
        let box = cryptography.seal([3, 4, 5], key: key, nonce: nonce, associatedData: [6])
        #expect(cryptography.open(box, key: key, nonce: nonce, associatedData: [6]) == [3, 4, 5])
        #expect(cryptography.open(box, key: key, nonce: nonce, associatedData: [7]) == nil)
        for length in 0..<box.count {
            #expect(cryptography.open(Array(box.prefix(length)), key: key, nonce: nonce, associatedData: [6]) == nil)
        }
        for index in box.indices {
            var changed = box
            changed[index] ^= 0x80
            #expect(cryptography.open(changed, key: key, nonce: nonce, associatedData: [6]) == nil)
        }
    }

    @Test func publicKeysOfOtherLengthsAndRandomBytesAreNoPoints() {
        let key = cryptography.makeAgreementKey()
        var random = SeededRandom(seed: 9)
        for count in 0...130 where count != 65 { #expect(cryptography.agree(key, with: random.bytes(count)) == nil) }
        for _ in 0..<500 { #expect(cryptography.agree(key, with: [4] + random.bytes(64)) == nil) }
    }

    @Test func bothSidesAgree() {
        let one = cryptography.makeAgreementKey()
        let other = cryptography.makeAgreementKey()
        let shared = cryptography.agree(one, with: other.publicKey)?.bytes
        #expect(shared?.count == 32)
        #expect(shared == cryptography.agree(other, with: one.publicKey)?.bytes)
    }

    @Test func comparisonIsOfTheWhole() {
        #expect(cryptography.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!cryptography.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!cryptography.areEqual([1, 2, 3], [1, 2]))
        #expect(cryptography.areEqual([], []))
    }
}
