import SessionDomain
import TestSupport
import Testing

/// What becomes of a file name that somebody else chose.
struct SafeFileNameTests {
    @Test(arguments: [
        ("report.pdf", "report.pdf"),
        ("Größe 你好.txt", "Größe 你好.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\System32\\cmd.exe", "cmd.exe"),
        ("/etc/shadow", "shadow"),
        ("C:\\autoexec.bat", "autoexec.bat"),
        ("C:autoexec.bat", "C_autoexec.bat"),
        ("file.txt:stream", "file.txt_stream"),
        ("", "file"), (".", "file"), ("..", "file"), ("...", "file"), ("/", "file"), ("a/", "file"),
        (" \t", "file"), ("-", "file"),
        (".bashrc", "bashrc"), ("-rf", "rf"), ("~root", "root"),
        ("name.", "name"), ("name. . ", "name"),
        ("CON", "_CON"), ("con.txt", "_con.txt"), ("COM1", "_COM1"), ("lpt9.log", "_lpt9.log"), ("COM¹.a", "_COM¹.a"),
        ("CONIN$", "_CONIN$"), ("nul .txt", "_nul .txt"), ("COM10", "COM10"), ("console.txt", "console.txt"),
        ("photo\u{202E}gpj.exe", "photogpj.exe"),
        ("a\u{200B}b\u{FEFF}c.txt", "abc.txt"),
        ("a\0b\n\u{7F}.txt", "ab.txt"),
        ("%2e%2e%2fpasswd", "_2e_2e_2fpasswd"),
        ("a\u{2215}b\u{FF0F}c\u{2024}\u{2024}", "a_b_c__"),
        ("what?*<>|\".txt", "what______.txt"),
    ])
    func names(claimed: String, expected: String) {
        #expect(SafeFileName(claimed: claimed).value == expected)
    }

    @Test func aLongNameKeepsItsExtension() {
        for length in 150...400 {
            let name = SafeFileName(claimed: String(repeating: "ü", count: length) + ".tar.gz").value
            #expect(name.utf8.count <= SafeFileName.maximumByteCount)
            #expect(name.hasSuffix(".gz"))
        }
        #expect(SafeFileName(claimed: String(repeating: "a", count: 300)).value.utf8.count == 200)
        #expect(SafeFileName(claimed: "." + String(repeating: "a", count: 3_000)).value.utf8.count == 200)
    }

    @Test func aNumberGoesBeforeTheExtension() {
        #expect(SafeFileName(claimed: "a.txt").numbered(2).value == "a (2).txt")
        #expect(SafeFileName(claimed: "a").numbered(3).value == "a (3)")
        let long = SafeFileName(claimed: String(repeating: "x", count: 300) + ".txt").numbered(12)
        #expect(long.value.hasSuffix(" (12).txt"))
        #expect(long.value.utf8.count <= SafeFileName.maximumByteCount)
    }

    @Test func namesThatAFileSystemTakesForOneCollide() {
        #expect(SafeFileName(claimed: "Caf\u{E9}.TXT").collides(with: SafeFileName(claimed: "cafe\u{301}.txt")))
        #expect(!SafeFileName(claimed: "a.txt").collides(with: SafeFileName(claimed: "b.txt")))
    }

    @Test func whateverIsClaimedGivesOneSafeComponent() {
        var random = SeededRandom(seed: 20)
        for round in 0..<4_000 {
            var claimed = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...(round % 300), using: &random) {
                let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x3000
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { claimed.append(scalar) }
            }
            let name = SafeFileName(claimed: String(claimed)).value
            #expect((1...SafeFileName.maximumByteCount).contains(name.utf8.count))
            #expect(!name.unicodeScalars.contains { "/\\:\0".unicodeScalars.contains($0) || $0.value < 0x20 })
            #expect(name != "." && name != ".." && !name.hasPrefix(".") && !name.hasPrefix("-"))
            #expect(SafeFileName(claimed: name).value == name)
        }
    }
}
