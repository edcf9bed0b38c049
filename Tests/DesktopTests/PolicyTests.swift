import Testing
import Wire

@testable import Desktop

@Suite("When a frame is made")
struct PolicyTests {
    private let start = Instant(nanoseconds: 5_000_000_000)

    @Test
    func smallFramesComeAtTheFrameRate() {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        #expect(pacer.nextFrameAt == .origin)
        var now = start
        var count = 0
        while now < start + .seconds(10) {
            pacer.noteFrame(byteCount: 100, now: now)
            count += 1
            now = max(now + .milliseconds(3), pacer.nextFrameAt)
        }
        #expect((200...202).contains(count), "\(count) frames in ten seconds")
    }

    @Test("What is drawn at the frame rate is read when it is drawn, also when the clock or the drawing is not even")
    func drawnAtTheFrameRate() {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        var late: [Duration] = []
        for step in 0..<400 {
            let drawn = start + .milliseconds(50 * step + [0, 3, 1, 5, 2][step % 5])
            let now = max(drawn, pacer.nextFrameAt) + .microseconds(700)
            late.append(now - drawn)
            pacer.noteFrame(byteCount: 100, work: .milliseconds(10), now: now)
        }
        #expect((late.max() ?? .zero) < .milliseconds(1))
    }

    @Test("A frame that came late puts off none of those behind it")
    func late() {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        var waits: [Duration] = []
        for step in 0..<20 {
            let drawn = start + .milliseconds(50 * step)
            let now = max(drawn, pacer.nextFrameAt) + .milliseconds(step == 5 ? 40 : 0)
            waits.append(now - drawn)
            pacer.noteFrame(byteCount: 100, now: now)
        }
        #expect(waits == (0..<20).map { $0 == 5 ? .milliseconds(40) : $0 == 6 ? .milliseconds(15) : .zero })
    }

    @Test("A frame that took long is followed by a rest")
    func rest() {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        pacer.noteFrame(byteCount: 100, work: .milliseconds(80), now: start)
        #expect(pacer.nextFrameAt == start + .milliseconds(100))
        pacer.noteFrame(byteCount: 100, work: .milliseconds(8), now: start + .milliseconds(100))
        #expect(pacer.nextFrameAt == start + .milliseconds(125))
    }

    @Test
    func aLargeFrameMakesTheNextOneWait() {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        // One second of bits, of which 150 ms may still be on their way.
        pacer.noteFrame(byteCount: 125_000, now: start)
        #expect(pacer.nextFrameAt == start + .milliseconds(850))
    }

    @Test(arguments: [(4_000_000, 250), (500_000, 2_000)])
    func whatIsOnItsWayLeavesAtTheNewRate(bitsPerSecond: Int, milliseconds: Int) {
        var pacer = FramePacer(maximumFrameRate: 20, bitsPerSecond: 1_000_000)
        pacer.noteFrame(byteCount: 187_500, now: start)
        // A second of the one and a half is left.
        pacer.setBitsPerSecond(bitsPerSecond, now: start + .milliseconds(500))
        #expect(pacer.nextFrameAt == start + .milliseconds(500 + milliseconds - 150))
    }

    @Test
    func theBitRateIsKeptOverTime() {
        var pacer = FramePacer(maximumFrameRate: 60, bitsPerSecond: 800_000)
        var now = start
        var bytes = 0
        while now < start + .seconds(10) {
            now = max(now, pacer.nextFrameAt)
            pacer.noteFrame(byteCount: 20_000, now: now)
            bytes += 20_000
        }
        #expect((900_000...1_100_000).contains(bytes), "ten seconds of 100,000 bytes, sent \(bytes)")
    }
}
