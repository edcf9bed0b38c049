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
        pacer.noteFrame(byteCount: 100, now: start)
        #expect(pacer.nextFrameAt == start + .milliseconds(50))
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
