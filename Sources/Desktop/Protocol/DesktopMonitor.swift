internal import Wire

/// One monitor, as a person chooses it.
///
/// ```text
/// monitor  number 4 · x 2 · y 2 · width 2 · height 2 · primary 1 · name
/// ```
/// A name is its length in two bytes and its UTF-8; places are signed.
package struct DesktopMonitor: Equatable, Sendable {
    /// Stays while the monitor is there.
    package var identifier: MonitorIdentifier
    /// What the person reads: the connector, and the maker's name for the model where the monitor tells it.
    package var name: String
    /// The first column on the whole desktop.
    package var x: Int16
    /// The first row on the whole desktop.
    package var y: Int16
    /// Pixels.
    package var width: UInt16
    /// Pixels.
    package var height: UInt16
    /// Whether the person marked it as the main one.
    package var isPrimary: Bool

    package init(
        identifier: MonitorIdentifier, name: String, x: Int16, y: Int16, width: UInt16, height: UInt16, isPrimary: Bool
    ) {
        self.identifier = identifier
        self.name = name
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.isPrimary = isPrimary
    }

    func serialize(into writer: inout ByteWriter) {
        writer.write(identifier.rawValue)
        for value in [UInt16(bitPattern: x), UInt16(bitPattern: y), width, height] { writer.write(value) }
        writer.write(UInt8(isPrimary ? 1 : 0))
        writer.write(text: name)
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopMonitor {
        let identifier = MonitorIdentifier(rawValue: try reader.readUInt32())
        let x = Int16(bitPattern: try reader.readUInt16())
        let y = Int16(bitPattern: try reader.readUInt16())
        let width = try reader.readUInt16()
        let height = try reader.readUInt16()
        let isPrimary = try reader.readFlag()
        return DesktopMonitor(
            identifier: identifier, name: try reader.readText(), x: x, y: y, width: width, height: height,
            isPrimary: isPrimary)
    }
}
