package import SessionDomain
import Wire

/// Whose picture a frame belongs to.
package enum Picture: Hashable, Sendable {
    /// The shared screen.
    case screen
    /// A person's camera.
    case camera(ParticipantID)
}

/// One encoded frame on its way to the page, which decodes it with WebCodecs.
package struct VideoFrame: Equatable, Sendable {
    package var picture: Picture
    package var codec: Codec
    /// Whether it decodes without an earlier frame.
    package var isKeyFrame: Bool
    /// Pixels of a key frame; 0 for any other.
    package var width: UInt16
    /// Pixels of a key frame; 0 for any other.
    package var height: UInt16
    /// When it was captured, in microseconds on a clock that only goes forward.
    package var timestamp: UInt64
    /// The frame in the codec's own format.
    package var payload: [UInt8]

    /// What decodes a frame; the raw value is two bits of the flags.
    package enum Codec: UInt8, Sendable {
        /// RFC 6386.
        case vp8 = 0
        /// VP9 profile 0.
        case vp9 = 1
        /// VP9 profile 1, 4:4:4.
        case vp9Profile1 = 2
    }

    package init(
        picture: Picture = .screen, codec: Codec = .vp8, isKeyFrame: Bool, width: UInt16, height: UInt16,
        timestamp: UInt64, payload: [UInt8]
    ) {
        self.picture = picture
        self.codec = codec
        self.isKeyFrame = isKeyFrame
        self.width = width
        self.height = height
        self.timestamp = timestamp
        self.payload = payload
    }

    /// Bytes before the payload, without a person's name.
    static let headerByteCount = 14

    /// Serializes the binary WebSocket message:
    ///
    /// ```text
    /// 1 · flags 1 (bit 0 key frame, bits 1–2 codec) · width 2 · height 2 · timestamp 8 · payload n
    /// 2 · flags 1 · width 2 · height 2 · timestamp 8 · name's length 1 · name · payload n
    /// ```
    func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: Self.headerByteCount + 65 + payload.count)
        writer.write(picture == .screen ? PageMessageKind.screen.rawValue : PageMessageKind.camera.rawValue)
        writer.write((isKeyFrame ? 1 : 0) | codec.rawValue << 1)
        writer.write(isKeyFrame ? width : 0)
        writer.write(isKeyFrame ? height : 0)
        writer.write(timestamp)
        if case .camera(let person) = picture { writer.write(person) }
        writer.write(payload)
        return writer.bytes
    }
}

/// The first byte of a binary message to a page or of one.
enum PageMessageKind: UInt8 {
    /// A frame of the shared screen, either way.
    case screen = 1
    /// A frame of a camera, either way.
    case camera = 2
    /// Shape or place of the shared screen's pointer.
    case pointer = 3
    /// How loud each person is.
    case levels = 5
    /// What an encoder of the page may make.
    case bitrate = 6
    /// An encoder of the page is to make a key frame.
    case keyFrameWanted = 7
    /// How a window looks that the person may pick.
    case thumbnail = 8
}

extension ByteWriter {
    /// Writes a person's name with its length before it; what is longer than a page can be told is cut.
    mutating func write(_ person: ParticipantID) {
        let name = Array(person.rawValue.utf8.prefix(255))
        write(UInt8(name.count))
        write(name)
    }
}
