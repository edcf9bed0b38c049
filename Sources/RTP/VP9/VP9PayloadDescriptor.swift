package import Wire

/// The bytes before the VP9 data of each packet.
///
/// ```text
///       |I|P|L|F|B|E|V|Z|   required
/// I:    |M| PICTURE ID  |   7 bits, or 15 when M
/// L:    | TID |U| SID |D|
///       |   TL0PICIDX   |   with L, and not with F
/// P, F: |   P_DIFF    |N|   once to three times, with P and F; N: another follows
/// V:    | scalability structure |
/// ```
/// Source: RFC 9628 §4.2 <https://www.rfc-editor.org/rfc/rfc9628#section-4.2>
package struct VP9PayloadDescriptor: Equatable, Sendable {
    /// Where a frame stands among the layers (L).
    package struct Layer: Equatable, Sendable {
        /// The temporal layer, 0…7 (TID).
        package var temporal: UInt8 = 0
        /// Later pictures of higher temporal layers refer to none of a higher layer before this one (U).
        package var isSwitchingUpPoint = false
        /// The spatial layer, 0…7 (SID).
        package var spatial: UInt8 = 0
        /// It refers to the spatial layer below (D).
        package var isInterLayerPredicted = false

        package init(temporal: UInt8 = 0, isSwitchingUpPoint: Bool = false) {
            self.temporal = temporal
            self.isSwitchingUpPoint = isSwitchingUpPoint
        }
    }

    /// The picture refers to earlier ones (P).
    package var isInterPicturePredicted = false
    /// References are listed with each picture instead of by the scalability structure (F).
    package var isFlexible = false
    /// The packet begins a frame of one spatial layer (B).
    package var isStartOfFrame = false
    /// The packet ends a frame of one spatial layer (E).
    package var isEndOfFrame = false
    /// Higher spatial layers do not refer to this frame (Z).
    package var isNotUpperReference = false
    /// 15 bits are written; 7 or 15 are read.
    package var pictureID: UInt16?
    /// `nil` where the stream says nothing of layers.
    package var layer: Layer?
    /// Counts the pictures of temporal layer 0 (TL0PICIDX); there with layers that are not flexible.
    package var temporalLevelZeroIndex: UInt8?
    /// How many pictures back the references are, 1…127; of meaning in flexible mode (P_DIFF).
    package var referenceDifferences: [UInt8] = []
    /// The stream's layers and sizes (V).
    package var scalabilityStructure: VP9ScalabilityStructure?

    package init() {}

    /// Whether the payload begins a picture, of which each spatial layer is one frame.
    package var isStartOfPicture: Bool { isStartOfFrame && (layer?.spatial ?? 0) == 0 }

    /// Parses the descriptor before a payload.
    /// - Returns: the descriptor, and where the VP9 data begins.
    package static func parse(_ payload: [UInt8]) throws(ParseError) -> (VP9PayloadDescriptor, dataOffset: Int) {
        var reader = ByteReader(payload.span)
        var descriptor = VP9PayloadDescriptor()
        let flags = try reader.readUInt8()
        descriptor.isInterPicturePredicted = flags & 0x40 != 0
        descriptor.isFlexible = flags & 0x10 != 0
        descriptor.isStartOfFrame = flags & 0x08 != 0
        descriptor.isEndOfFrame = flags & 0x04 != 0
        descriptor.isNotUpperReference = flags & 0x01 != 0
        if flags & 0x80 != 0 {
            let head = try reader.readUInt8()
            descriptor.pictureID =
                head & 0x80 == 0 ? UInt16(head) : UInt16(head & 0x7F) << 8 | UInt16(try reader.readUInt8())
        }
        if flags & 0x20 != 0 { try descriptor.parseLayer(&reader) }
        if descriptor.isFlexible, descriptor.isInterPicturePredicted { try descriptor.parseReferences(&reader) }
        if flags & 0x02 != 0 { descriptor.scalabilityStructure = try VP9ScalabilityStructure.parse(&reader) }
        return (descriptor, reader.offset)
    }

    private mutating func parseLayer(_ reader: inout ByteReader) throws(ParseError) {
        let byte = try reader.readUInt8()
        var layer = Layer(temporal: byte >> 5, isSwitchingUpPoint: byte & 0x10 != 0)
        layer.spatial = byte >> 1 & 0x07
        layer.isInterLayerPredicted = byte & 0x01 != 0
        self.layer = layer
        if !isFlexible { temporalLevelZeroIndex = try reader.readUInt8() }
    }

    private mutating func parseReferences(_ reader: inout ByteReader) throws(ParseError) {
        while true {
            let byte = try reader.readUInt8()
            referenceDifferences.append(byte >> 1)
            guard byte & 0x01 != 0 else { return }
            // §4.2: at most three references.
            guard referenceDifferences.count < 3 else { throw .invalid("VP9 reference count") }
        }
    }

    /// The descriptor with the optional bytes that have a value; a picture ID has 15 bits.
    package func serialize() -> [UInt8] {
        var flags: UInt8 = 0
        if isInterPicturePredicted { flags |= 0x40 }
        if isFlexible { flags |= 0x10 }
        if isStartOfFrame { flags |= 0x08 }
        if isEndOfFrame { flags |= 0x04 }
        if isNotUpperReference { flags |= 0x01 }
        var optional = [UInt8]()
        if let pictureID {
            flags |= 0x80
            optional += [0x80 | UInt8(truncatingIfNeeded: pictureID >> 8), UInt8(truncatingIfNeeded: pictureID)]
        }
        if let layer {
            flags |= 0x20
            optional.append(
                layer.temporal << 5 | (layer.isSwitchingUpPoint ? 0x10 : 0) | (layer.spatial & 0x07) << 1
                    | (layer.isInterLayerPredicted ? 0x01 : 0))
            if !isFlexible { optional.append(temporalLevelZeroIndex ?? 0) }
        }
        if isFlexible, isInterPicturePredicted {
            let differences = referenceDifferences.prefix(3)
            for (index, difference) in differences.enumerated() {
                optional.append(difference << 1 | (index < differences.count - 1 ? 0x01 : 0))
            }
        }
        if let scalabilityStructure {
            flags |= 0x02
            optional += scalabilityStructure.serialize()
        }
        return [flags] + optional
    }
}
