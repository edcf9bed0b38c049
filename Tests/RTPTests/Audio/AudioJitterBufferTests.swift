import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The jitter buffer for sound, on even and uneven paths")
struct AudioJitterBufferTests {
    @Test("an even path: nothing is concealed or stretched, and the wait is 40 ms at most")
    func evenPath() {
        var scene = AudioScene()
        scene.run()
        let statistics = scene.buffer.statistics
        #expect(scene.heard.map(\.index) == Array(0..<1_000), "across the wraps of both numbers")
        #expect(statistics.concealedSamples == 0 && statistics.packetsDiscarded == 0 && statistics.duplicates == 0)
        #expect(statistics.insertedSamplesForDeceleration == 0)
        #expect(scene.targets.allSatisfy { $0 <= .milliseconds(40) })
        #expect(scene.heard(100..<1_000).greatestDelay <= .milliseconds(20 + 40))
        let waited = statistics.jitterBufferDelay / Double(statistics.jitterBufferEmittedCount)
        #expect(waited <= 0.040, "\(waited)")
        #expect(statistics.jitterBufferEmittedCount == 960_000)
    }

    @Test("40 ms of jitter without loss conceal less than 1 %", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func jitter(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let delays = (0..<3_000).map { _ in Duration.microseconds(Int64.random(in: 0...40_000, using: &random)) }
        var scene = AudioScene(frameCount: 3_000)
        scene.fate = { .delayed(.milliseconds(20) + delays[$0]) }
        scene.run()
        #expect(scene.concealedShare < 0.01, "\(scene.concealedShare)")
        #expect(scene.heard.count >= 2_970)
        #expect(scene.targets.suffix(30).allSatisfy { $0 <= .milliseconds(70) }, "\(scene.targets)")
        #expect(scene.heard(1_000..<3_000).greatestDelay <= .milliseconds(20 + 100))
    }

    @Test(
        "jitter with a long tail conceals about 1 % and does not wait for the worst", arguments: [1, 2, 3] as [UInt64])
    func longTail(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        // The sum of four: nearly normal, deviation 40 ms around 140 ms.
        let delays = (0..<3_000).map { _ in
            Duration.microseconds(
                (0..<4).reduce(Int64(0)) { sum, _ in sum + Int64.random(in: 0...69_000, using: &random) })
        }
        var scene = AudioScene(frameCount: 3_000)
        scene.fate = { .delayed(delays[$0]) }
        scene.run()
        #expect(scene.concealedShare < 0.015, "\(scene.concealedShare)")
        #expect(scene.heard(1_000..<3_000).greatestDelay <= .milliseconds(300))
    }

    @Test("the wait grows when jitter begins, and shrinks again when it ended")
    func adapts() {
        var random = SeededRandom(seed: 8)
        let delays = (0..<4_000).map { index in
            1_000..<2_000 ~= index ? Duration.microseconds(Int64.random(in: 0...80_000, using: &random)) : .zero
        }
        var scene = AudioScene(frameCount: 4_000)
        scene.fate = { .delayed(.milliseconds(20) + delays[$0]) }
        scene.run()
        #expect(scene.targets[15] <= .milliseconds(40))
        #expect(70...110 ~= scene.targets[38].inMilliseconds, "\(scene.targets[38])")
        #expect(scene.targets[79] <= .milliseconds(40), "\(scene.targets)")
        #expect(scene.buffer.statistics.removedSamplesForAcceleration > 0)
        #expect(scene.heard(3_900..<4_000).greatestDelay <= .milliseconds(20 + 45))
        #expect(scene.concealedShare < 0.01, "\(scene.concealedShare)")
    }

    @Test("reordering on the way is put right and conceals little")
    func reordering() {
        var scene = AudioScene()
        scene.fate = { .delayed($0 % 10 == 5 ? .milliseconds(65) : .milliseconds(20)) }
        scene.run()
        let order = scene.heard.map(\.index)
        #expect(order == order.sorted())
        #expect(scene.heard(100..<1_000).count == 900)
        #expect(scene.concealedShare < 0.01, "\(scene.concealedShare)")
    }

    @Test("what comes twice is heard once and counted; what comes late is counted as well")
    func duplicatesAndLate() {
        var scene = AudioScene()
        scene.fate = {
            switch $0 % 100 {
            case 50: .twice(.milliseconds(20), .milliseconds(20))
            case 60: .twice(.milliseconds(20), .milliseconds(180))
            case 70 where $0 > 500: .delayed(.milliseconds(300))
            default: .delayed(.milliseconds(20))
            }
        }
        scene.run()
        #expect(scene.buffer.statistics.duplicates == 20)
        #expect(scene.buffer.statistics.packetsDiscarded == 5)
        #expect(Set(scene.heard.map(\.index)).count == scene.heard.count)
        #expect(scene.heard.count == 995)
    }

    @Test("clocks that differ by 200 ppm neither empty nor fill it", arguments: [-200.0, 200.0])
    func drift(_ drift: Double) {
        var scene = AudioScene(frameCount: 15_000, drift: drift)
        scene.run()
        let statistics = scene.buffer.statistics
        #expect(scene.heard.count == 15_000)
        #expect(scene.concealedShare < 0.0002, "\(scene.concealedShare)")
        #expect(scene.heard(1_000..<15_000).greatestDelay <= .milliseconds(20 + 50))
        #expect(scene.heard(1_000..<15_000).leastDelay >= .milliseconds(20))
        // 300 s × 200 ppm are 60 ms, 2,880 samples.
        let stretched =
            drift > 0 ? statistics.removedSamplesForAcceleration : statistics.insertedSamplesForDeceleration
        #expect(stretched >= 1_200 && stretched <= 4_800, "\(stretched)")
    }
}
