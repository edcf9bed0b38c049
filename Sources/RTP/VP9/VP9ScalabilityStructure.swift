import Wire

/// What a VP9 stream says of its layers and sizes, usually with each key frame (SS).
///
/// ```text
/// V:    | N_S |Y|G|-|-|-|
/// Y:    |     WIDTH     |  2 bytes   ┐ N_S + 1 times
///       |     HEIGHT    |  2 bytes   ┘
/// G:    |      N_G      |
/// N_G:  | TID |U| R |-|-|            ┐ N_G times
///       |    P_DIFF     |  R times   ┘
/// ```
/// Source: RFC 9628 §4.2.1 <https://www.rfc-editor.org/rfc/rfc9628#section-4.2.1>
package struct VP9ScalabilityStructure: Equatable, Sendable {
    /// The pixels of one spatial layer.
    package struct Size: Equatable, Sendable {
        /// Pixels.
        package var width: UInt16
        /// Pixels.
        package var height: UInt16

        package init(width: UInt16, height: UInt16) {
            self.width = width
            self.height = height
        }
    }

    /// One picture of the group that repeats.
    package struct Picture: Equatable, Sendable {
        /// Its temporal layer, 0…7 (TID).
        package var temporalLayer: UInt8
        /// Later pictures of higher layers refer to none of a higher layer before it (U).
        package var isSwitchingUpPoint: Bool
        /// How many pictures back those are that it refers to, three at most (P_DIFF).
        package var referenceDifferences: [UInt8]

        package init(temporalLayer: UInt8, isSwitchingUpPoint: Bool, referenceDifferences: [UInt8]) {
            self.temporalLayer = temporalLayer
            self.isSwitchingUpPoint = isSwitchingUpPoint
            self.referenceDifferences = referenceDifferences
        }
    }

    /// Spatial layers, 1…8 (N_S + 1).
    package var spatialLayerCount = 1
    /// One for each spatial layer; empty where sizes are not said.
    package var sizes: [Size] = []
    /// The group of pictures that repeats; `nil` where it is not said.
    package var group: [Picture]?

    package init() {}

    static func parse(_ reader: inout ByteReader) throws(ParseError) -> VP9ScalabilityStructure {
        var structure = VP9ScalabilityStructure()
        let head = try reader.readUInt8()
        structure.spatialLayerCount = Int(head >> 5) + 1
        if head & 0x10 != 0 {
            for _ in 0..<structure.spatialLayerCount {
                structure.sizes.append(Size(width: try reader.readUInt16(), height: try reader.readUInt16()))
            }
        }
        guard head & 0x08 != 0 else { return structure }
        var group: [Picture] = []
        for _ in 0..<(try reader.readUInt8()) {
            let picture = try reader.readUInt8()
            let differences = try reader.readBytes(Int(picture >> 2 & 0x03))
            group.append(
                Picture(
                    temporalLayer: picture >> 5, isSwitchingUpPoint: picture & 0x10 != 0,
                    referenceDifferences: differences))
        }
        structure.group = group
        return structure
    }

    /// The bytes; what is beyond a field's range is cut off.
    func serialize() -> [UInt8] {
        var head = UInt8(clamping: spatialLayerCount - 1) << 5
        if !sizes.isEmpty { head |= 0x10 }
        if group != nil { head |= 0x08 }
        var writer = ByteWriter()
        writer.write(head)
        for size in sizes.prefix(spatialLayerCount) {
            writer.write(size.width)
            writer.write(size.height)
        }
        guard let group else { return writer.bytes }
        writer.write(UInt8(clamping: group.count))
        for picture in group.prefix(255) {
            let differences = picture.referenceDifferences.prefix(3)
            writer.write(
                picture.temporalLayer << 5 | (picture.isSwitchingUpPoint ? 0x10 : 0) | UInt8(differences.count) << 2)
            writer.write(Array(differences))
        }
        return writer.bytes
    }
}
