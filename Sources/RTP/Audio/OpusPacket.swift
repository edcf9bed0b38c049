package import Wire

/// What an Opus packet says of itself, without a decoder.
///
/// ```text
/// code 0   | config 5 | s 1 | 0 | frame                       |
/// code 1   | config 5 | s 1 | 1 | frame | frame of equal length |
/// code 2   | config 5 | s 1 | 2 | length 1–2 | frame | frame  |
/// code 3   | config 5 | s 1 | 3 | v 1 | p 1 | M 6 | padding length | lengths if v | M frames | padding |
/// ```
/// Source: RFC 6716 §3 <https://www.rfc-editor.org/rfc/rfc6716#section-3>
package struct OpusPacket: Equatable, Sendable {
    /// The layer that coded it.
    package enum Mode: Sendable {
        /// Linear prediction, for voices.
        case silk
        /// Both, for voices up to 20 kHz.
        case hybrid
        /// The cosine transform, for music and high rates.
        case celt
    }

    /// Samples in a second, whatever the packet's bandwidth (RFC 7587 §4.1).
    package static let clockRate: UInt32 = 48_000
    /// 120 ms, the most that a packet holds (R5).
    package static let maximumSampleCount = 5_760
    /// The longest frame (R2).
    private static let maximumFrameByteCount = 1_275

    /// Of all frames of the packet.
    package let mode: Mode
    /// Two channels are coded.
    package let isStereo: Bool
    /// 120 to 2,880.
    package let frameSampleCount: Int
    /// 1 to 48.
    package let frameCount: Int
    /// A coarse form of the frame before the packet is in it (§4.2.4).
    package let hasForwardErrorCorrection: Bool
    /// It holds nothing but its head: the sender has fallen silent, and the decoder makes comfort noise.
    package let isSilence: Bool

    /// 120 to 5,760.
    package var sampleCount: Int { frameSampleCount * frameCount }

    /// Checks a packet by R1 to R7 of §3.4.
    /// - Throws: `ParseError.truncated` or `ParseError.invalid`.
    package static func parse(_ packet: Span<UInt8>) throws(ParseError) -> OpusPacket {
        var reader = ByteReader(packet)
        let head = try reader.readUInt8()
        let (mode, frameSampleCount) = Self.configuration(head >> 3)
        let isStereo = head & 4 != 0
        let (frameCount, firstByteCount) = try Self.readFrameLengths(
            &reader, code: head & 3, frameSampleCount: frameSampleCount)
        let first = firstByteCount == 0 ? nil : try reader.readUInt8()
        return OpusPacket(
            mode: mode, isStereo: isStereo, frameSampleCount: frameSampleCount, frameCount: frameCount,
            hasForwardErrorCorrection: mode != .celt
                && Self.announcesRepeatedFrame(first, isStereo: isStereo, frameSampleCount: frameSampleCount),
            isSilence: packet.count <= 2)
    }

    /// Table 2 of §3.1.
    private static func configuration(_ number: UInt8) -> (mode: Mode, frameSampleCount: Int) {
        switch number {
        case 0..<12: (.silk, number & 3 == 0 ? 480 : Int(number & 3) * 960)
        case 12..<16: (.hybrid, 480 << Int(number & 1))
        default: (.celt, 120 << Int(number & 3))
        }
    }

    /// Reads up to the first frame, and checks that all have their room.
    private static func readFrameLengths(
        _ reader: inout ByteReader, code: UInt8, frameSampleCount: Int
    ) throws(ParseError) -> (count: Int, firstByteCount: Int) {
        switch code {
        case 0: return (1, try checked(reader.remaining))
        case 1:
            guard reader.remaining.isMultiple(of: 2) else { throw .invalid("Opus frames of equal length") }
            return (2, try checked(reader.remaining / 2))
        case 2:
            let first = try readLength(&reader)
            guard first <= reader.remaining else { throw .truncated(needed: first, available: reader.remaining) }
            _ = try checked(reader.remaining - first)
            return (2, first)
        default:
            return try readArbitraryLengths(&reader, frameSampleCount: frameSampleCount)
        }
    }

    /// §3.2.5, code 3.
    private static func readArbitraryLengths(
        _ reader: inout ByteReader, frameSampleCount: Int
    ) throws(ParseError) -> (count: Int, firstByteCount: Int) {
        let head = try reader.readUInt8()
        let count = Int(head & 0x3F)
        guard count > 0, count * frameSampleCount <= maximumSampleCount else { throw .invalid("Opus frame count") }
        var padding = 0
        if head & 0x40 != 0 {
            var byte: UInt8
            repeat {
                byte = try reader.readUInt8()
                padding += byte == 255 ? 254 : Int(byte)
            } while byte == 255
        }
        var rest = reader.remaining - padding
        guard rest >= 0 else { throw .truncated(needed: padding, available: reader.remaining) }
        guard head & 0x80 != 0 else {
            guard rest.isMultiple(of: count) else { throw .invalid("Opus frames of equal length") }
            return (count, try checked(rest / count))
        }
        var first: Int?
        for _ in 0..<count - 1 {
            let before = reader.remaining
            let length = try readLength(&reader)
            rest -= length + before - reader.remaining
            if first == nil { first = length }
        }
        guard rest >= 0 else { throw .invalid("Opus frame length") }
        guard let first else { return (count, try checked(rest)) }
        _ = try checked(rest)
        return (count, first)
    }

    /// §3.2.1: 0 to 251 in a byte, up to 1,275 in two.
    private static func readLength(_ reader: inout ByteReader) throws(ParseError) -> Int {
        let first = Int(try reader.readUInt8())
        return first < 252 ? first : first + 4 * Int(try reader.readUInt8())
    }

    private static func checked(_ byteCount: Int) throws(ParseError) -> Int {
        guard byteCount <= maximumFrameByteCount else { throw .invalid("Opus frame length") }
        return byteCount
    }

    /// §4.2.3 and §4.2.4: the frame begins, for each channel, with an activity bit for each 20 ms and one that announces a
    /// repeated frame. Each is a half-chance symbol, so the first bits of the range coder are those bits.
    private static func announcesRepeatedFrame(_ first: UInt8?, isStereo: Bool, frameSampleCount: Int) -> Bool {
        guard let first else { return false }
        let activityBits = max(1, frameSampleCount / 960)
        if first & 0x80 >> UInt8(activityBits) != 0 { return true }
        return isStereo && first & 0x80 >> UInt8(2 * activityBits + 1) != 0
    }
}
