import CongestionControl
import Media
import PeerEngine
import RTP
import TestSupport
import Testing
import VPX
import Wire

@testable import Desktop

/// One screen, one encoder, and two viewers who are connected over lines of their own.
private final class Theatre {
    /// A connection with what its viewer sees.
    final class Seat {
        let pair: EnginePair
        var decoder: VPXDecoder
        /// What the node has taken of the sender's events, and the decoder of the viewer's.
        var (heard, seen) = (0, 0)
        var arrivals: [(at: Instant, delay: Duration)] = []
        var shown: [UInt8] = []
        /// When the frames that were given to the connection were captured.
        var captured: [[UInt8]: Instant] = [:]

        init(kilobits: Int, seed: UInt64) throws {
            let path = NetemConfiguration(latency: .milliseconds(25), bytesPerSecond: kilobits * 125)
            pair = try EnginePair(path: path, hasVideo: true, seed: seed)
            decoder = try VPXDecoder(codec: .vp9)
        }

        /// Decodes what has arrived.
        func watch() throws {
            for index in seen..<pair.left.events.count {
                guard case .videoFrame(_, let frame) = pair.left.events[index] else { continue }
                if let image = try decoder.decode(frame.payload) { shown = try image.makeARGB() }
                let at = pair.left.eventInstants[index]
                arrivals.append((at, at - (captured[frame.payload] ?? .origin)))
            }
            seen = pair.left.events.count
        }

        func count(since start: Instant) -> Int { arrivals.count { $0.at >= start } }
        func longestDelay(since start: Instant) -> Duration {
            arrivals.filter { $0.at >= start }.map(\.delay).max() ?? .zero
        }
    }

    let seats: [Seat]
    var audience = ScreenAudience<Int>(hasLayers: true)
    var encoder: ScreenEncoder
    var picture: VideoImage
    var pixels = [UInt8](repeating: 255, count: 320 * 240 * 4)
    var pending: [PixelRectangle] = []
    var isHeld = false
    var now: Instant

    init(kilobits: [Int]) throws {
        let seats = try kilobits.enumerated().map { try Seat(kilobits: $1, seed: UInt64($0 + 1)) }
        for seat in seats { #expect(seat.pair.connect()) }
        let now = seats.map(\.pair.now).max() ?? .origin
        for seat in seats { seat.pair.ends.run(for: now - seat.pair.now) }
        let encoder = try ScreenEncoder(
            DesktopCommand.Start(barText: "", codec: .vp9, maximumFrameRate: 30), width: 320, height: 240)
        let picture = try VideoImage(width: 320, height: 240, format: encoder.imageFormat)
        self.seats = seats
        self.now = now
        self.encoder = encoder
        self.picture = picture
        audience.setViewers(Set(seats.indices), now: now)
        try draw(PixelRectangle(x: 0, y: 0, width: 320, height: 240), seed: 1)
    }

    /// Fills a box with lines of dots.
    func draw(_ box: PixelRectangle, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for y in box.y..<box.maxY {
            for x in box.x..<box.maxX {
                let ink: UInt8 = y % 12 < 8 && random.chance(0.25) ? 30 : 255
                for channel in 0..<3 { pixels[(y * 320 + x) * 4 + channel] = ink }
            }
        }
        let offset = (box.y * 320 + box.x) * 4
        try pixels.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            try picture.update(box, fromARGB: base + offset, stride: 320 * 4)
        }
        pending.append(box)
    }

    /// Lets time pass; while something moves, a part of the screen is another one 30 times a second.
    func run(_ duration: Duration, isMoving: Bool) throws {
        let end = now + duration
        var nextChange = now
        while now < end {
            if isMoving, nextChange <= now {
                try draw(
                    PixelRectangle(x: 40, y: 48, width: 160, height: 96), seed: UInt64(bitPattern: now.nanoseconds))
                nextChange += .milliseconds(33)
            }
            try direct()
            if !isHeld, let due = encoder.nextFrameAt(hasChanges: !pending.isEmpty), due <= now {
                let damaged = pending
                pending = []
                if let frame = try encoder.encode(picture, damaged: damaged, now: now) { send(frame) }
            }
            now += .milliseconds(5)
            for seat in seats {
                seat.pair.ends.run(for: now - seat.pair.now)
                try seat.watch()
            }
        }
    }

    private func send(_ report: DesktopReport.Frame) {
        let frame = EncodedVideoFrame(
            codec: report.codec, isKeyFrame: report.isKeyFrame, temporalLayer: report.temporalLayer,
            isLayerSync: report.isLayerSync,
            rtpTimestamp: RTPTimestamp(rawValue: UInt32(truncatingIfNeeded: now.nanoseconds / 100_000 * 9)),
            width: report.width, height: report.height, payload: report.payload)
        audience.handleFrame(now: now)
        for (index, seat) in seats.enumerated() where audience.takes(frame, index) {
            seat.captured[frame.payload] = now
            seat.pair.right.sendVideo(frame, now: now)
        }
    }

    /// Brings what the connections say to the encoder, as the node does.
    private func direct() throws {
        for (index, seat) in seats.enumerated() {
            let events = seat.pair.right.events
            for event in events[seat.heard...] {
                switch event {
                case .videoBitrate(.screen, let bitrate):
                    audience.handleBitrate(UInt32(bitrate.bitsPerSecond), of: index, now: now)
                case .videoBacklogChanged(.screen, let isTooLong):
                    audience.handleBacklog(isTooLong: isTooLong, of: index)
                case .keyFrameRequested(.screen): encoder.requestKeyFrame()
                default: break
                }
            }
            seat.heard = events.count
        }
        while let order = audience.pollOrder() {
            switch order {
            case .setBitsPerSecond(let bitsPerSecond): try encoder.setBitsPerSecond(bitsPerSecond, now: now)
            case .setLayers(let layers): encoder.setLayers(layers)
            case .holdFrames(let isHeld): self.isHeld = isHeld
            }
        }
    }
}

@Suite("Engine: one screen for several viewers")
struct ScreenViewersTests {
    @Test("A slow line gets fewer frames and no queue, the fast one more, and at rest both show the same")
    func slowAndFast() throws {
        let theatre = try Theatre(kilobits: [600, 6_000])
        let (slow, fast) = (theatre.seats[0], theatre.seats[1])
        try theatre.run(.seconds(6), isMoving: true)
        let start = theatre.now
        try theatre.run(.seconds(6), isMoving: true)
        let (few, many) = (slow.count(since: start), fast.count(since: start))
        #expect(few > 20, "\(few) frames on the slow line")
        #expect(Double(many) > Double(few) * 1.6, "\(many) frames on the fast line, \(few) on the slow one")
        #expect(slow.longestDelay(since: start) < .milliseconds(400))
        #expect(fast.longestDelay(since: start) < .milliseconds(150))
        try theatre.run(.seconds(4), isMoving: false)
        #expect(!slow.shown.isEmpty && slow.shown == fast.shown)
        let isAtRest = theatre.encoder.nextFrameAt(hasChanges: false) == nil
        #expect(isAtRest)
        // No gap that looks like loss, no key frame for it.
        for seat in theatre.seats {
            #expect(seat.pair.left.statistics.video.first?.receiver?.packetsLost == 0)
            #expect(seat.pair.left.frames.count { $0.isKeyFrame } <= 2)
            #expect(!seat.pair.right.events.contains(.keyFrameRequested(.screen)))
        }
        #expect(slow.pair.left.frames.allSatisfy { $0.temporalLayer ?? 0 == 0 })
        #expect(fast.pair.left.frames.contains { $0.temporalLayer == 1 })
    }

    @Test("Lines that are alike get the same frames, and a viewer alone a single layer", arguments: [1, 2])
    func alike(count: Int) throws {
        let theatre = try Theatre(kilobits: Array(repeating: 2_000, count: count))
        try theatre.run(.seconds(5), isMoving: true)
        try theatre.run(.seconds(2), isMoving: false)
        let layers = Set(theatre.seats[0].pair.left.frames.dropFirst(10).map(\.temporalLayer))
        #expect(layers == [count == 1 ? nil : 0])
        for seat in theatre.seats {
            #expect(seat.arrivals.count == theatre.seats[0].arrivals.count)
            #expect(seat.shown == theatre.seats[0].shown)
        }
    }
}
