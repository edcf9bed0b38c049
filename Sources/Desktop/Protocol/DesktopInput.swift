internal import Wire

/// One act of the person who controls the desktop, for the child to do.
///
/// ```text
/// pointer   1 · x 2 · y 2
/// button    2 · button 1 · down 1
/// wheel     3 · right 1, signed · down 1, signed
/// key       4 · down 1 · code · key
/// text      5 · text
/// release   6
/// ```
package enum DesktopInput: Equatable, Sendable {
    /// The pointer goes to a place, in pixels of the shown monitor.
    case pointerMoved(x: UInt16, y: UInt16)
    /// W3C `MouseEvent.button`: 0 left, 1 middle, 2 right, 3 back, 4 forward.
    case button(UInt8, isDown: Bool)
    /// Steps of the wheel, -16…16; positive is right and down.
    case wheel(x: Int8, y: Int8)
    /// W3C `KeyboardEvent.code`, which names the physical key, and `KeyboardEvent.key`, which is what it makes.
    case key(code: String, key: String, isDown: Bool)
    /// Text that no single key makes.
    case text(String)
    /// Everything that is held is released.
    case releaseAll

    private enum Kind: UInt8 {
        case pointerMoved = 1
        case button = 2
        case wheel = 3
        case key = 4
        case text = 5
        case releaseAll = 6
    }

    func serialize(into writer: inout ByteWriter) {
        switch self {
        case .pointerMoved(let x, let y):
            writer.write(Kind.pointerMoved.rawValue)
            writer.write(x)
            writer.write(y)
        case .button(let button, let isDown):
            writer.write(Kind.button.rawValue)
            writer.write(button)
            writer.write(UInt8(isDown ? 1 : 0))
        case .wheel(let x, let y):
            writer.write(Kind.wheel.rawValue)
            writer.write(UInt8(bitPattern: x))
            writer.write(UInt8(bitPattern: y))
        case .key(let code, let key, let isDown):
            writer.write(Kind.key.rawValue)
            writer.write(UInt8(isDown ? 1 : 0))
            writer.write(text: code)
            writer.write(text: key)
        case .text(let text):
            writer.write(Kind.text.rawValue)
            writer.write(text: text)
        case .releaseAll: writer.write(Kind.releaseAll.rawValue)
        }
    }

    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopInput {
        guard let kind = Kind(rawValue: try reader.readUInt8()) else { throw .invalid("kind of input") }
        switch kind {
        case .pointerMoved: return .pointerMoved(x: try reader.readUInt16(), y: try reader.readUInt16())
        case .button:
            let button = try reader.readUInt8()
            guard button <= 4 else { throw .invalid("number of button") }
            return .button(button, isDown: try reader.readFlag())
        case .wheel:
            let (x, y) = (Int8(bitPattern: try reader.readUInt8()), Int8(bitPattern: try reader.readUInt8()))
            guard (-16...16).contains(x), (-16...16).contains(y) else { throw .invalid("steps of wheel") }
            return .wheel(x: x, y: y)
        case .key:
            let isDown = try reader.readFlag()
            return .key(code: try reader.readText(), key: try reader.readText(), isDown: isDown)
        case .text: return .text(try reader.readText())
        case .releaseAll: return .releaseAll
        }
    }
}
