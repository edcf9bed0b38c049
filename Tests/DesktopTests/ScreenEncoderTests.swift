import RTP
import Testing
import VPX
import Wire

@testable import Desktop

/// A screen with lines like those of text, an encoder that is asked when it wants to be, and a decoder beside it.
private struct Scene: ~Copyable {
    let width = 640
    let height = 480
    var encoder: ScreenEncoder
    var decoder: VPXDecoder
    var picture: VideoImage
    var pixels: [UInt8]
    var now = Instant.origin + .seconds(1)
    /// Changes that the encoder was not ready for.
    var pending: [PixelRectangle] = []
    var frames: [(at: Instant, frame: DesktopReport.Frame)] = []
    var shown: [UInt8] = []
    var shownSize = (0, 0)

    init(_ codec: VideoCodec = .vp9, mode: DesktopMode = .standard, bitsPerSecond: UInt32 = 4_000_000) throws {
        let start = DesktopCommand.Start(
            barText: "", mode: mode, codec: codec, maximumFrameRate: 30, bitsPerSecond: bitsPerSecond)
        let encoder = try ScreenEncoder(start, width: 640, height: 480)
        let decoder = try VPXDecoder(codec: codec)
        let picture = try VideoImage(width: 640, height: 480, format: encoder.imageFormat)
        self.encoder = encoder
        self.decoder = decoder
        self.picture = picture
        pixels = [UInt8](repeating: 255, count: 640 * 480 * 4)
    }

    /// Draws glyph-like dots into a box and tells the encoder nothing yet.
    mutating func write(_ box: PixelRectangle, seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        for y in box.y..<box.maxY {
            for x in box.x..<box.maxX {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                let isInk = state & 3 == 0 && y % 12 < 8
                let offset = (y * width + x) * 4
                for channel in 0..<3 {
                    pixels[offset + channel] = isInk ? UInt8(truncatingIfNeeded: state >> 40) & 0x7F : 255
                }
            }
        }
        let (stride, offset) = (width * 4, (box.y * width + box.x) * 4)
        try pixels.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            try picture.update(box, fromARGB: base + offset, stride: stride)
        }
    }

    /// One call at an instant of the caller's.
    mutating func encode(damaged: [PixelRectangle]) throws {
        guard let frame = try encoder.encode(picture, damaged: damaged, now: now) else { return }
        frames.append((now, frame))
        guard let image = try decoder.decode(frame.payload) else { return }
        shownSize = (image.width, image.height)
        shown = try image.makeARGB()
    }

    /// Gives the change, then whatever the encoder still wants, until it is quiet or the time is over.
    mutating func run(_ duration: Duration, damaged: [PixelRectangle] = []) throws {
        let end = now + duration
        pending += damaged
        while let next = encoder.nextFrameAt(hasChanges: !pending.isEmpty), max(next, now) <= end {
            now = max(next, now)
            let damaged = pending
            pending = []
            try encode(damaged: damaged)
        }
        now = end
    }

    var whole: PixelRectangle { PixelRectangle(x: 0, y: 0, width: width, height: height) }

    /// The mean square error of blue, green and red in a box of what is shown; by its logarithm 45 dB are 2.06.
    func error(in box: PixelRectangle) -> Double {
        guard shown.count == pixels.count else { return .infinity }
        var sum = 0
        for y in box.y..<box.maxY {
            for offset in (y * width + box.x) * 4..<(y * width + box.maxX) * 4 where offset & 3 != 3 {
                let difference = Int(shown[offset]) - Int(pixels[offset])
                sum += difference * difference
            }
        }
        return Double(sum) / Double(box.area * 3)
    }

    func bytes(from start: Instant, to end: Instant) -> Int {
        frames.reduce(0) { $0 + ($1.at >= start && $1.at < end ? $1.frame.payload.count : 0) }
    }
}

@Suite("The screen's encoder")
struct ScreenEncoderTests {
    private func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRectangle {
        PixelRectangle(x: x, y: y, width: width, height: height)
    }

    @Test("At rest the picture becomes exact, and then nothing is sent", arguments: VideoCodec.allCases)
    func rest(codec: VideoCodec) throws {
        var scene = try Scene(codec, bitsPerSecond: 20_000_000)
        try scene.write(scene.whole, seed: 1)
        try scene.run(.milliseconds(500), damaged: [scene.whole])
        #expect(scene.frames.first?.frame.isKeyFrame == true && scene.frames.first?.frame.codec == codec)
        #expect(scene.frames.count < 12)
        #expect(scene.encoder.nextFrameAt(hasChanges: false) == nil)
        // Noise in colour is the hardest there is; 4:2:0 cannot show it.
        if codec == .vp9Profile1 { #expect(scene.error(in: scene.whole) < 5) }
        let count = scene.frames.count
        try scene.run(.seconds(60))
        #expect(scene.frames.count == count)
    }

    @Test("A small change takes few bytes, leaves the rest alone and is exact at once", arguments: VideoCodec.allCases)
    func typing(codec: VideoCodec) throws {
        var scene = try Scene(codec)
        try scene.write(scene.whole, seed: 1)
        try scene.run(.seconds(3), damaged: [scene.whole])
        let count = scene.frames.count
        for step in 0..<10 {
            let character = box(100 + step * 10, 96, 10, 16)
            try scene.write(character, seed: UInt64(50 + step))
            try scene.run(.milliseconds(100), damaged: [character])
        }
        #expect(scene.frames.count <= count + 20, "no more than the character and a second look")
        #expect(scene.frames[count...].allSatisfy { $0.frame.payload.count < 2_500 && !$0.frame.isKeyFrame })
        #expect(scene.encoder.nextFrameAt(hasChanges: false) == nil)
    }

    @Test("At 150 kbit/s the first picture is not blank within a second, and sharp from the top within ten")
    func narrowLine() throws {
        var scene = try Scene(bitsPerSecond: 150_000)
        try scene.write(scene.whole, seed: 1)
        let start = scene.now
        try scene.run(.seconds(1), damaged: [scene.whole])
        let first = try #require(scene.frames.first)
        #expect(first.at == start && first.frame.isKeyFrame && first.frame.payload.count < 15_000)
        #expect(!scene.shown.isEmpty)
        try scene.run(.seconds(9))
        #expect(scene.bytes(from: start, to: start + .seconds(10)) < 150_000 / 8 * 12)
        #expect(!scene.frames.dropFirst().contains { $0.frame.isKeyFrame || $0.frame.payload.count > 15_000 })
        #expect(scene.error(in: box(0, 0, 640, 48)) < scene.error(in: box(0, 432, 640, 48)), "the top comes first")
    }

    @Test("The rate is followed within a second", arguments: [DesktopMode.standard, .sampling])
    func rate(mode: DesktopMode) throws {
        var scene = try Scene(mode: mode, bitsPerSecond: 4_000_000)
        try scene.write(scene.whole, seed: 1)
        var seed: UInt64 = 2
        func motion(_ scene: inout Scene, _ duration: Duration) throws {
            let end = scene.now + duration
            while scene.now < end {
                try scene.write(scene.whole, seed: seed)
                seed += 1
                try scene.run(.milliseconds(33), damaged: [scene.whole])
            }
        }
        try motion(&scene, .seconds(2))
        try scene.encoder.setBitsPerSecond(500_000, now: scene.now)
        let start = scene.now
        try motion(&scene, .seconds(4))
        let after = scene.bytes(from: start + .seconds(1), to: start + .seconds(4)) * 8 / 3
        #expect(after < 700_000, "\(after) bits each second")
    }

    @Test("In the mode sampling the resolution gives way, and comes back at rest")
    func sampling() throws {
        var scene = try Scene(mode: .sampling, bitsPerSecond: 500_000)
        var sizes: Set<UInt16> = []
        for step in 0..<200 {
            try scene.write(scene.whole, seed: UInt64(step + 1))
            try scene.run(.milliseconds(33), damaged: [scene.whole])
            if let frame = scene.frames.last?.frame { sizes.insert(frame.width) }
        }
        #expect(sizes == [640, 480, 320])
        try scene.run(.seconds(20))
        #expect(scene.frames.last?.frame.width == 640)
        #expect(scene.encoder.nextFrameAt(hasChanges: false) == nil)
    }

    @Test("A key frame comes on order, and codec and size change with one")
    func keyFrames() throws {
        var scene = try Scene(.vp8)
        try scene.write(scene.whole, seed: 1)
        try scene.run(.seconds(3), damaged: [scene.whole])
        scene.encoder.requestKeyFrame()
        let count = scene.frames.count
        try scene.run(.seconds(3))
        #expect(scene.frames[count].frame.isKeyFrame)
        #expect(!scene.frames[(count + 1)...].contains { $0.frame.isKeyFrame })
        try scene.encoder.setCodec(.vp9)
        scene.decoder = try VPXDecoder(codec: .vp9)
        let changed = scene.frames.count
        try scene.run(.seconds(3))
        #expect(scene.frames[changed].frame.isKeyFrame && scene.frames[changed].frame.codec == .vp9)
        let fitted = scene.encoder.fits(scene.picture)
        try scene.encoder.setCodec(.vp9Profile1)
        let fits = scene.encoder.fits(scene.picture)
        #expect(fitted && !fits)
    }
}

@Suite("The screen's layers")
struct ScreenLayersTests {
    private let film = PixelRectangle(x: 0, y: 0, width: 320, height: 240)

    private func move(_ scene: inout Scene, _ count: Int) throws {
        for _ in 0..<count {
            try scene.write(film, seed: UInt64(bitPattern: scene.now.nanoseconds))
            try scene.run(.milliseconds(33), damaged: [film])
        }
    }

    @Test(
        "Every second frame of a movement is one that others go without; at rest none is",
        arguments: VideoCodec.allCases)
    func movement(codec: VideoCodec) throws {
        var scene = try Scene(codec, bitsPerSecond: 20_000_000)
        scene.encoder.setLayers(.two)
        try scene.write(scene.whole, seed: 1)
        try scene.run(.seconds(3), damaged: [scene.whole])
        #expect(scene.frames.allSatisfy { $0.frame.temporalLayer == 0 && !$0.frame.isLayerSync })
        let first = scene.frames.count
        try move(&scene, 40)
        let last = scene.frames.count
        let layers = scene.frames[first..<last].map(\.frame.temporalLayer)
        #expect(zip(layers, layers.dropFirst()).allSatisfy { $0 == 0 || $1 == 0 }, "one of layer 1 between two of 0")
        #expect(layers.count { $0 == 1 } * 3 > layers.count)
        try scene.run(.seconds(3))
        #expect(scene.frames[last...].allSatisfy { $0.frame.temporalLayer == 0 })
        #expect(scene.encoder.nextFrameAt(hasChanges: false) == nil)
        // Whoever never got one of layer 1 sees the same.
        var decoder = try VPXDecoder(codec: codec)
        var shown: [UInt8] = []
        for (_, frame) in scene.frames where frame.temporalLayer == 0 {
            if let image = try decoder.decode(frame.payload) { shown = try image.makeARGB() }
        }
        #expect(shown == scene.shown)
        #expect(scene.frames.count { $0.frame.isKeyFrame } == 1)
    }

    @Test(
        "Layers begin with a key frame, end with the next one, and come and go in between",
        arguments: VideoCodec.allCases)
    func changes(codec: VideoCodec) throws {
        var scene = try Scene(codec, bitsPerSecond: 20_000_000)
        try scene.write(scene.whole, seed: 1)
        try scene.run(.seconds(2), damaged: [scene.whole])
        func next(_ scene: inout Scene) throws -> [DesktopReport.Frame] {
            let count = scene.frames.count
            try move(&scene, 12)
            try scene.run(.seconds(1))
            return scene.frames[count...].map(\.frame)
        }
        #expect(try next(&scene).allSatisfy { $0.temporalLayer == nil && !$0.isKeyFrame })
        scene.encoder.setLayers(.base)
        let base = try next(&scene)
        #expect(base.first?.isKeyFrame == true && base.count { $0.isKeyFrame } == 1)
        #expect(base.allSatisfy { $0.temporalLayer == 0 })
        scene.encoder.setLayers(.two)
        let two = try next(&scene)
        #expect(two.contains { $0.temporalLayer == 1 } && !two.contains { $0.isKeyFrame })
        scene.encoder.setLayers(.single)
        let rest = try next(&scene)
        #expect(rest.allSatisfy { $0.temporalLayer == 0 && !$0.isKeyFrame })
        scene.encoder.requestKeyFrame()
        let single = try next(&scene)
        #expect(single.first?.isKeyFrame == true && single.allSatisfy { $0.temporalLayer == nil })
    }
}

@Suite("What the screen's encoder decides")
struct FramePlanTests {
    @Test("A bad size is learnt from the first frame that shows it")
    func sizes() {
        var model = FrameSizeModel(hasFullChroma: false)
        let foretold = model.bits(.change, activity: 1_000_000, quantizer: 20)
        for _ in 0..<4 {
            model.noteFrame(.change, activity: 1_000_000, quantizer: 20, byteCount: Int(foretold / 8) * 3)
        }
        #expect(abs(model.bits(.change, activity: 1_000_000, quantizer: 20) / foretold - 3) < 0.2)
        #expect(model.bits(.key, activity: 1_000_000, quantizer: 20) == foretold)
        #expect(model.quantizer(.key, activity: 1_000_000, bits: foretold, in: 4...48) == 20)
        let activity = model.activity(.key, bits: foretold, quantizer: 20)
        #expect(abs(activity - 1_000_000) <= 1)
        let parts = (0...63).map { model.bits(.key, activity: 1_000, quantizer: $0) }
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0 > $1 }, "coarser is smaller")
    }

    @Test("A small change goes first, then who waited longest, from the top")
    func maps() throws {
        var picture = try VideoImage(width: 64, height: 40)
        var grid = MacroblockGrid(width: 64, height: 40)
        #expect(grid.columns == 4 && grid.rows == 3)
        let checks = [UInt8]((0..<64 * 40).flatMap { [UInt8](repeating: $0 % 2 == 0 ? 0 : 255, count: 4) })
        try checks.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            try picture.update(PixelRectangle(x: 0, y: 0, width: 64, height: 40), fromARGB: base, stride: 256)
        }
        grid.noteDamage(PixelRectangle(x: 0, y: 0, width: 64, height: 40), of: picture)
        grid.noteEncoded(nil, quantizer: 30)
        #expect(grid.outOfDateCount == 0 && grid.isFine(30) && !grid.isFine(29))
        grid.noteDamage(PixelRectangle(x: 15, y: 20, width: 2, height: 1), of: picture)
        #expect(grid.makeMap().map == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0])
        let limited = grid.makeMap(coarserThan: 10, limit: 1)
        #expect(limited.map == [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], "a row's worth, the change first")
        grid.noteEncoded(limited.map, quantizer: 8)
        #expect(grid.activity(coarserThan: 8) > 0 && grid.outOfDateCount == 0)
        let right = PixelRectangle(x: 48, y: 0, width: 16, height: 40)
        let all = PixelRectangle(x: 0, y: 0, width: 64, height: 40)
        grid.noteEncoded(nil, quantizer: 8)
        for box in [all, all, right] { grid.noteDamage(box, of: picture) }
        #expect(grid.makeMap(limit: 1).map == [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
        grid.noteEncoded(nil, quantizer: 8)
        grid.noteDamage(PixelRectangle(x: 60, y: 39, width: 100, height: 100), of: picture)
        grid.noteDamage(PixelRectangle(x: -50, y: -50, width: 20, height: 20), of: picture)
        #expect(grid.outOfDateCount == 1)
    }
    @Test("A dialog that comes while a page is being sent goes first; a film in its place does not")
    func dialogsGoFirst() throws {
        // 20 by 10 macroblocks, of which the change covers 30: between a twentieth and a sixth.
        let picture = try VideoImage(width: 320, height: 160, format: .i420)
        let page = PixelRectangle(x: 0, y: 0, width: 320, height: 160)
        let dialog = PixelRectangle(x: 160, y: 112, width: 160, height: 48)
        for isMoving in [false, true] {
            var grid = MacroblockGrid(width: 320, height: 160)
            grid.noteDamage(page, of: picture)
            grid.noteDamage(dialog, of: picture, isMoving: isMoving)
            let first = grid.makeMap(limit: 1).map.firstIndex(of: 1)
            #expect(first == (isMoving ? 0 : 7 * 20 + 10))
        }
    }
}
