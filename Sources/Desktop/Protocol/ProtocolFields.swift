internal import RTP
internal import Wire

// Fields that several messages between parent and child have.
extension ByteWriter {
    /// The length in two bytes and the UTF-8; what is beyond 65,535 bytes is cut off between two characters.
    mutating func write(text: String) {
        var bytes = Array(text.utf8.prefix(Int(UInt16.max)))
        if bytes.count < text.utf8.count {
            // A byte of the form 10xxxxxx goes on with the character that the cut went through.
            while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
            if let last = bytes.last, last & 0x80 != 0 { bytes.removeLast() }
        }
        write(UInt16(bytes.count))
        write(bytes)
    }

    mutating func write(_ codec: VideoCodec) {
        write(codec.code)
    }
}

extension ByteReader {
    /// - Throws: `ParseError.truncated`; `ParseError.invalid` for what is not UTF-8.
    mutating func readText() throws(ParseError) -> String {
        let bytes = try readBytes(Int(try readUInt16()))
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid("text") }
        return text
    }

    /// - Throws: `ParseError.truncated`; `ParseError.invalid` for what is neither 0 nor 1.
    mutating func readFlag() throws(ParseError) -> Bool {
        switch try readUInt8() {
        case 0: false
        case 1: true
        default: throw .invalid("flag")
        }
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    mutating func readCodec() throws(ParseError) -> VideoCodec {
        let code = try readUInt8()
        guard let codec = VideoCodec.allCases.first(where: { $0.code == code }) else { throw .invalid("codec") }
        return codec
    }
}

extension VideoCodec {
    fileprivate var code: UInt8 {
        switch self {
        case .vp8: 0
        case .vp9: 1
        case .vp9Profile1: 2
        }
    }
}
