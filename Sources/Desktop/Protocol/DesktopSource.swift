internal import Wire

/// What of the desktop is shown.
///
/// ```text
/// source   0 | 1 | 2 index 2 | 3 monitor 4 | 4 count 1 · window 4 · …
/// ```
package enum DesktopSource: Equatable, Sendable {
    /// Nothing until something is chosen; the bar is up.
    case nothing
    /// One monitor.
    case monitor(MonitorSelection)
    /// These windows and what their programs put over them, and nothing else, 1…`maximumWindowCount`.
    case windows([WindowIdentifier])

    /// More windows than this are not shown in one picture.
    package static let maximumWindowCount = 32

    /// Whether windows are shown.
    var isWindows: Bool {
        if case .windows = self { true } else { false }
    }

    private enum Kind: UInt8 {
        case nothing = 0
        case primaryMonitor = 1
        case monitorIndex = 2
        case monitor = 3
        case windows = 4
    }

    func serialize(into writer: inout ByteWriter) {
        switch self {
        case .nothing: writer.write(Kind.nothing.rawValue)
        case .monitor(.primary): writer.write(Kind.primaryMonitor.rawValue)
        case .monitor(.index(let index)):
            writer.write(Kind.monitorIndex.rawValue)
            writer.write(index)
        case .monitor(.identifier(let identifier)):
            writer.write(Kind.monitor.rawValue)
            writer.write(identifier.rawValue)
        case .windows(let windows):
            writer.write(Kind.windows.rawValue)
            let windows = windows.prefix(Self.maximumWindowCount)
            writer.write(UInt8(windows.count))
            for window in windows { writer.write(window.rawValue) }
        }
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopSource {
        guard let kind = Kind(rawValue: try reader.readUInt8()) else { throw .invalid("kind of source") }
        switch kind {
        case .nothing: return .nothing
        case .primaryMonitor: return .monitor(.primary)
        case .monitorIndex: return .monitor(.index(try reader.readUInt16()))
        case .monitor: return .monitor(.identifier(MonitorIdentifier(rawValue: try reader.readUInt32())))
        case .windows:
            let count = try reader.readUInt8()
            guard (1...Self.maximumWindowCount).contains(Int(count)) else { throw .invalid("number of windows") }
            var windows: [WindowIdentifier] = []
            for _ in 0..<count { windows.append(WindowIdentifier(rawValue: try reader.readUInt32())) }
            return .windows(windows)
        }
    }
}
