package import Wire

/// What the child tells the parent. How it ended is its exit status, see `DesktopStopReason`.
///
/// ```text
/// message   length 4 (of what follows) · kind 1 · fields
/// ready     width 2 · height 2 · panic key 1 (1 = grabbed)
/// frame     see `Frame`
/// cursor    see `DesktopCursor`
/// place     (none: hidden) | x 2 · y 2
/// monitors  count 1 · `DesktopMonitor` · …
/// windows   count 1 · `DesktopWindow` · …
/// chosen    source · width 2 · height 2
/// held      1 or 0
/// thumbnail see `DesktopThumbnail`
/// opened    see `DesktopWindow`
/// ```
package enum DesktopReport: Equatable, Sendable {
    /// The bar is up; the first report, once.
    case ready(Ready)
    /// One encoded picture.
    case frame(Frame)
    /// The pointer has another picture.
    case cursor(DesktopCursor)
    /// The pointer moved; at most 60 times a second.
    case cursorMoved(DesktopCursorPlace)
    /// The monitors there are; after *ready* and with every change.
    case monitors([DesktopMonitor])
    /// The windows there are, the lowest first; the answer to `listWindows`.
    case windows([DesktopWindow])
    /// What is shown from now on, or its new size; after *ready* and with every change.
    case chosen(Chosen)
    /// Whether input is left out because somebody uses the computer's own mouse or keyboard.
    case inputHeld(Bool)
    /// A picture of a window that `windows` named; one for each window that can be read, a moment later.
    case thumbnail(DesktopThumbnail)
    /// A program of which windows are shown has opened this one, which is not.
    case windowOpened(DesktopWindow)

    /// What the child found.
    package struct Ready: Equatable, Sendable {
        /// Pixels; 0 while nothing is chosen.
        package var width: UInt16
        /// Pixels; 0 while nothing is chosen.
        package var height: UInt16
        /// Whether Ctrl+Alt+End stops sharing; `false` when another program holds that key.
        package var hasPanicKey: Bool

        package init(width: UInt16, height: UInt16, hasPanicKey: Bool) {
            self.width = width
            self.height = height
            self.hasPanicKey = hasPanicKey
        }
    }

    /// What is captured.
    package struct Chosen: Equatable, Sendable {
        /// A monitor is told by its identifier.
        package var source: DesktopSource
        /// Pixels of what is captured; frames may be smaller in the mode *sampling*. 0 while nothing is chosen.
        package var width: UInt16
        /// Pixels, as above.
        package var height: UInt16

        package init(source: DesktopSource, width: UInt16, height: UInt16) {
            self.source = source
            self.width = width
            self.height = height
        }
    }

    /// The most monitors and windows that are told.
    package static let maximumCount = 255

    private enum Kind: UInt8 {
        case ready = 1
        case frame = 2
        case cursor = 3
        case cursorMoved = 4
        case monitors = 5
        case windows = 6
        case chosen = 7
        case inputHeld = 8
        case thumbnail = 9
        case windowOpened = 10
    }

    /// The message without its length.
    package func serialize() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .ready(let ready):
            writer.write(Kind.ready.rawValue)
            ready.serialize(into: &writer)
        case .frame(let frame):
            writer = ByteWriter(reservingCapacity: Frame.headerLength + 1 + frame.payload.count)
            writer.write(Kind.frame.rawValue)
            frame.serialize(into: &writer)
        case .cursor(let cursor):
            writer.write(Kind.cursor.rawValue)
            cursor.serialize(into: &writer)
        case .cursorMoved(let place):
            writer.write(Kind.cursorMoved.rawValue)
            if case .at(let x, let y) = place { [x, y].forEach { writer.write($0) } }
        case .monitors(let monitors):
            writer.write(Kind.monitors.rawValue)
            let monitors = monitors.prefix(Self.maximumCount)
            writer.write(UInt8(monitors.count))
            monitors.forEach { $0.serialize(into: &writer) }
        case .windows(let windows):
            writer.write(Kind.windows.rawValue)
            let windows = windows.prefix(Self.maximumCount)
            writer.write(UInt8(windows.count))
            windows.forEach { $0.serialize(into: &writer) }
        case .inputHeld(let isHeld):
            writer.write(Kind.inputHeld.rawValue)
            writer.write(UInt8(isHeld ? 1 : 0))
        case .windowOpened(let window):
            writer.write(Kind.windowOpened.rawValue)
            window.serialize(into: &writer)
        case .thumbnail(let thumbnail):
            writer.write(Kind.thumbnail.rawValue)
            thumbnail.serialize(into: &writer)
        case .chosen(let chosen):
            writer.write(Kind.chosen.rawValue)
            chosen.serialize(into: &writer)
        }
        return writer.bytes
    }

    /// Reads a message without its length.
    ///
    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    package static func parse(_ message: Span<UInt8>) throws(ParseError) -> DesktopReport {
        var reader = ByteReader(message)
        guard let kind = Kind(rawValue: try reader.readUInt8()) else { throw .invalid("kind of report") }
        let report: DesktopReport =
            switch kind {
            case .ready: .ready(try Ready.parse(&reader))
            case .frame: .frame(try Frame.parse(&reader))
            case .cursor: .cursor(try DesktopCursor.parse(&reader))
            case .cursorMoved:
                .cursorMoved(
                    reader.isAtEnd ? .hidden : .at(x: try reader.readUInt16(), y: try reader.readUInt16()))
            case .monitors: .monitors(try parseList(&reader, DesktopMonitor.parse))
            case .windows: .windows(try parseList(&reader, DesktopWindow.parse))
            case .inputHeld: .inputHeld(try reader.readFlag())
            case .windowOpened: .windowOpened(try DesktopWindow.parse(&reader))
            case .thumbnail: .thumbnail(try DesktopThumbnail.parse(&reader))
            case .chosen: .chosen(try Chosen.parse(&reader))
            }
        guard reader.isAtEnd else { throw .invalid("length of report") }
        return report
    }

    private static func parseList<Element>(
        _ reader: inout ByteReader, _ parse: (inout ByteReader) throws(ParseError) -> Element
    ) throws(ParseError) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<(try reader.readUInt8()) { elements.append(try parse(&reader)) }
        return elements
    }
}

extension DesktopReport.Ready {
    fileprivate func serialize(into writer: inout ByteWriter) {
        writer.write(width)
        writer.write(height)
        writer.write(UInt8(hasPanicKey ? 1 : 0))
    }

    fileprivate static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopReport.Ready {
        DesktopReport.Ready(
            width: try reader.readUInt16(), height: try reader.readUInt16(), hasPanicKey: try reader.readFlag())
    }
}

extension DesktopReport.Chosen {
    fileprivate func serialize(into writer: inout ByteWriter) {
        source.serialize(into: &writer)
        writer.write(width)
        writer.write(height)
    }

    fileprivate static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopReport.Chosen {
        DesktopReport.Chosen(
            source: try DesktopSource.parse(&reader), width: try reader.readUInt16(), height: try reader.readUInt16())
    }
}
