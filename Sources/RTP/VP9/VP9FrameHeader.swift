/// What the first bits of a VP9 frame say, up to its size.
///
/// ```text
/// marker 2 (= 2) · profile low 1 · profile high 1 · [reserved 1, profile 3] · show existing 1
/// frame type 1 (0: key frame) · show 1 · error resilient 1
/// key frame   sync 24 · [bit depth 1, profile 2, 3] · colour space 3 · range 1 · [subsampling x 1 · y 1 · reserved 1]
///             width − 1 16 · height − 1 16
/// intra only  [intra only 1, unless shown] · [reset 2, unless error resilient] · sync 24 · [colour, profile 1 to 3]
///             refresh 8 · width − 1 16 · height − 1 16
/// ```
/// The bits in brackets of a key frame are those of profiles 1 and 3; with RGB there is no range and no subsampling.
/// Source: VP9 Bitstream & Decoding Process Specification §6.2 <https://www.webmproject.org/vp9/>
package struct VP9FrameHeader: Equatable, Sendable {
    /// 0…3; bit depth and subsampling depend on it.
    package let profile: UInt8
    /// Whether the frame decodes without any before it, and clears all references.
    package let isKeyFrame: Bool
    /// Whether the frame decodes without any before it, but leaves some references.
    package let isIntraOnly: Bool
    /// Nothing is decoded: a picture from before is shown.
    package let showsExistingFrame: Bool
    /// Pixels; 0 unless the frame refers to none before it.
    package let width: Int
    /// Pixels; 0 unless the frame refers to none before it.
    package let height: Int

    /// The start of every frame that refers to none before it.
    private static let syncCode = 0x49_8342
    /// Colour space 7: red, green and blue, without subsampling.
    private static let rgb = 7

    /// `nil` when the bytes do not begin a frame.
    package static func parse(_ data: some Collection<UInt8>) -> VP9FrameHeader? {
        // The longest of the headers above has 18 bytes.
        var reader = BitReader(Array(data.prefix(20)))
        guard reader.read(2) == 2, let low = reader.read(1), let high = reader.read(1) else { return nil }
        let profile = high << 1 | low
        if profile == 3 { guard reader.read(1) == 0 else { return nil } }
        guard let showsExisting = reader.read(1) else { return nil }
        guard showsExisting == 0 else {
            return reader.read(3).map { _ in VP9FrameHeader(profile: profile, showsExistingFrame: true) }
        }
        guard let frameType = reader.read(1), let isShown = reader.read(1), let isResilient = reader.read(1) else {
            return nil
        }
        if frameType == 0 {
            guard reader.read(24) == syncCode, skipColor(&reader, profile: profile) else { return nil }
            return sized(&reader, profile: profile, isKeyFrame: true)
        }
        var isIntraOnly = false
        if isShown == 0 {
            guard let bit = reader.read(1) else { return nil }
            isIntraOnly = bit == 1
        }
        guard isIntraOnly else { return VP9FrameHeader(profile: profile) }
        if isResilient == 0 { guard reader.read(2) != nil else { return nil } }
        guard reader.read(24) == syncCode, profile == 0 || skipColor(&reader, profile: profile),
            reader.read(8) != nil
        else { return nil }
        return sized(&reader, profile: profile, isKeyFrame: false)
    }

    private init(
        profile: Int, isKeyFrame: Bool = false, isIntraOnly: Bool = false, showsExistingFrame: Bool = false,
        width: Int = 0, height: Int = 0
    ) {
        self.profile = UInt8(profile)
        self.isKeyFrame = isKeyFrame
        self.isIntraOnly = isIntraOnly
        self.showsExistingFrame = showsExistingFrame
        self.width = width
        self.height = height
    }

    private static func sized(_ reader: inout BitReader, profile: Int, isKeyFrame: Bool) -> VP9FrameHeader? {
        guard let width = reader.read(16), let height = reader.read(16) else { return nil }
        return VP9FrameHeader(
            profile: profile, isKeyFrame: isKeyFrame, isIntraOnly: !isKeyFrame, width: width + 1, height: height + 1)
    }

    /// Passes over the colour configuration; `false` where it is not one.
    private static func skipColor(_ reader: inout BitReader, profile: Int) -> Bool {
        if profile >= 2 { guard reader.read(1) != nil else { return false } }
        guard let space = reader.read(3) else { return false }
        let hasSubsampling = profile & 1 == 1
        guard space != rgb else { return hasSubsampling && reader.read(1) == 0 }
        guard reader.read(1) != nil else { return false }
        guard hasSubsampling else { return true }
        // 4:2:0 is what profiles 0 and 2 are for.
        guard let subsampling = reader.read(2), subsampling != 3 else { return false }
        return reader.read(1) == 0
    }
}

/// Reads bits from the highest of each byte down.
private struct BitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next `count` bits, 24 at most; `nil` when there are fewer.
    mutating func read(_ count: Int) -> Int? {
        guard position + count <= bytes.count * 8 else { return nil }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[position / 8] >> UInt8(7 - position % 8) & 1)
            position += 1
        }
        return value
    }
}
