package import RTP
internal import Wire

extension DesktopCommand {
    /// How the desktop is to be shown.
    ///
    /// ```text
    /// start    source · mode 1 · codec 1 · frame rate 1 · bit rate 4 · layers 1 · text · label
    /// ```
    package struct Start: Equatable, Sendable {
        /// What the bar says. The name in it is another person's claim: the bar leaves control characters out.
        package var barText: String
        /// What the button says, `Stop` in the person's language.
        package var stopLabel: String
        /// What is shown at first; with `.nothing` the bar is up and frames come once something is chosen.
        package var source: DesktopSource
        /// What gives way at first.
        package var mode: DesktopMode
        /// The codec at first.
        package var codec: VideoCodec
        /// At most this many frames each second, 1…60.
        package var maximumFrameRate: UInt8
        /// What the encoder aims at; until told otherwise, what a line carries of which nothing is known.
        package var bitsPerSecond: UInt32
        /// How frames are divided at first.
        package var layers = DesktopLayers.single

        package init(
            barText: String, stopLabel: String = "Stop", source: DesktopSource = .monitor(.primary),
            mode: DesktopMode = .standard, codec: VideoCodec = .vp8, maximumFrameRate: UInt8 = 30,
            bitsPerSecond: UInt32 = 300_000
        ) {
            self.barText = barText
            self.stopLabel = stopLabel
            self.source = source
            self.mode = mode
            self.codec = codec
            self.maximumFrameRate = maximumFrameRate
            self.bitsPerSecond = bitsPerSecond
        }

        /// The frame rates that a child accepts.
        private static let frameRates: ClosedRange<UInt8> = 1...60

        func serialize(into writer: inout ByteWriter) {
            source.serialize(into: &writer)
            writer.write(mode.rawValue)
            writer.write(codec)
            writer.write(maximumFrameRate)
            writer.write(bitsPerSecond)
            writer.write(layers.rawValue)
            writer.write(text: barText)
            writer.write(text: stopLabel)
        }

        /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
        static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopCommand.Start {
            let source = try DesktopSource.parse(&reader)
            let mode = try reader.readMode()
            let codec = try reader.readCodec()
            let frameRate = try reader.readUInt8()
            guard frameRates.contains(frameRate) else { throw .invalid("frame rate") }
            let bitsPerSecond = try reader.readUInt32()
            let layers = try reader.readLayers()
            let barText = try reader.readText()
            var start = DesktopCommand.Start(
                barText: barText, stopLabel: try reader.readText(), source: source, mode: mode, codec: codec,
                maximumFrameRate: frameRate, bitsPerSecond: bitsPerSecond)
            start.layers = layers
            return start
        }
    }
}

extension ByteReader {
    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    mutating func readLayers() throws(ParseError) -> DesktopLayers {
        guard let layers = DesktopLayers(rawValue: try readUInt8()) else { throw .invalid("layers") }
        return layers
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    mutating func readMode() throws(ParseError) -> DesktopMode {
        guard let mode = DesktopMode(rawValue: try readUInt8()) else { throw .invalid("mode") }
        return mode
    }
}
