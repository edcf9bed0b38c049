import Testing

@testable import Desktop

@Suite("What a monitor says of itself")
struct EDIDTests {
    /// A block as a Dell U2415 sends it: maker `DEL`, product 0xA0BA, and the name in the second of its descriptors.
    private static func makeBlock(name: String?) -> [UInt8] {
        var block: [UInt8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x10, 0xAC, 0xBA, 0xA0]
        block += [UInt8](repeating: 0x11, count: 128 - block.count)
        guard let name else { return block }
        let text = Array(name.utf8.prefix(13))
        let padding: [UInt8] = text.count < 13 ? [0x0A] + [UInt8](repeating: 0x20, count: 12 - text.count) : []
        block.replaceSubrange(72..<90, with: [0, 0, 0, 0xFC, 0] + text + padding)
        return block
    }

    @Test(arguments: [
        ("DELL U2415", "DELL U2415"), ("ABCDEFGHIJKLM", "ABCDEFGHIJKLM"), ("  LG   TV ", "LG TV"),
        ("A\u{1}\u{7F}B", "AB"), ("", "DEL A0BA"), (nil, "DEL A0BA"),
    ])
    func itsModelIsNamed(name: String?, model: String) {
        #expect(EDID.model(of: Self.makeBlock(name: name)) == model)
    }

    @Test
    func bytesThatAreNoBlockNameNothing() {
        let block = Self.makeBlock(name: "DELL U2415")
        for length in 0..<block.count { #expect(EDID.model(of: Array(block.prefix(length))) == nil) }
        #expect(EDID.model(of: [UInt8](repeating: 0, count: 128)) == nil)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var block = block
            for _ in 0..<8 { block[.random(in: 8..<128, using: &generator)] = .random(in: 0...255, using: &generator) }
            _ = EDID.model(of: block)
        }
    }
}
