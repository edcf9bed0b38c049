import Desktop
import Wire

/// One message of the `pointer` channel, by which a native customer's node shows where its pointer is and what it looks
/// like; no frame holds it.
///
/// ```text
/// 1 · width 2 · height 2 · hot spot x 2 · y 2 · red, green, blue, alpha 1 each, row by row
/// 2 · x 2 · y 2, signed, in pixels of the shown picture
/// 3   hidden
/// ```
enum PointerMessage: Equatable {
    case shape(DesktopCursor)
    case place(x: Int16, y: Int16)
    case hidden

    private enum Kind: UInt8 {
        case shape = 1
        case place = 2
        case hidden = 3
    }

    /// The message's bytes.
    func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 16)
        switch self {
        case .shape(let cursor):
            writer = ByteWriter(reservingCapacity: 9 + 4 * cursor.pixels.count)
            writer.write(Kind.shape.rawValue)
            for value in [cursor.width, cursor.height, cursor.hotSpotX, cursor.hotSpotY] { writer.write(value) }
            // 0xAARRGGBB as red, green, blue, alpha.
            for pixel in cursor.pixels { writer.write(pixel << 8 | pixel >> 24) }
        case .place(let x, let y):
            writer.write(Kind.place.rawValue)
            for value in [x, y] { writer.write(UInt16(bitPattern: value)) }
        case .hidden: writer.write(Kind.hidden.rawValue)
        }
        return writer.bytes
    }

    /// What a peer's message is about; `nil` when it is none: its size is not the one that it says.
    static func subject(of message: [UInt8]) -> Subject? {
        var reader = ByteReader(message.span)
        guard let kind = (try? reader.readUInt8()).flatMap(Kind.init(rawValue:)) else { return nil }
        switch kind {
        case .shape:
            let sides = 1...DesktopCursor.maximumSide
            guard let width = try? Int(reader.readUInt16()), let height = try? Int(reader.readUInt16()),
                sides.contains(width), sides.contains(height), message.count == 9 + 4 * width * height
            else { return nil }
            return .shape
        case .place: return message.count == 5 ? .place : nil
        case .hidden: return message.count == 1 ? .place : nil
        }
    }

    /// What a message changes.
    enum Subject {
        case shape
        /// Or that there is none.
        case place
    }
}

/// Brings the pointer's place from pixels of what is captured to pixels of the frames, which may be smaller.
struct PointerScale {
    private(set) var captured: (width: Int, height: Int) = (0, 0)
    private var shown: (width: Int, height: Int) = (0, 0)

    /// Takes the size of what is captured.
    mutating func handleCaptured(width: UInt16, height: UInt16) {
        captured = (Int(width), Int(height))
    }

    /// Takes the size of a key frame; others have none.
    mutating func handleFrame(width: UInt16, height: UInt16) {
        if width > 0, height > 0 { shown = (Int(width), Int(height)) }
    }

    /// The place as the other side is told it.
    func message(_ place: DesktopCursorPlace) -> PointerMessage {
        guard case .at(let x, let y) = place else { return .hidden }
        return .place(x: scale(x, captured.width, shown.width), y: scale(y, captured.height, shown.height))
    }

    private func scale(_ value: UInt16, _ captured: Int, _ shown: Int) -> Int16 {
        guard captured > 0, shown > 0 else { return Int16(clamping: Int(value)) }
        return Int16(clamping: Int(value) * shown / captured)
    }
}
