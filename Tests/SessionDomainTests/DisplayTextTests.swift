import TestSupport
import Testing

@testable import SessionDomain

/// Names and texts of a peer's, made fit to be shown.
struct DisplayTextTests {
    @Test(arguments: [
        ("Ada Lovelace", "Ada Lovelace"), ("  Ada \n\t Lovelace ", "Ada Lovelace"), ("", ""),
        (" \u{200B}\u{202E} ", ""),
        ("A\u{202E}da\u{2066}", "Ada"), ("A\0da\u{1B}[31m", "Ada[31m"), ("張 小明", "張 小明"),
    ])
    func names(claimed: String, expected: String) {
        #expect(DisplayText.name(claimed) == expected)
    }

    @Test func aNameEnds() {
        #expect(DisplayText.name(String(repeating: "a", count: 10_000)).count == DisplayText.maximumNameCount)
        let stacked = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(DisplayText.name(stacked).unicodeScalars.count == DisplayText.maximumNameCount)
        #expect(
            DisplayText.name(String(repeating: "a ", count: 100)).unicodeScalars.count <= DisplayText.maximumNameCount)
    }

    @Test func aParagraphKeepsItsLines() {
        #expect(DisplayText.paragraph("a\n\tb\r\u{7}\u{202E}c 👨‍👩‍👧") == "a\n\tbc 👨‍👩‍👧")
    }

    @Test func garbageNamesHaveNoControlCharacter() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<2_000 {
            let claimed = String(decoding: random.bytes(200), as: UTF8.self)
            let name = DisplayText.name(claimed)
            #expect(name.unicodeScalars.count <= DisplayText.maximumNameCount)
            #expect(!name.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }
}
