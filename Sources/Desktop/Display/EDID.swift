/// What a monitor says of itself (VESA Enhanced EDID 1.4). The bytes are the monitor's and may be anything.
///
/// ```text
/// block  00 FF FF FF FF FF FF 00 · maker 2 · product 2 · … · at 54: four descriptors of 18 bytes
/// name   00 00 00 FC 00 · text 13, ended by a line feed
/// ```
enum EDID {
    /// How much of the property is asked for, in units of four bytes: the first block.
    static let longsRead = 32
    private static let blockLength = 128
    private static let header: [UInt8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]
    private static let nameHeader: [UInt8] = [0, 0, 0, 0xFC, 0]
    private static let descriptors = stride(from: 54, to: 126, by: 18)

    /// The model's name, such as `DELL U2415`; without one the maker's letters and the product's number; `nil` where
    /// there is neither.
    static func model(of bytes: [UInt8]) -> String? {
        guard bytes.count >= blockLength, bytes.starts(with: header) else { return nil }
        for start in descriptors where bytes[start..<start + 5].elementsEqual(nameHeader) {
            let text = bytes[start + 5..<start + 18].prefix { $0 != 0x0A }
            let name = String(decoding: text.filter { (0x20..<0x7F).contains($0) }, as: UTF8.self)
            let trimmed = name.split(separator: " ").joined(separator: " ")
            if !trimmed.isEmpty { return trimmed }
        }
        return maker(of: bytes)
    }

    /// Three letters of five bits, 1 = A, and the product's number, which is little-endian.
    private static func maker(of bytes: [UInt8]) -> String? {
        let code = UInt16(bytes[8]) << 8 | UInt16(bytes[9])
        let letters = [code >> 10 & 31, code >> 5 & 31, code & 31]
        guard letters.allSatisfy({ (1...26).contains($0) }) else { return nil }
        let name = String(decoding: letters.map { UInt8($0) + 64 }, as: UTF8.self)
        let product = String(UInt16(bytes[11]) << 8 | UInt16(bytes[10]), radix: 16, uppercase: true)
        return "\(name) \(String(repeating: "0", count: 4 - product.count))\(product)"
    }
}
