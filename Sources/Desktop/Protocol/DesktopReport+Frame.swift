package import RTP
package import Wire

extension DesktopReport {
    /// One encoded picture of what is shown.
    ///
    /// ```text
    /// frame    flags 1 (1 = key frame, 2 = layer sync) · codec 1 · temporal layer 1 (255 = none) · width 2 · height 2
    ///          · capture time 8 (ns) · frame n
    /// ```
    package struct Frame: Equatable, Sendable {
        /// Which decoder takes it.
        package var codec: VideoCodec
        /// Whether it decodes without an earlier frame.
        package var isKeyFrame: Bool
        /// Frames of a layer refer to none of a higher one, 0…2; `nil` where there are no layers.
        package var temporalLayer: Int?
        /// Of frames above layer 0: it refers to layer 0 alone.
        package var isLayerSync: Bool
        /// Pixels.
        package var width: UInt16
        /// Pixels.
        package var height: UInt16
        /// When the pixels were read, by `MonotonicClock`.
        package var capturedAt: Instant
        /// The frame in the codec's own format.
        package var payload: [UInt8]

        package init(
            codec: VideoCodec = .vp8, isKeyFrame: Bool, temporalLayer: Int? = nil, isLayerSync: Bool = false,
            width: UInt16, height: UInt16, capturedAt: Instant, payload: [UInt8]
        ) {
            self.codec = codec
            self.isKeyFrame = isKeyFrame
            self.temporalLayer = temporalLayer
            self.isLayerSync = isLayerSync
            self.width = width
            self.height = height
            self.capturedAt = capturedAt
            self.payload = payload
        }

        /// Bytes before the payload.
        static let headerLength = 15
        private static let noLayer = UInt8.max
        private static let highestLayer: UInt8 = 2

        private struct Flags: OptionSet {
            let rawValue: UInt8
            static let keyFrame = Flags(rawValue: 1)
            static let layerSync = Flags(rawValue: 2)
            static let all: Flags = [.keyFrame, .layerSync]
        }

        func serialize(into writer: inout ByteWriter) {
            var flags: Flags = []
            if isKeyFrame { flags.insert(.keyFrame) }
            if isLayerSync { flags.insert(.layerSync) }
            writer.write(flags.rawValue)
            writer.write(codec)
            writer.write(temporalLayer.map { UInt8(clamping: $0) } ?? Self.noLayer)
            writer.write(width)
            writer.write(height)
            writer.write(UInt64(bitPattern: capturedAt.nanoseconds))
            writer.write(payload)
        }

        /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
        static func parse(_ reader: inout ByteReader) throws(ParseError) -> Frame {
            let flags = Flags(rawValue: try reader.readUInt8())
            guard Flags.all.isSuperset(of: flags) else { throw .invalid("flags of frame") }
            let codec = try reader.readCodec()
            let layer = try reader.readUInt8()
            guard layer <= highestLayer || layer == noLayer else { throw .invalid("temporal layer") }
            let width = try reader.readUInt16()
            let height = try reader.readUInt16()
            let capturedAt = Instant(nanoseconds: Int64(bitPattern: try reader.readUInt64()))
            return Frame(
                codec: codec, isKeyFrame: flags.contains(.keyFrame), temporalLayer: layer == noLayer ? nil : Int(layer),
                isLayerSync: flags.contains(.layerSync), width: width, height: height, capturedAt: capturedAt,
                payload: try reader.readBytes(reader.remaining))
        }
    }
}
