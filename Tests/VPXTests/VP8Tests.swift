import Testing

@testable import VPX

@Suite("VP8")
struct VP8Tests {
    private func configuration(
        width: Int = 320, height: Int = 240, bitsPerSecond: Int = 2_000_000
    ) -> VP8EncoderConfiguration {
        VP8EncoderConfiguration(width: width, height: height, bitsPerSecond: bitsPerSecond)
    }

    @Test(arguments: [(320, 240), (321, 241), (16, 16), (1, 1)])
    func aPictureSurvivesEncodingAndDecoding(width: Int, height: Int) throws {
        var encoder = try VP8Encoder(configuration: configuration(width: width, height: height))
        var decoder = try VP8Decoder()
        var image = try I420Image(width: width, height: height)
        try image.drawBars(step: 0)
        let frame = try #require(try encoder.encode(image))
        #expect(frame.isKeyFrame)
        let decoded = try decoder.decode(frame.payload)
        guard let decoded else {
            Issue.record("the key frame shows nothing")
            return
        }
        #expect(decoded.width == width && decoded.height == height)
        let original = try image.makeARGB()
        let result = try decoded.makeARGB()
        let difference = zip(original, result).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / original.count
        #expect(difference < 8, "mean difference of a sample")
    }

    @Test
    func onlyTheFirstFrameAndOrderedOnesAreKeyFrames() throws {
        var encoder = try VP8Encoder(configuration: configuration())
        var image = try I420Image(width: 320, height: 240)
        var kinds = [Bool]()
        for step in 0..<6 {
            try image.drawBars(step: step)
            let frame = try encoder.encode(image, forcingKeyFrame: step == 4)
            kinds.append(try #require(frame).isKeyFrame)
        }
        #expect(kinds == [true, false, false, false, true, false])
    }

    @Test
    func aStillPictureBecomesFine() throws {
        var encoder = try VP8Encoder(configuration: configuration(bitsPerSecond: 500_000))
        var image = try I420Image(width: 320, height: 240)
        try image.drawNoise(seed: 7)
        let first = try #require(try encoder.encode(image)).quantizer
        var last = first
        for _ in 0..<30 { last = try #require(try encoder.encode(image)).quantizer }
        #expect(last < first)
    }

    @Test
    func theBitRateIsFollowedWhileRunning() throws {
        var encoder = try VP8Encoder(configuration: configuration(bitsPerSecond: 4_000_000))
        var image = try I420Image(width: 320, height: 240)
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

    @Test
    func aPictureOfAnotherSizeIsRefused() throws {
        var encoder = try VP8Encoder(configuration: configuration())
        let image = try I420Image(width: 322, height: 240)
        #expect(throws: VPXError.sizeMismatch) { _ = try encoder.encode(image) }
    }

    @Test
    func damagedFramesThrowAndNeverTrap() throws {
        var encoder = try VP8Encoder(configuration: configuration(width: 64, height: 64))
        var image = try I420Image(width: 64, height: 64)
        try image.drawNoise(seed: 3)
        let frame = try #require(try encoder.encode(image)).payload
        for length in 0..<frame.count where length < 64 || length.isMultiple(of: 37) {
            var decoder = try VP8Decoder()
            _ = try? decoder.decode(Array(frame.prefix(length)))
        }
        var decoder = try VP8Decoder()
        #expect(throws: VPXError.self) { _ = try decoder.decode([]) }
        #expect(throws: VPXError.self) { _ = try decoder.decode([0xFF, 0xFF, 0xFF, 0xFF]) }
        var generator = SystemRandomNumberGenerator()
        for length in 1..<256 {
            _ = try? decoder.decode((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }
}
