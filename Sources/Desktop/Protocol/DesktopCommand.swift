package import Wire

/// What the parent tells the child.
///
/// ```text
/// message  length 4 (of what follows) · kind 1 · fields
/// start    monitor 2 (65535 = primary) · frame rate 1 · bit rate 4 · text length 2 · text · label length 2 · label
/// bit rate bits each second 4
/// hold     1 or 0
/// ```
/// Numbers are big-endian, text is UTF-8. The other kinds have no fields.
package enum DesktopCommand: Equatable, Sendable {
    /// Begins sharing; the first message, once.
    case start(Start)
    /// The next frame must decode by itself.
    case requestKeyFrame
    /// Bits each second for the frames that follow.
    case setBitsPerSecond(UInt32)
    /// Whether no frame is to be made, because those before it still wait to leave; the next one shows what is there then.
    case holdFrames(Bool)
    /// The parent is alive.
    case heartbeat
    /// One frame was taken over: the child may send another.
    case frameTaken
    /// The end.
    case stop

    /// How the desktop is to be shown.
    package struct Start: Equatable, Sendable {
        /// What the bar says. The name in it is another person's claim: the bar leaves control characters out.
        package var barText: String
        /// What the button says, `Stop` in the person's language.
        package var stopLabel: String
        /// Which monitor is shown.
        package var monitor: MonitorSelection
        /// At most this many frames each second, 1…60.
        package var maximumFrameRate: UInt8
        /// What the encoder aims at.
        package var bitsPerSecond: UInt32

        package init(
            barText: String, stopLabel: String = "Stop", monitor: MonitorSelection = .primary,
            maximumFrameRate: UInt8 = 30, bitsPerSecond: UInt32 = 4_000_000
        ) {
            self.barText = barText
            self.stopLabel = stopLabel
            self.monitor = monitor
            self.maximumFrameRate = maximumFrameRate
            self.bitsPerSecond = bitsPerSecond
        }
    }

    private enum Kind: UInt8 {
        case start = 1
        case requestKeyFrame = 2
        case setBitsPerSecond = 3
        case heartbeat = 4
        case frameTaken = 5
        case stop = 6
        case holdFrames = 7
    }

    /// The message without its length.
    package func serialize() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .start(let start):
            writer.write(Kind.start.rawValue)
            start.serialize(into: &writer)
        case .requestKeyFrame: writer.write(Kind.requestKeyFrame.rawValue)
        case .setBitsPerSecond(let bitsPerSecond):
            writer.write(Kind.setBitsPerSecond.rawValue)
            writer.write(bitsPerSecond)
        case .holdFrames(let isHeld):
            writer.write(Kind.holdFrames.rawValue)
            writer.write(UInt8(isHeld ? 1 : 0))
        case .heartbeat: writer.write(Kind.heartbeat.rawValue)
        case .frameTaken: writer.write(Kind.frameTaken.rawValue)
        case .stop: writer.write(Kind.stop.rawValue)
        }
        return writer.bytes
    }

    /// Reads a message without its length.
    ///
    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    package static func parse(_ message: Span<UInt8>) throws(ParseError) -> DesktopCommand {
        var reader = ByteReader(message)
        guard let kind = Kind(rawValue: try reader.readUInt8()) else { throw .invalid("kind of command") }
        let command: DesktopCommand =
            switch kind {
            case .start: .start(try Start.parse(&reader))
            case .requestKeyFrame: .requestKeyFrame
            case .setBitsPerSecond: .setBitsPerSecond(try reader.readUInt32())
            case .holdFrames: .holdFrames(try parseFlag(&reader))
            case .heartbeat: .heartbeat
            case .frameTaken: .frameTaken
            case .stop: .stop
            }
        guard reader.isAtEnd else { throw .invalid("length of command") }
        return command
    }

    private static func parseFlag(_ reader: inout ByteReader) throws(ParseError) -> Bool {
        switch try reader.readUInt8() {
        case 0: false
        case 1: true
        default: throw .invalid("flag of command")
        }
    }
}

extension DesktopCommand.Start {
    /// The frame rates that a child accepts.
    private static let frameRates: ClosedRange<UInt8> = 1...60
    /// The number that stands for the primary monitor.
    private static let primaryMonitor = UInt16.max

    fileprivate func serialize(into writer: inout ByteWriter) {
        switch monitor {
        case .primary: writer.write(Self.primaryMonitor)
        case .index(let index): writer.write(index)
        }
        writer.write(maximumFrameRate)
        writer.write(bitsPerSecond)
        for text in [barText, stopLabel] {
            let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
            writer.write(UInt16(bytes.count))
            writer.write(bytes)
        }
    }

    fileprivate static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopCommand.Start {
        let monitor = try reader.readUInt16()
        let frameRate = try reader.readUInt8()
        guard frameRates.contains(frameRate) else { throw .invalid("frame rate") }
        let bitsPerSecond = try reader.readUInt32()
        let barText = try reader.readBytes(Int(try reader.readUInt16()))
        let stopLabel = try reader.readBytes(Int(try reader.readUInt16()))
        return DesktopCommand.Start(
            barText: String(decoding: barText, as: UTF8.self), stopLabel: String(decoding: stopLabel, as: UTF8.self),
            monitor: monitor == primaryMonitor ? .primary : .index(monitor), maximumFrameRate: frameRate,
            bitsPerSecond: bitsPerSecond)
    }
}
