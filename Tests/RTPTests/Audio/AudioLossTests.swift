import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The jitter buffer for sound, where packets are lost or stay away")
struct AudioLossTests {
    private static func losses(_ share: Double, seed: UInt64, count: Int) -> [Bool] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { $0 > 0 && random.chance(share) }
    }

    @Test("each lost packet is concealed for as long as it was, and the rest is heard")
    func loss() {
        let lost = Self.losses(0.1, seed: 1, count: 1_000)
        var scene = AudioScene()
        scene.fate = { lost[$0] ? .lost : .delayed(.milliseconds(20)) }
        scene.run()
        #expect(scene.heard.map(\.index) == (0..<1_000).filter { !lost[$0] })
        let samples = lost.count(where: \.self) * 960
        let concealed = Int(scene.buffer.statistics.concealedSamples)
        #expect(abs(concealed - samples) <= 960 * 4, "\(concealed) for \(samples)")
        let runs = (1..<1_000).count(where: { lost[$0] && !lost[$0 - 1] })
        #expect(abs(Int(scene.buffer.statistics.concealmentEvents) - runs) <= 3)
        #expect(scene.buffer.statistics.packetsDiscarded == 0)
    }

    @Test("error correction restores single losses, and the wait for it stays within 40 ms")
    func forwardErrorCorrection() {
        let lost = Self.losses(0.05, seed: 2, count: 2_000)
        var scene = AudioScene(frameCount: 2_000, hasForwardErrorCorrection: true)
        scene.fate = { lost[$0] ? .lost : .delayed(.milliseconds(20)) }
        scene.run()
        let single = (100..<1_998).count(where: { lost[$0] && !lost[$0 + 1] })
        let corrected = Int(scene.buffer.statistics.errorCorrectedSamples) / 960
        #expect(corrected >= single - 2, "\(corrected) of \(single)")
        #expect(scene.concealedShare < 0.006, "\(scene.concealedShare)")
        #expect(scene.targets.allSatisfy { $0 <= .milliseconds(40) }, "\(scene.targets)")
        for (before, after) in zip(scene.decisions, scene.decisions.dropFirst()) {
            guard case .decodeForwardErrorCorrection(let next, _) = before.decision else { continue }
            guard case .decode(let payload, _, _) = after.decision else {
                Issue.record("a packet follows what it restored")
                return
            }
            #expect(payload == next)
        }
    }

    @Test("repetition restores losses, double ones with two", arguments: [(1, 0.012), (2, 0.003)])
    func redundancy(_ count: Int, _ share: Double) {
        let lost = Self.losses(0.1, seed: 3, count: 2_000)
        var scene = AudioScene(frameCount: 2_000, redundancy: count)
        scene.fate = { lost[$0] ? .lost : .delayed(.milliseconds(20)) }
        scene.run()
        #expect(scene.concealedShare < share, "\(scene.concealedShare)")
        #expect(scene.buffer.statistics.repeatedSamples > 960 * 150)
        #expect(scene.buffer.statistics.duplicates == 0)
        #expect(scene.heard.map(\.index) == scene.heard.map(\.index).sorted())
    }

    @Test("a silence is comfort, not concealment, and the voice behind it waits no longer than before")
    func silence() {
        var scene = AudioScene()
        scene.isSilent = { $0 % 200 >= 100 }
        scene.run()
        #expect(scene.buffer.statistics.concealedSamples == 0)
        #expect(scene.buffer.statistics.comfortSamples > 960 * 450)
        #expect(scene.heard.count == 500)
        #expect(scene.heard(200..<1_000).greatestDelay <= .milliseconds(20 + 35))
    }

    @Test("a silence that nobody announced is one all the same when the next packet follows in number")
    func unannouncedSilence() {
        var scene = AudioScene()
        scene.buffer = AudioJitterBuffer(configuration: .init(minimumDelay: .milliseconds(100)))
        scene.announcedSilentFrameCount = 0
        scene.isSilent = { $0 % 20 == 8 || $0 % 20 == 9 }
        scene.run()
        #expect(scene.buffer.statistics.comfortSamples >= 960 * 2 * 48)
        #expect(scene.buffer.statistics.concealedSamples == 0)
        #expect(scene.heard.count == 900)
    }

    @Test("an outage whose packets come in a burst is caught up with, and forgotten")
    func burst() {
        var scene = AudioScene(frameCount: 2_000)
        scene.fate = { 500..<600 ~= $0 ? .delayed(.milliseconds(20 + (600 - $0) * 20)) : .delayed(.milliseconds(20)) }
        scene.run()
        let statistics = scene.buffer.statistics
        #expect(statistics.packetsDiscarded >= 80, "two seconds are not played late")
        #expect(scene.heard(650..<2_000).greatestDelay <= .milliseconds(20 + 60))
        #expect(scene.targets.suffix(10).allSatisfy { $0 <= .milliseconds(40) }, "\(scene.targets)")
        #expect(1.8...2.2 ~= Double(statistics.concealedSamples) / 48_000)
        #expect(statistics.concealmentEvents <= 3)
    }

    @Test("a short pause of the path is caught up with by playing faster, and no word is left out")
    func pause() {
        var scene = AudioScene()
        scene.fate = { 500..<508 ~= $0 ? .delayed(.milliseconds(20 + (508 - $0) * 20)) : .delayed(.milliseconds(20)) }
        scene.run()
        #expect(scene.heard.map(\.index) == Array(0..<1_000))
        #expect(scene.buffer.statistics.removedSamplesForAcceleration >= 4_800)
        #expect(scene.heard(600..<1_000).greatestDelay <= .milliseconds(20 + 60))
    }

    @Test("a path that becomes slower for good is followed")
    func newPath() {
        var scene = AudioScene(frameCount: 3_000)
        scene.fate = { .delayed($0 < 1_000 ? .milliseconds(20) : .milliseconds(120)) }
        scene.run()
        #expect(scene.buffer.statistics.concealedSamples <= 48 * 130)
        #expect(scene.heard(1_300..<3_000).greatestDelay <= .milliseconds(120 + 45))
    }

    @Test("a sender that begins anew is heard again at once; a stray packet changes nothing")
    func restart() {
        var scene = AudioScene(frameCount: 200, firstSequence: 100, firstTimestamp: 1_000)
        scene.run()
        var buffer = scene.buffer
        var now = Instant.origin + .seconds(15)
        func insert(_ number: UInt16, _ timestamp: UInt32) {
            buffer.insert(
                .init(
                    sequenceNumber: .init(rawValue: number), timestamp: .init(rawValue: timestamp),
                    payload: AudioScene.payload(Int(number))), now: now)
        }
        insert(40_000, 3_000_000_000)
        #expect(buffer.statistics.restarts == 0 && buffer.packetCount == 0)
        var heard: [Int] = []
        for number in 0..<50 {
            insert(UInt16(9_000 + number), 2_000_000_000 + UInt32(number) * 960)
            var queued = 0
            while queued < 960 {
                let decision = buffer.decide(queuedSampleCount: queued, now: now)
                queued += decision.sampleCount
                if case .decode(let payload, _, _) = decision { heard.append(AudioScene.index(payload) ?? -1) }
            }
            now += .milliseconds(20)
        }
        #expect(buffer.statistics.restarts == 1)
        #expect(heard.prefix(40) == (9_000..<9_040).map { $0 }[...])
    }

    @Test("whatever a peer sends, decisions stay whole and the buffer bounded")
    func hostile() {
        var random = SeededRandom(seed: 77)
        var buffer = AudioJitterBuffer()
        var now = Instant.origin + .seconds(1)
        var timestamp: UInt32 = 0
        for _ in 0..<20_000 {
            let kind = Int.random(in: 0..<10, using: &random)
            timestamp = kind == 0 ? random.next32() : timestamp &+ UInt32.random(in: 0...2_000, using: &random) &- 500
            let blocks = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                RedundantAudio.Block(
                    payloadType: 111, timestampOffset: UInt16.random(in: 0...16_383, using: &random),
                    payload: random.bytes(Int.random(in: 0...5, using: &random)))
            }
            buffer.insert(
                .init(
                    sequenceNumber: .init(rawValue: UInt16(truncatingIfNeeded: random.next())),
                    timestamp: .init(rawValue: timestamp), payload: random.bytes(Int.random(in: 0...6, using: &random)),
                    repeated: blocks), now: now)
            now += .microseconds(Int64.random(in: 0...4_000, using: &random))
            #expect(buffer.packetCount <= 250)
            guard kind < 3 else { continue }
            let decision = buffer.decide(queuedSampleCount: Int.random(in: 0...960, using: &random), now: now)
            #expect(decision.sampleCount > 0 && decision.sampleCount <= OpusPacket.maximumSampleCount)
            #expect(decision.sampleCount.isMultiple(of: 120))
        }
        #expect(buffer.statistics.malformed > 0 && buffer.statistics.restarts < 200)
    }
}

extension SeededRandom {
    fileprivate mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
