import RTP
import Testing

@testable import VPX

@Suite("VP8 and VP9")
struct VPXTests {
    private func configuration(
        _ codec: VideoCodec, width: Int = 320, height: Int = 240, bitsPerSecond: Int = 2_000_000, layers: Int = 1
    ) -> VPXEncoderConfiguration {
        VPXEncoderConfiguration(
            codec: codec, width: width, height: height, bitsPerSecond: bitsPerSecond, temporalLayerCount: layers)
    }

    private func difference(_ first: borrowing VideoImage, _ second: borrowing VideoImage) throws -> Double {
        let (first, second) = (try first.makeARGB(), try second.makeARGB())
        return Double(zip(first, second).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(first.count)
    }

    /// The decoded frame, which must show something.
    private func decode(_ frame: VPXFrame, _ decoder: inout VPXDecoder) throws -> VideoImage {
        guard let image = try decoder.decode(frame.payload) else { throw VPXError.failed(.decode, .corruptFrame) }
        return image
    }

    @Test(arguments: VideoCodec.allCases, [(320, 240), (321, 241), (16, 16), (1, 1)])
    func aPictureSurvivesEncodingAndDecoding(codec: VideoCodec, size: (Int, Int)) throws {
        let configuration = configuration(codec, width: size.0, height: size.1)
        var encoder = try VPXEncoder(configuration: configuration)
        var decoder = try VPXDecoder(codec: codec)
        var image = try VideoImage(width: size.0, height: size.1, format: configuration.imageFormat)
        try image.drawBars(step: 0)
        let frame = try #require(try encoder.encode(image))
        #expect(frame.isKeyFrame && frame.codec == codec && frame.temporalLayer == nil)
        let decoded = try decode(frame, &decoder)
        #expect(decoded.width == size.0 && decoded.height == size.1 && decoded.format == image.format)
        #expect(try difference(image, decoded) < 8, "mean difference of a sample")
    }

    @Test("The frames say their codec, kind and size themselves", arguments: VideoCodec.allCases)
    func headers(codec: VideoCodec) throws {
        let configuration = configuration(codec, width: 322, height: 182)
        var encoder = try VPXEncoder(configuration: configuration)
        var image = try VideoImage(width: 322, height: 182, format: configuration.imageFormat)
        for step in 0..<3 {
            try image.drawBars(step: step)
            let payload = try #require(try encoder.encode(image)).payload
            if codec == .vp8 {
                let header = try #require(VP8FrameHeader.parse(payload))
                #expect(header.isKeyFrame == (step == 0) && header.width == (step == 0 ? 322 : 0))
            } else {
                let header = try #require(VP9FrameHeader.parse(payload))
                #expect(header.isKeyFrame == (step == 0) && header.profile == (codec == .vp9 ? 0 : 1))
                #expect(header.width == (step == 0 ? 322 : 0) && header.height == (step == 0 ? 182 : 0))
            }
        }
    }

    @Test(arguments: VideoCodec.allCases)
    func onlyTheFirstFrameAndOrderedOnesAreKeyFrames(codec: VideoCodec) throws {
        let configuration = configuration(codec)
        var encoder = try VPXEncoder(configuration: configuration)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        var kinds = [Bool]()
        for step in 0..<6 {
            try image.drawBars(step: step)
            kinds.append(try #require(try encoder.encode(image, VPXOrder(isKeyFrame: step == 4))).isKeyFrame)
        }
        #expect(kinds == [true, false, false, false, true, false])
    }

    @Test("A fixed quantizer is kept, and a finer one is nearer to the picture", arguments: VideoCodec.allCases)
    func quantizer(codec: VideoCodec) throws {
        let configuration = configuration(codec)
        var encoder = try VPXEncoder(configuration: configuration)
        var decoder = try VPXDecoder(codec: codec)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        try image.drawNoise(seed: 5)
        var differences = [Double]()
        for quantizer in [50, 20, 6] {
            let frame = try #require(try encoder.encode(image, VPXOrder(quantizers: quantizer...quantizer)))
            // VP8 tells the index into its own table, which is not as even.
            #expect(abs(frame.quantizer - quantizer) <= (codec == .vp8 ? 6 : 1))
            differences.append(try difference(image, try decode(frame, &decoder)))
        }
        #expect(differences[0] > differences[1] && differences[1] > differences[2])
    }

    @Test("What is not active stays as it is", arguments: VideoCodec.allCases)
    func activeMap(codec: VideoCodec) throws {
        let configuration = configuration(codec)
        let (columns, rows) = configuration.macroblockSize
        var encoder = try VPXEncoder(configuration: configuration)
        var decoder = try VPXDecoder(codec: codec)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        try image.drawBars(step: 0)
        let before = try decode(try #require(try encoder.encode(image, VPXOrder(quantizers: 8...8))), &decoder)
            .makeARGB()
        // Everything changes; only the upper half is active, and then a key frame is made, which shows all.
        try image.fill(PixelRectangle(x: 0, y: 0, width: 320, height: 240), with: BGRA(blue: 9, green: 99, red: 199))
        let upper = (0..<columns * rows).map { UInt8($0 / columns < rows / 2 ? 1 : 0) }
        for _ in 0..<3 {
            let frame = try #require(try encoder.encode(image, VPXOrder(quantizers: 8...8, activeMap: upper)))
            let after = try decode(frame, &decoder).makeARGB()
            #expect(BGRA(after, at: (40 * 320 + 100) * 4).isNear(BGRA(blue: 9, green: 99, red: 199), within: 12))
            #expect(BGRA(after, at: (200 * 320 + 100) * 4).isNear(BGRA(before, at: (200 * 320 + 100) * 4), within: 3))
        }
        let key = try #require(
            try encoder.encode(image, VPXOrder(isKeyFrame: true, quantizers: 8...8, activeMap: upper)))
        let whole = try decode(key, &decoder).makeARGB()
        #expect(BGRA(whole, at: (200 * 320 + 100) * 4).isNear(BGRA(blue: 9, green: 99, red: 199), within: 12))
        // The map is still obeyed behind a key frame.
        try image.drawBars(step: 0)
        let behind = try #require(try encoder.encode(image, VPXOrder(quantizers: 8...8, activeMap: upper)))
        let last = try decode(behind, &decoder).makeARGB()
        #expect(BGRA(last, at: (200 * 320 + 100) * 4).isNear(BGRA(blue: 9, green: 99, red: 199), within: 12))
    }

    @Test("Without its higher layers a stream decodes to the same pictures", arguments: VideoCodec.allCases, [2, 3])
    func layers(codec: VideoCodec, count: Int) throws {
        let configuration = configuration(codec, layers: count)
        var encoder = try VPXEncoder(configuration: configuration)
        var whole = try VPXDecoder(codec: codec)
        var base = try VPXDecoder(codec: codec)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        var layers: [Int?] = []
        for step in 0..<12 {
            try image.drawBars(step: step * 5)
            let frame = try #require(try encoder.encode(image, VPXOrder(isKeyFrame: step == 6)))
            layers.append(frame.temporalLayer)
            let shown = try decode(frame, &whole)
            #expect(try difference(image, shown) < 8)
            guard frame.isReference else { continue }
            #expect(try difference(shown, try decode(frame, &base)) == 0)
        }
        let pattern: [Int?] = count == 2 ? [0, 1, 0, 1, 0, 1] : [0, 2, 1, 2, 0, 2]
        #expect(layers == pattern + pattern)
    }

    @Test(arguments: VideoCodec.allCases)
    func aStillPictureBecomesFine(codec: VideoCodec) throws {
        let configuration = configuration(codec, bitsPerSecond: 500_000)
        var encoder = try VPXEncoder(configuration: configuration)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        try image.drawNoise(seed: 7)
        let first = try #require(try encoder.encode(image)).quantizer
        var last = first
        for _ in 0..<60 { last = try #require(try encoder.encode(image)).quantizer }
        #expect(last < first)
    }

    @Test(arguments: VideoCodec.allCases)
    func theBitRateIsFollowedWhileRunning(codec: VideoCodec) throws {
        let configuration = configuration(codec, bitsPerSecond: 4_000_000)
        var encoder = try VPXEncoder(configuration: configuration)
        var image = try VideoImage(width: 320, height: 240, format: configuration.imageFormat)
        func bytes(ofFrames count: Int, firstSeed: UInt64) throws -> Int {
            var total = 0
            for seed in 0..<UInt64(count) {
                try image.drawNoise(seed: (firstSeed + seed) &* 0x9E37_79B9_7F4A_7C15)
                total += try encoder.encode(image)?.payload.count ?? 0
            }
            return total
        }
        let atFourMegabits = try bytes(ofFrames: 20, firstSeed: 1)
        try encoder.setBitsPerSecond(1_000_000)
        _ = try bytes(ofFrames: 10, firstSeed: 100)
        let atOneMegabit = try bytes(ofFrames: 20, firstSeed: 200)
        #expect(atOneMegabit < atFourMegabits)
    }

    @Test("A picture of another size or format is refused", arguments: VideoCodec.allCases)
    func mismatch(codec: VideoCodec) throws {
        let configuration = configuration(codec)
        var encoder = try VPXEncoder(configuration: configuration)
        let wide = try VideoImage(width: 322, height: 240, format: configuration.imageFormat)
        #expect(throws: VPXError.sizeMismatch) { _ = try encoder.encode(wide) }
        let other = try VideoImage(width: 320, height: 240, format: codec == .vp9Profile1 ? .i420 : .i444)
        #expect(throws: VPXError.sizeMismatch) { _ = try encoder.encode(other) }
    }

    @Test(arguments: VideoCodec.allCases)
    func damagedFramesThrowAndNeverTrap(codec: VideoCodec) throws {
        let configuration = configuration(codec, width: 64, height: 64)
        var encoder = try VPXEncoder(configuration: configuration)
        var image = try VideoImage(width: 64, height: 64, format: configuration.imageFormat)
        try image.drawNoise(seed: 3)
        let frame = try #require(try encoder.encode(image)).payload
        for length in 0..<frame.count where length < 64 || length.isMultiple(of: 37) {
            var decoder = try VPXDecoder(codec: codec)
            _ = try? decoder.decode(Array(frame.prefix(length)))
        }
        var decoder = try VPXDecoder(codec: codec)
        #expect(throws: VPXError.self) { _ = try decoder.decode([]) }
        #expect(throws: VPXError.self) { _ = try decoder.decode([0xFF, 0xFF, 0xFF, 0xFF]) }
        var generator = SystemRandomNumberGenerator()
        for length in 1..<256 {
            _ = try? decoder.decode((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }
}
