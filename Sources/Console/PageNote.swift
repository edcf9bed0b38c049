package import SessionDomain
import Wire

/// Something small for the open page, of which only the newest is of use.
package enum PageNote: Equatable, Sendable {
    /// The shape of the shared screen's pointer, as it came over the `pointer` channel.
    case pointerShape([UInt8])
    /// Where the pointer is, or that it is hidden, as it came over the `pointer` channel.
    case pointerPlace([UInt8])
    /// How loud this person and the others are, each 0 to 100.
    case levels(own: UInt8, people: [Level])
    /// What the page's encoder of this source may make, in bits a second.
    case bitrate(PageSource, UInt32)
    /// The page's encoder of this source is to make a key frame.
    case keyFrameWanted(PageSource)
    /// How a window looks that the person may pick; `pixels` are red, green, blue and alpha, row by row.
    case thumbnail(window: UInt32, width: UInt16, height: UInt16, pixels: [UInt8])

    /// How loud one of the others is.
    package struct Level: Equatable, Sendable {
        package var person: ParticipantID
        /// 0 to 100.
        package var level: UInt8

        package init(person: ParticipantID, level: UInt8) {
            self.person = person
            self.level = level
        }
    }

    /// What a newer note takes the place of.
    enum Subject: Hashable {
        case pointerShape
        case pointerPlace
        case levels
        case screenBitrate
        case cameraBitrate
        case screenKeyFrame
        case cameraKeyFrame
        case thumbnail(UInt32)

        /// Which goes first where several wait: a pointer's shape before its place.
        var order: UInt64 {
            switch self {
            case .pointerShape: 0
            case .pointerPlace: 1
            case .levels: 2
            case .screenBitrate: 3
            case .cameraBitrate: 4
            case .screenKeyFrame: 5
            case .cameraKeyFrame: 6
            case .thumbnail(let window): 7 + UInt64(window)
            }
        }

        /// Whether a page that opens later is told the last one.
        var isKept: Bool {
            switch self {
            case .pointerShape, .pointerPlace, .screenBitrate, .cameraBitrate: true
            case .levels, .screenKeyFrame, .cameraKeyFrame, .thumbnail: false
            }
        }
    }

    var subject: Subject {
        switch self {
        case .pointerShape: .pointerShape
        case .pointerPlace: .pointerPlace
        case .levels: .levels
        case .bitrate(.screen, _): .screenBitrate
        case .bitrate(.camera, _): .cameraBitrate
        case .keyFrameWanted(.screen): .screenKeyFrame
        case .keyFrameWanted(.camera): .cameraKeyFrame
        case .thumbnail(let window, _, _, _): .thumbnail(window)
        }
    }

    /// The binary WebSocket message:
    ///
    /// ```text
    /// 3 · message of the pointer channel
    /// 5 · own level 1 · (name's length 1 · name · level 1) …
    /// 6 · source 1 · bits a second 4
    /// 7 · source 1
    /// 8 · window 4 · width 2 · height 2 · RGBA
    /// ```
    func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 64)
        switch self {
        case .pointerShape(let message), .pointerPlace(let message):
            writer.write(PageMessageKind.pointer.rawValue)
            writer.write(message)
        case .levels(let own, let people):
            writer.write(PageMessageKind.levels.rawValue)
            writer.write(own)
            for person in people {
                writer.write(person.person)
                writer.write(person.level)
            }
        case .bitrate(let source, let bitsPerSecond):
            writer.write(PageMessageKind.bitrate.rawValue)
            writer.write(source.rawValue)
            writer.write(bitsPerSecond)
        case .keyFrameWanted(let source):
            writer.write(PageMessageKind.keyFrameWanted.rawValue)
            writer.write(source.rawValue)
        case .thumbnail(let window, let width, let height, let pixels):
            writer.write(PageMessageKind.thumbnail.rawValue)
            writer.write(window)
            writer.write(width)
            writer.write(height)
            writer.write(pixels)
        }
        return writer.bytes
    }
}
