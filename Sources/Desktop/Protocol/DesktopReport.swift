package import Wire

/// What the child tells the parent. How it ended is its exit status, see `DesktopStopReason`.
///
/// ```text
/// message  length 4 (of what follows) · kind 1 · fields
/// ready    width 2 · height 2 · panic key 1 (1 = grabbed)
/// frame    key 1 (1 = key frame) · width 2 · height 2 · capture time 8 (ns) · VP8 frame n
/// ```
package enum DesktopReport: Equatable, Sendable {
    /// The bar is up and the picture has this size; sent again when the size changes.
    case ready(Ready)
    /// One encoded picture.
    case frame(Frame)

    /// What the child found.
    package struct Ready: Equatable, Sendable {
        /// Pixels.
        package var width: UInt16
        /// Pixels.
        package var height: UInt16
        /// Whether Ctrl+Alt+End stops sharing; `false` when another program holds that key.
        package var hasPanicKey: Bool

        package init(width: UInt16, height: UInt16, hasPanicKey: Bool) {
            self.width = width
            self.height = height
            self.hasPanicKey = hasPanicKey
        }
    }

    /// One encoded picture of the monitor.
    package struct Frame: Equatable, Sendable {
        /// Whether it decodes without an earlier frame.
        package var isKeyFrame: Bool
        /// Pixels.
        package var width: UInt16
        /// Pixels.
        package var height: UInt16
        /// When the pixels were read, by `MonotonicClock`.
        package var capturedAt: Instant
        /// The VP8 frame.
        package var payload: [UInt8]

        package init(isKeyFrame: Bool, width: UInt16, height: UInt16, capturedAt: Instant, payload: [UInt8]) {
            self.isKeyFrame = isKeyFrame
            self.width = width
            self.height = height
            self.capturedAt = capturedAt
            self.payload = payload
        }
    }

    private enum Kind: UInt8 {
        case ready = 1
        case frame = 2
    }

    /// The message without its length.
    package func serialize() -> [UInt8] {
        switch self {
        case .ready(let ready):
            var writer = ByteWriter(reservingCapacity: 6)
            writer.write(Kind.ready.rawValue)
            writer.write(ready.width)
            writer.write(ready.height)
            writer.write(UInt8(ready.hasPanicKey ? 1 : 0))
            return writer.bytes
        case .frame(let frame):
            var writer = ByteWriter(reservingCapacity: 14 + frame.payload.count)
            writer.write(Kind.frame.rawValue)
            writer.write(UInt8(frame.isKeyFrame ? 1 : 0))
            writer.write(frame.width)
            writer.write(frame.height)
            writer.write(UInt64(bitPattern: frame.capturedAt.nanoseconds))
            writer.write(frame.payload)
            return writer.bytes
        }
    }

    /// Reads a message without its length.
    ///
    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    package static func parse(_ message: Span<UInt8>) throws(ParseError) -> DesktopReport {
        var reader = ByteReader(message)
        guard let kind = Kind(rawValue: try reader.readUInt8()) else { throw .invalid("kind of report") }
        switch kind {
        case .ready:
            let ready = Ready(
                width: try reader.readUInt16(), height: try reader.readUInt16(),
                hasPanicKey: try reader.readUInt8() == 1)
            guard reader.isAtEnd else { throw .invalid("length of report") }
            return .ready(ready)
        case .frame:
            let isKeyFrame = try reader.readUInt8() == 1
            let width = try reader.readUInt16()
            let height = try reader.readUInt16()
            let capturedAt = Instant(nanoseconds: Int64(bitPattern: try reader.readUInt64()))
            return .frame(
                Frame(
                    isKeyFrame: isKeyFrame, width: width, height: height, capturedAt: capturedAt,
                    payload: try reader.readBytes(reader.remaining)))
        }
    }
}
