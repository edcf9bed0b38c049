import Testing
import Wire

@Suite("Bytes as text")
struct TextTests {
    /// RFC 4648 §10, without padding, and the two characters that differ from plain base64.
    private static let vectors: [([UInt8], String)] = [
        ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"),
        (Array("foob".utf8), "Zm9vYg"), (Array("fooba".utf8), "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy"),
        ([0xFB, 0xFF, 0xBF], "-_-_"),
    ]

    @Test("Base64url", arguments: vectors)
    func base64URL(bytes: [UInt8], text: String) {
        #expect(Base64URL.serialize(bytes) == text)
        #expect(Base64URL.parse(text) == bytes)
    }

    @Test("Every length comes back")
    func everyLength() {
        for count in 0..<100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
            #expect(Base64URL.parse(Base64URL.serialize(bytes)) == bytes)
            #expect([UInt8](hexadecimal: bytes.hexadecimal) == bytes)
        }
    }

    @Test(
        "Base64url refuses padding, other alphabets, impossible lengths and spare bits",
        arguments: ["Zg==", "+/+/", "Z", "Zm9vY", "Zh", "Zm9", "Zm 8", "Zm8\n", "Ｚg", "é"])
    func refusedBase64URL(text: String) {
        #expect(Base64URL.parse(text) == nil)
    }

    @Test("Base64 with padding", arguments: vectors)
    func base64(bytes: [UInt8], text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - text.count % 4) % 4)
        #expect(Base64.serialize(bytes) == padded)
        #expect(Base64.parse(padded) == bytes)
    }

    @Test(
        "Base64 refuses missing padding, too much of it, and the other alphabet",
        arguments: ["Zg", "Zg=", "Zg===", "Z===", "====", "=", "-_-_", "Zg=a", "Zh==", "Zm8=\n"])
    func refusedBase64(text: String) {
        #expect(Base64.parse(text) == nil)
    }

    @Test(
        "Hexadecimal digits",
        arguments: [("", []), ("00ff", [0, 255]), ("AB cd\nEF", [0xAB, 0xCD, 0xEF])] as [(String, [UInt8])])
    func hexadecimal(text: String, bytes: [UInt8]) {
        #expect([UInt8](hexadecimal: text) == bytes)
    }

    @Test("What is not pairs of digits is refused", arguments: ["0", "0g", "000", "0x00", "０0"])
    func refusedHexadecimal(text: String) {
        #expect([UInt8](hexadecimal: text) == nil)
    }
}
