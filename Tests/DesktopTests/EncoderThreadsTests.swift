import RTP
import Testing
import VPX
import Wire

@testable import Desktop

/// A machine on which an encoder makes frames: what it takes depends on its threads and on what others leave to it.
private struct Machine {
    let processors: Double
    var threads: EncoderThreads
    /// Processors that others keep busy.
    var others = 0.0
    /// Of one frame, by one thread.
    var work = Duration.milliseconds(20)
    var saysIdleTime = true
    var now = Instant.origin + .seconds(5)
    var own = Duration.zero
    var idle = Duration.zero

    init(processors: Double, allowed: Double? = nil) {
        self.processors = processors
        threads = EncoderThreads(allowed: allowed ?? processors, frameInterval: .milliseconds(33))
    }

    mutating func frames(_ duration: Duration, every pause: Duration = .milliseconds(33)) {
        let end = now + duration
        while now < end {
            let running = max(0.1, min(Double(threads.count), processors - others))
            let wall = work / running
            let passed = max(wall, pause)
            now += passed
            own += work
            idle += max(.zero, passed * max(0, processors - others) - work)
            let seen = saysIdleTime ? EncoderThreads.Processors(idle: idle, own: own) : nil
            threads.noteFrame(wall: wall, processor: work, now: now) { seen }
        }
    }
}

@Suite("The encoder's threads")
struct EncoderThreadsTests {
    @Test(
        "It begins with half of what it may use, four at most",
        arguments: [
            (0.5, 1), (1, 1), (2, 1), (3.5, 1), (4, 2), (8, 4), (64, 4),
        ])
    func start(allowed: Double, count: Int) {
        #expect(EncoderThreads(allowed: allowed, frameInterval: .milliseconds(33)).count == count)
    }

    @Test("Quick frames need no more threads")
    func quick() {
        var machine = Machine(processors: 4)
        machine.frames(.seconds(30))
        #expect(machine.threads.count == 2)
    }

    @Test(
        "Slow frames on an idle machine get more, as many as there are and not more than four",
        arguments: [
            (1.0, 1), (2, 2), (3, 3), (16, 4),
        ])
    func slow(processors: Double, count: Int) {
        var machine = Machine(processors: processors)
        machine.work = .milliseconds(500)
        machine.frames(.seconds(30))
        #expect(machine.threads.count == count)
    }

    @Test("Slow frames get no more while others use the machine")
    func busy() {
        var machine = Machine(processors: 2)
        machine.work = .milliseconds(60)
        machine.others = 0.8
        machine.frames(.seconds(30))
        #expect(machine.threads.count == 1)
    }

    @Test("Others who come get their processor, and for ten seconds it is not asked for again")
    func yields() {
        var machine = Machine(processors: 2)
        machine.work = .milliseconds(60)
        machine.frames(.seconds(10))
        #expect(machine.threads.count == 2)
        machine.others = 1
        machine.frames(.seconds(4))
        #expect(machine.threads.count == 1)
        machine.others = 0
        machine.frames(.seconds(5))
        #expect(machine.threads.count == 1)
        machine.frames(.seconds(10))
        #expect(machine.threads.count == 2)
    }

    @Test(
        "A quota, or others on the processors that are its own, show in the frames' own time", arguments: [true, false])
    func heldUp(saysIdleTime: Bool) {
        var machine = Machine(processors: 64, allowed: 4)
        machine.saysIdleTime = saysIdleTime
        #expect(machine.threads.count == 2)
        for _ in 0..<100 {
            machine.now += .milliseconds(100)
            machine.idle += .seconds(6)
            machine.own += .milliseconds(40)
            let seen = saysIdleTime ? EncoderThreads.Processors(idle: machine.idle, own: machine.own) : nil
            machine.threads.noteFrame(wall: .milliseconds(90), processor: .milliseconds(40), now: machine.now) { seen }
        }
        #expect(machine.threads.count == 1)
    }

    @Test("A few letters that somebody types change nothing, and the processors are looked at once a second")
    func typing() {
        var machine = Machine(processors: 4)
        machine.work = .milliseconds(200)
        machine.frames(.seconds(30), every: .milliseconds(400))
        #expect(machine.threads.count == 2)
        var looks = 0
        for _ in 0..<300 {
            machine.now += .milliseconds(33)
            machine.threads.noteFrame(wall: .milliseconds(5), processor: .milliseconds(5), now: machine.now) {
                looks += 1
                return nil
            }
        }
        #expect((9...11).contains(looks))
    }

    @Test("What the system says of its processors is read")
    func system() {
        #expect(ProcessorTime.quota("max 100000\n") == nil)
        #expect(ProcessorTime.quota("150000 100000\n") == 1.5)
        for text in ["", "1", "a b", "0 100000", "1 0", "-5 3", "1 2 3"] { #expect(ProcessorTime.quota(text) == nil) }
        #expect(ProcessorTime.idleTicks("cpu  10 20 30 400 5 6 7 0 0 0\ncpu0 1 2 3 4 5 6") == 405)
        for text in ["", "cpu 1 2 3", "intr 1 2 3 4 5", "cpu a b c d e"] {
            #expect(ProcessorTime.idleTicks(text) == nil)
        }
        #expect(ProcessorTime.allowed > 0)
        #expect(ProcessorTime.look() != nil)
        #expect(ProcessorTime.own > .zero)
    }

    @Test(
        "Threads change between frames where libvpx allows it, and the picture goes on", arguments: VideoCodec.allCases)
    func change(codec: VideoCodec) throws {
        var configuration = VPXEncoderConfiguration(codec: codec, width: 1_100, height: 700, bitsPerSecond: 20_000_000)
        configuration.threads = 1
        var encoder = try VPXEncoder(configuration: configuration)
        var decoder = try VPXDecoder(codec: codec)
        var image = try VideoImage(width: 1_100, height: 700, format: configuration.imageFormat)
        var pixels = [UInt8](repeating: 200, count: 1_100 * 700 * 4)
        for (step, threads) in [1, 3, 4, 1, 2].enumerated() {
            let changed = try encoder.setThreads(threads)
            #expect(changed == (codec != .vp8 || threads == 1))
            for offset in 0..<pixels.count / 5 { pixels[offset] = UInt8(truncatingIfNeeded: offset * (step + 3) / 64) }
            try pixels.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                let box = PixelRectangle(x: 0, y: 0, width: 1_100, height: 700)
                try image.update(box, fromARGB: base, stride: 4_400)
            }
            let encoded = try encoder.encode(image)
            let frame = try #require(encoded)
            #expect(frame.isKeyFrame == (step == 0))
            let decoded = try decoder.decode(frame.payload)
            guard let decoded else { throw VPXError.failed(.decode, .corruptFrame) }
            let (first, second) = (try image.makeARGB(), try decoded.makeARGB())
            var sum = 0
            for index in first.indices { sum += abs(Int(first[index]) - Int(second[index])) }
            #expect(sum < first.count * 8)
        }
    }
}
