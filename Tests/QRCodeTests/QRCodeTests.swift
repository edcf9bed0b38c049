import Testing

@testable import QRCode

@Suite struct QRCodeTests {
    @Test("A short text fits the smallest version", arguments: ["n", "https://a.example"])
    func smallest(text: String) throws {
        let code = try QRCode(text)
        #expect(code.size == (text.count == 1 ? 21 : 25))
    }

    /// ISO/IEC 18004 §6.3.3: dark 7×7, light 5×5, dark 3×3, in three corners.
    @Test("Three corners hold the finder pattern")
    func finderPatterns() throws {
        let code = try QRCode("https://site.example/j/invitation#secret")
        for (top, left) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            for row in 0..<7 {
                for column in 0..<7 {
                    let ring = max(abs(row - 3), abs(column - 3))
                    #expect(code[row: top + row, column: left + column] == (ring != 2), "\(row) \(column)")
                }
            }
        }
    }

    @Test("The drawing has the modules that the code has, inside its quiet zone")
    func drawing() throws {
        let code = try QRCode("https://site.example")
        let dark = (0..<code.size).map { row in
            (0..<code.size).filter { code[row: row, column: $0] }.count
        }.reduce(0, +)
        let runs = code.svg.split(separator: "h").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        // The first run is the white background.
        #expect(runs.dropFirst().reduce(0, +) == dark)
        #expect(code.svg.contains("viewBox=\"0 0 \(code.size + 8) \(code.size + 8)\""))
        #expect(!code[row: -1, column: 0] && !code[row: 0, column: code.size])
    }

    @Test("A text that no version holds is refused", arguments: [0, 2_332, 100_000])
    func refused(length: Int) {
        #expect(throws: QRCode.Failure.unencodable) { try QRCode(String(repeating: "a", count: length)) }
    }

    @Test("The longest text is accepted")
    func longest() throws {
        #expect(try QRCode(String(repeating: "a", count: 2_331)).size == 177)
    }
}
