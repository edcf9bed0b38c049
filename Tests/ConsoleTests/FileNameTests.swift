import Testing

@testable import Console

@Suite struct FileNameTests {
    @Test(
        "A name becomes one harmless component",
        arguments: [
            ("report.pdf", "report.pdf"), ("/etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"),
            ("../../.bashrc", "bashrc"), ("a\u{0}b\nc.txt", "abc.txt"), ("  spaced name.txt ", "spaced name.txt"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe"), ("報告 2026.txt", "報告 2026.txt"), ("dir/", "dir"),
        ])
    func components(given: String, expected: String) {
        #expect(FileName.safeComponent(of: given) == expected)
    }

    @Test("Nothing is left of some names", arguments: ["", "..", "/", "\\", " . ", "\u{7}"])
    func nothing(given: String) {
        #expect(FileName.safeComponent(of: given) == nil)
    }

    @Test("A long name keeps its extension within 255 bytes")
    func long() throws {
        let name = try #require(FileName.safeComponent(of: String(repeating: "報", count: 300) + ".docx"))
        #expect(name.utf8.count <= 255 && name.hasSuffix("報.docx"))
    }

    @Test("Percent-encoding is decoded strictly", arguments: [("a%20b", "a b"), ("%E5%A0%B1", "報"), ("a+b", "a+b")])
    func decoding(given: String, expected: String) {
        #expect(PercentEncoding.decode(given) == expected)
    }

    @Test("A broken escape is refused", arguments: ["%", "%4", "%zz", "%ff"])
    func brokenEscapes(given: String) {
        #expect(PercentEncoding.decode(given) == nil)
    }
}
