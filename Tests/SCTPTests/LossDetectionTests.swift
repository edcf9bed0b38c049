import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Finding losses by time")
struct LossDetectionTests {
    private static func at(_ milliseconds: Int) -> Instant { .origin + .milliseconds(milliseconds) }

    /// Chunks sent at the given times, each in a packet of its own.
    private func sent(at times: [Int]) -> OutstandingData {
        var data = OutstandingData(initialTSN: TSN(rawValue: UInt32.max - 1))
        for (number, time) in times.enumerated() {
            data.beginPacket(now: Self.at(time))
            _ = data.append(
                Fragment(
                    message: MessageID(rawValue: UInt64(number)), source: [1], range: 0..<1,
                    flags: [.beginning, .end], stream: StreamID(rawValue: 0),
                    messageIdentifier: MessageIdentifier(rawValue: UInt32(number)),
                    fragmentSequenceNumber: FragmentSequenceNumber(rawValue: 0),
                    payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), retransmissionLimit: nil, expiry: nil))
        }
        return data
    }

    /// A SACK that covers ordinals below `cumulative` and those in `blocks`.
    private func sack(
        _ data: OutstandingData, cumulative: Int, blocks: [ClosedRange<UInt16>] = [], duplicates: [UInt32] = []
    ) -> SelectiveAckChunk {
        let distance = UInt32(truncatingIfNeeded: cumulative - data.firstOrdinal)
        return SelectiveAckChunk(
            cumulativeTSNAck: data.cumulativeTSNAck.advanced(by: distance), advertisedReceiverWindow: 100_000,
            gapAckBlocks: blocks.map { .init(start: $0.lowerBound, end: $0.upperBound) },
            duplicateTSNs: duplicates.map { TSN(rawValue: $0) })
    }

    @Test("three later packets that arrived are enough while none ever overtook another")
    func threshold() {
        var data = sent(at: [0, 1, 2, 3, 4])
        _ = data.handle(sack(data, cumulative: 1, blocks: [2...3]), now: Self.at(50))
        let waiting = data.takeLosses(smoothedRoundTripTime: .milliseconds(50), now: Self.at(50))
        #expect(waiting.ordinals.isEmpty)
        #expect(waiting.nextCheck == Self.at(1 + 47 + 11) + .microseconds(750), "a quarter of a round trip more")
        _ = data.handle(sack(data, cumulative: 1, blocks: [2...4]), now: Self.at(51))
        let losses = data.takeLosses(smoothedRoundTripTime: .milliseconds(50), now: Self.at(51))
        #expect(losses.ordinals == [1])
        #expect(losses.byteCount == 20)
        #expect(losses.flightSizeAtTransmission == 40)
        #expect(data.flightSize == 0)
        #expect(data.retransmissionCount == 1)
    }

    @Test("after one packet overtook another, only time tells")
    func reordering() {
        var data = sent(at: [0, 1, 2, 3, 4, 5, 6])
        _ = data.handle(sack(data, cumulative: 0, blocks: [2...2]), now: Self.at(50))
        _ = data.handle(sack(data, cumulative: 2), now: Self.at(51))
        #expect(data.detector.isReorderingSeen)
        _ = data.handle(sack(data, cumulative: 2, blocks: [2...5]), now: Self.at(55))
        #expect(data.takeLosses(smoothedRoundTripTime: .milliseconds(50), now: Self.at(55)).ordinals.isEmpty)
        #expect(data.takeLosses(smoothedRoundTripTime: .milliseconds(50), now: Self.at(70)).ordinals == [2])
    }

    @Test("a needless retransmission widens the wait, once a round trip")
    func spurious() {
        var data = sent(at: [0, 1, 2, 3, 4])
        _ = data.handle(sack(data, cumulative: 0, blocks: [2...4]), now: Self.at(48))
        _ = data.takeLosses(smoothedRoundTripTime: .milliseconds(50), now: Self.at(48))
        data.beginPacket(now: Self.at(48))
        let index = data.nextRetransmission(limit: 1000)
        #expect(index == 0)
        data.noteRetransmission(at: 0)
        let before = data.detector.reorderingWindow(smoothedRoundTripTime: .milliseconds(50))
        _ = data.handle(sack(data, cumulative: 4, duplicates: [UInt32.max - 1]), now: Self.at(97))
        #expect(data.detector.reorderingWindow(smoothedRoundTripTime: .milliseconds(50)) == before * 2)
        #expect(data.detector.isReorderingSeen)
    }

    @Test("gap blocks in any order, overlapping, empty or beyond the end count each chunk once")
    func blocks() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<300 {
            var data = sent(at: Array(0..<60))
            var acknowledged: Set<Int> = []
            for time in 1...6 {
                let blocks = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    let start = UInt16.random(in: 2...80, using: &random)
                    return start...min(90, start + UInt16.random(in: 0...30, using: &random))
                }
                for block in blocks { acknowledged.formUnion(block.map { Int($0) - 1 }.filter { $0 < 60 }) }
                _ = data.handle(sack(data, cumulative: 0, blocks: blocks), now: Self.at(100 * time))
                #expect(data.flightSize == 20 * (60 - acknowledged.count))
                let runs = data.acknowledgedRuns
                #expect(Set(runs.joined()) == acknowledged)
                for (left, right) in zip(runs, runs.dropFirst()) { #expect(left.upperBound < right.lowerBound) }
            }
            _ = data.handle(sack(data, cumulative: 60), now: Self.at(1000))
            #expect(data.isEmpty && data.flightSize == 0 && data.acknowledgedRuns.isEmpty)
            #expect(data.sampler.delivered == 60 * 20)
        }
    }

    @Test("a delivery rate is what arrived over the longer of sending and acknowledging")
    func deliveryRate() {
        var data = sent(at: [0, 10, 20, 30])
        _ = data.handle(sack(data, cumulative: 1), now: Self.at(100))
        _ = data.sampler.takeSample(now: Self.at(100))
        _ = data.handle(sack(data, cumulative: 4), now: Self.at(105))
        let sample = data.sampler.takeSample(now: Self.at(105))
        #expect(sample?.volume == 80)
        #expect(sample?.interval == .milliseconds(105))
        #expect(sample?.isApplicationLimited == false)
        let none = data.sampler.takeSample(now: Self.at(105))
        #expect(none == nil)
    }

    @Test("a pacer lets a burst pass, then waits until it is paid for, and gives no credit for silence")
    func pacer() {
        var pacer = Pacer()
        var now = Self.at(1000)
        var sent = 0
        let end = now + .seconds(1)
        while now < end {
            if let release = pacer.nextRelease(rate: 1_000_000, packetSize: 1000, now: now) {
                now = release
                continue
            }
            pacer.handleSent(1000, rate: 1_000_000, packetSize: 1000, now: now)
            sent += 1
        }
        #expect((1000...1004).contains(sent))
        now = now + .seconds(10)
        var burst = 0
        while pacer.nextRelease(rate: 1_000_000, packetSize: 1000, now: now) == nil {
            pacer.handleSent(1000, rate: 1_000_000, packetSize: 1000, now: now)
            burst += 1
        }
        #expect(burst <= 4)
    }
}
