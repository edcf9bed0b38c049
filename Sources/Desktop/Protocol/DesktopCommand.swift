package import RTP
package import Wire

/// What the parent tells the child.
///
/// ```text
/// message   length 4 (of what follows) · kind 1 · fields
/// start     see `Start`
/// bit rate  bits each second 4
/// hold      1 or 0
/// choose    source
/// mode      1
/// codec     1
/// layers    1
/// control   1 or 0
/// pause     1 or 0
/// input     see `DesktopInput`
/// bar       text
/// ```
/// Numbers are big-endian, text is its length in two bytes and its UTF-8. The other kinds have no fields.
package enum DesktopCommand: Equatable, Sendable {
    /// Begins sharing; the first message, once.
    case start(Start)
    /// The next frame must decode by itself; the pointer's picture and place are told again as well.
    case requestKeyFrame
    /// Bits each second for the frames that follow.
    case setBitsPerSecond(UInt32)
    /// Whether no frame is to be made, because those before it still wait to leave; the next one shows what is there then.
    case holdFrames(Bool)
    /// What is shown from now on; the next frame is a key frame of it. What is not there any more changes nothing.
    case choose(DesktopSource)
    /// What gives way from now on.
    case setMode(DesktopMode)
    /// The codec from the next frame on, which is a key frame.
    case setCodec(VideoCodec)
    /// How frames are divided from the next one on, or from the next key frame on where that can wait.
    case setLayers(DesktopLayers)
    /// Asks for `DesktopReport.windows`.
    case listWindows
    /// Whether input may be injected; at the end what is held is released.
    case setControl(Bool)
    /// Whether input is left out for now; what is held is released.
    case holdInput(Bool)
    /// Do this, where input may be injected.
    case input(DesktopInput)
    /// What the bars say from now on.
    case setBarText(String)
    /// The parent is alive.
    case heartbeat
    /// One frame was taken over: the child may send another.
    case frameTaken
    /// The end.
    case stop

    private enum Kind: UInt8 {
        case start = 1
        case requestKeyFrame = 2
        case setBitsPerSecond = 3
        case heartbeat = 4
        case frameTaken = 5
        case stop = 6
        case holdFrames = 7
        case choose = 8
        case setMode = 9
        case setCodec = 10
        case listWindows = 11
        case setLayers = 12
        case setControl = 13
        case holdInput = 14
        case input = 15
        case setBarText = 16
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
        case .choose(let source):
            writer.write(Kind.choose.rawValue)
            source.serialize(into: &writer)
        case .setMode(let mode):
            writer.write(Kind.setMode.rawValue)
            writer.write(mode.rawValue)
        case .setCodec(let codec):
            writer.write(Kind.setCodec.rawValue)
            writer.write(codec)
        case .setLayers(let layers):
            writer.write(Kind.setLayers.rawValue)
            writer.write(layers.rawValue)
        case .listWindows: writer.write(Kind.listWindows.rawValue)
        case .setControl(let isOn):
            writer.write(Kind.setControl.rawValue)
            writer.write(UInt8(isOn ? 1 : 0))
        case .holdInput(let isHeld):
            writer.write(Kind.holdInput.rawValue)
            writer.write(UInt8(isHeld ? 1 : 0))
        case .input(let input):
            writer.write(Kind.input.rawValue)
            input.serialize(into: &writer)
        case .setBarText(let text):
            writer.write(Kind.setBarText.rawValue)
            writer.write(text: text)
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
            case .holdFrames: .holdFrames(try reader.readFlag())
            case .choose: .choose(try DesktopSource.parse(&reader))
            case .setMode: .setMode(try reader.readMode())
            case .setCodec: .setCodec(try reader.readCodec())
            case .setLayers: .setLayers(try reader.readLayers())
            case .listWindows: .listWindows
            case .setControl: .setControl(try reader.readFlag())
            case .holdInput: .holdInput(try reader.readFlag())
            case .input: .input(try DesktopInput.parse(&reader))
            case .setBarText: .setBarText(try reader.readText())
            case .heartbeat: .heartbeat
            case .frameTaken: .frameTaken
            case .stop: .stop
            }
        guard reader.isAtEnd else { throw .invalid("length of command") }
        return command
    }
}
