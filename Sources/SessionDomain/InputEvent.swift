/// One act of a person who controls another's desktop, as the page saw it.
///
/// Names are those of W3C UI Events. Places are 0…65,535 across the shown picture, so that they mean the same at any scale.
/// A value out of its range does not decode. `Tests/Vectors/input.json` holds an example of each.
package enum InputEvent: Equatable, Sendable {
    /// The pointer is here.
    case pointerMove(Place)
    /// A button went down or up: 0 left, 1 middle, 2 right, 3 back, 4 forward.
    case button(Button)
    /// The wheel turned by steps; positive is right and down.
    case wheel(Wheel)
    /// A key went down or up.
    case key(Key)
    /// Text that no single key made: of an input method, a dead key or a menu.
    case text(Text)
    /// Nothing is held any more: the page lost the focus, or its person let go.
    case release

    /// Where in the picture: 0 is its first column or row and 65,535 its last.
    package struct Place: Codable, Equatable, Sendable {
        package var x: UInt16
        package var y: UInt16

        package init(x: UInt16, y: UInt16) {
            self.x = x
            self.y = y
        }
    }

    /// `MouseEvent.button` with the place at which it was pressed.
    package struct Button: Codable, Equatable, Sendable {
        package var button: UInt8
        package var isDown: Bool
        package var x: UInt16
        package var y: UInt16
    }

    /// Steps of the wheel, -16…16 each way, with the place at which it was turned.
    package struct Wheel: Codable, Equatable, Sendable {
        package var right: Int8
        package var down: Int8
        package var x: UInt16
        package var y: UInt16
    }

    /// The physical key and what it made; 1…32 bytes of UTF-8 each.
    package struct Key: Codable, Equatable, Sendable {
        /// `KeyboardEvent.code`: `KeyA`, `ShiftLeft`.
        package var code: String
        /// `KeyboardEvent.key`: `a`, `Ä`, `Enter`.
        package var key: String
        package var isDown: Bool
    }

    /// 1…256 bytes of UTF-8, without control characters but line feed and tab.
    package struct Text: Codable, Equatable, Sendable {
        package var text: String
    }

    /// The highest `Button.button`.
    package static let maximumButton = 4
    /// The steps of one `wheel`, each way.
    package static let maximumWheelSteps = 16
    /// The bytes of a key's name.
    package static let maximumNameByteCount = 32
    /// The bytes of one `text`.
    package static let maximumTextByteCount = 256

    /// Whether it may be lost, because a later one takes its place.
    package var isReplaceable: Bool {
        if case .pointerMove = self { true } else { false }
    }

    private var isInRange: Bool {
        switch self {
        case .pointerMove, .release: true
        case .button(let button): button.button <= Self.maximumButton
        case .wheel(let wheel):
            abs(Int(wheel.right)) <= Self.maximumWheelSteps && abs(Int(wheel.down)) <= Self.maximumWheelSteps
        case .key(let key): Self.isName(key.code) && Self.isName(key.key)
        case .text(let text):
            (1...Self.maximumTextByteCount).contains(text.text.utf8.count)
                && text.text.unicodeScalars.allSatisfy { scalar in
                    scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
                }
        }
    }

    private static func isName(_ name: String) -> Bool {
        (1...maximumNameByteCount).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

/// JSON: the payload's members beside a `type` that names the case.
extension InputEvent: Codable {
    private enum Kind: String, Codable {
        case pointerMove
        case button
        case wheel
        case key
        case text
        case release
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .pointerMove: self = .pointerMove(try Place(from: decoder))
        case .button: self = .button(try Button(from: decoder))
        case .wheel: self = .wheel(try Wheel(from: decoder))
        case .key: self = .key(try Key(from: decoder))
        case .text: self = .text(try Text(from: decoder))
        case .release: self = .release
        }
        guard isInRange else {
            throw DecodingError.dataCorruptedError(forKey: .type, in: container, debugDescription: "out of range")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .pointerMove(let place):
            try container.encode(Kind.pointerMove, forKey: .type)
            try place.encode(to: encoder)
        case .button(let button):
            try container.encode(Kind.button, forKey: .type)
            try button.encode(to: encoder)
        case .wheel(let wheel):
            try container.encode(Kind.wheel, forKey: .type)
            try wheel.encode(to: encoder)
        case .key(let key):
            try container.encode(Kind.key, forKey: .type)
            try key.encode(to: encoder)
        case .text(let text):
            try container.encode(Kind.text, forKey: .type)
            try text.encode(to: encoder)
        case .release: try container.encode(Kind.release, forKey: .type)
        }
    }
}
