internal import Wire

/// The number of a window on the X server; not a process and not a monitor.
package struct WindowIdentifier: RawRepresentable, Hashable, Sendable {
    /// The server's resource number.
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// One application window, as a person chooses it.
///
/// ```text
/// window   number 4 · process 4 (0 = not known) · title · program
/// ```
/// Title and program are what another program says of itself: their control characters are left out.
package struct DesktopWindow: Equatable, Sendable {
    package var identifier: WindowIdentifier
    /// The process, as the program tells it; `nil` where it tells none.
    package var process: UInt32?
    /// What the window's frame says; may be empty.
    package var title: String
    /// The program's class, such as `XTerm`; may be empty.
    package var program: String

    package init(identifier: WindowIdentifier, process: UInt32?, title: String, program: String) {
        self.identifier = identifier
        self.process = process
        self.title = title
        self.program = program
    }

    func serialize(into writer: inout ByteWriter) {
        writer.write(identifier.rawValue)
        writer.write(process ?? 0)
        writer.write(text: title)
        writer.write(text: program)
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopWindow {
        let identifier = WindowIdentifier(rawValue: try reader.readUInt32())
        let process = try reader.readUInt32()
        return DesktopWindow(
            identifier: identifier, process: process == 0 ? nil : process, title: try reader.readText(),
            program: try reader.readText())
    }
}
