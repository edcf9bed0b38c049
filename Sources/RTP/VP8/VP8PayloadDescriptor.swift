package import Wire

/// The bytes before the VP8 data of each packet.
///
/// ```text
///       |X|R|N|S|R| PID |   required
/// X:    |I|L|T|K|  RSV  |
/// I:    |M| PictureID   |   7 bits, or 15 when M
/// L:    |   TL0PICIDX   |
/// T/K:  |TID|Y| KEYIDX  |
/// ```
/// Source: RFC 7741 §4.2 <https://www.rfc-editor.org/rfc/rfc7741#section-4.2>
package struct VP8PayloadDescriptor: Equatable, Sendable {
    /// No later frame refers to this one (N).
    package var isNonReference = false
    /// The payload begins a partition (S).
    package var isStartOfPartition = false
    /// Which partition it belongs to (PID).
    package var partitionIndex: UInt8 = 0
    /// 15 bits are written; 7 or 15 are read.
    package var pictureID: UInt16?
    /// Counts the frames of temporal layer 0 (TL0PICIDX); `nil` where it is not there.
    package var temporalLevelZeroIndex: UInt8?
    /// The temporal layer, 0 to 3 (TID); `nil` where it is not there.
    package var temporalLayer: UInt8?
    /// The frame refers to layer 0 alone (Y); of meaning with a temporal layer.
    package var isLayerSync = false
    /// Counts key frames, 0 to 31 (KEYIDX); `nil` where it is not there.
    package var keyFrameIndex: UInt8?

    package init() {}

    /// Whether the payload begins a frame.
    package var isStartOfFrame: Bool { isStartOfPartition && partitionIndex == 0 }

    /// Parses the descriptor before a payload.
    /// - Returns: the descriptor, and where the VP8 data begins.
    package static func parse(_ payload: [UInt8]) throws(ParseError) -> (VP8PayloadDescriptor, dataOffset: Int) {
        var reader = ByteReader(payload.span)
        var descriptor = VP8PayloadDescriptor()
        let first = try reader.readUInt8()
        descriptor.isNonReference = first & 0x20 != 0
        descriptor.isStartOfPartition = first & 0x10 != 0
        descriptor.partitionIndex = first & 0x07
        guard first & 0x80 != 0 else { return (descriptor, reader.offset) }
        let flags = try reader.readUInt8()
        if flags & 0x80 != 0 {
            let head = try reader.readUInt8()
            descriptor.pictureID =
                head & 0x80 == 0 ? UInt16(head) : UInt16(head & 0x7F) << 8 | UInt16(try reader.readUInt8())
        }
        if flags & 0x40 != 0 { descriptor.temporalLevelZeroIndex = try reader.readUInt8() }
        if flags & 0x30 != 0 {
            let layer = try reader.readUInt8()
            if flags & 0x20 != 0 {
                descriptor.temporalLayer = layer >> 6
                descriptor.isLayerSync = layer & 0x20 != 0
            }
            if flags & 0x10 != 0 { descriptor.keyFrameIndex = layer & 0x1F }
        }
        return (descriptor, reader.offset)
    }

    /// The descriptor with the optional bytes that have a value; a picture ID has 15 bits.
    package func serialize() -> [UInt8] {
        var flags: UInt8 = 0
        var optional = [UInt8]()
        if let pictureID {
            flags |= 0x80
            optional += [0x80 | UInt8(truncatingIfNeeded: pictureID >> 8), UInt8(truncatingIfNeeded: pictureID)]
        }
        if let temporalLevelZeroIndex {
            flags |= 0x40
            optional.append(temporalLevelZeroIndex)
        }
        if temporalLayer != nil || keyFrameIndex != nil {
            flags |= (temporalLayer == nil ? 0 : 0x20) | (keyFrameIndex == nil ? 0 : 0x10)
            optional.append(
                (temporalLayer ?? 0) << 6 | (isLayerSync ? 0x20 : 0) | ((keyFrameIndex ?? 0) & 0x1F))
        }
        var first = partitionIndex & 0x07
        if isNonReference { first |= 0x20 }
        if isStartOfPartition { first |= 0x10 }
        return flags == 0 ? [first] : [first | 0x80, flags] + optional
    }
}
