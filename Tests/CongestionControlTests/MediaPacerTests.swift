import Testing
import Wire

@testable import CongestionControl

@Suite("Pacer")
struct MediaPacerTests {
    private let start = Instant.origin + .seconds(10)

    private func bounds(_ kilobits: Double, isOpen: Bool = true) -> MediaPacer<Int>.Bounds {
        MediaPacer<Int>.Bounds(bitrate: .kilobits(kilobits), isWindowOpen: isOpen)
    }

    /// What leaves until nothing waits, with the time of each packet since the start.
    private func drain(
        _ pacer: inout MediaPacer<Int>, _ bounds: MediaPacer<Int>.Bounds
    ) -> [(output: PacerOutput<Int>, time: Duration)] {
        var now = start
        var result: [(output: PacerOutput<Int>, time: Duration)] = []
        for _ in 0..<10_000 {
            while let output = pacer.poll(bounds, now: now) { result.append((output, now - start)) }
            guard let next = pacer.nextTimeout(bounds) else { break }
            now = max(now, next)
        }
        return result
    }

    @Test("Packets leave at two and a half times the estimate, in quanta of 5 ms")
    func rate() throws {
        var pacer = MediaPacer<Int>()
        for packet in 0..<100 { pacer.enqueue(packet, .video, byteCount: 1_000, now: start) }
        let sent = drain(&pacer, bounds(4_000))
        #expect(sent.map(\.output) == (0..<100).map { .packet($0, .video, cluster: nil) })
        // 100,000 bytes at 10 Mbit/s are 80 ms, less what the first quantum allows.
        let last = try #require(sent.last).time
        #expect(.milliseconds(70) <= last && last <= .milliseconds(80))
        let first = sent.prefix { $0.time == .zero }.count
        #expect(6...8 ~= first)
    }

    @Test("However high the rate, a burst has 40 packets")
    func burst() {
        var pacer = MediaPacer<Int>()
        for packet in 0..<200 { pacer.enqueue(packet, .video, byteCount: 100, now: start) }
        let sent = drain(&pacer, bounds(1_000_000))
        #expect(Dictionary(grouping: sent, by: \.time).values.map(\.count).max() == 40)
    }

    @Test("Sound never waits; what is repeated goes before new video")
    func order() {
        var pacer = MediaPacer<Int>()
        for packet in 0..<50 { pacer.enqueue(packet, .video, byteCount: 1_000, now: start) }
        while pacer.poll(bounds(100), now: start) != nil {}
        pacer.enqueue(100, .retransmission, byteCount: 1_000, now: start)
        pacer.enqueue(200, .audio, byteCount: 100, now: start)
        #expect(pacer.poll(bounds(100, isOpen: false), now: start) == .packet(200, .audio, cluster: nil))
        #expect(pacer.poll(bounds(100), now: start) == nil)
        #expect(pacer.poll(bounds(100, isOpen: false), now: start + .seconds(10)) == nil)
        #expect(pacer.nextTimeout(bounds(100, isOpen: false)) == nil)
        #expect(pacer.poll(bounds(100), now: start + .seconds(10)) == .packet(100, .retransmission, cluster: nil))
    }

    @Test("A queue that would wait longer than two seconds is emptied in two")
    func timeLimit() throws {
        var pacer = MediaPacer<Int>()
        for packet in 0..<1_000 { pacer.enqueue(packet, .video, byteCount: 1_000, now: start) }
        // 8 Mbit at 250 kbit/s would be 32 s.
        let last = try #require(drain(&pacer, bounds(100)).last).time
        #expect(.milliseconds(1_500) <= last && last <= .milliseconds(2_500))
    }

    @Test("A probe leaves at its own rate, with media first and padding for the rest")
    func probe() throws {
        var pacer = MediaPacer<Int>()
        let cluster = ProbeCluster(id: ProbeClusterID(rawValue: 7), bitrate: .kilobits(2_000))
        pacer.enqueue(cluster)
        pacer.enqueue(1, .video, byteCount: 1_000, now: start)
        let sent = drain(&pacer, bounds(100))
        #expect(sent.first?.output == .packet(1, .video, cluster: cluster.id))
        let padding = sent.dropFirst().compactMap { sent -> Int? in
            guard case .padding(let byteCount, cluster.id) = sent.output else { return nil }
            return byteCount
        }
        #expect(padding.count == sent.count - 1)
        #expect(padding.allSatisfy { 100...280 ~= $0 })
        let total = 1_000 + padding.reduce(0, +)
        #expect(cluster.minimumByteCount == 3_750)
        #expect(3_750...4_030 ~= total)
        #expect(sent.count >= 5)
        let last = try #require(sent.last).time
        #expect(.milliseconds(11) <= last && last <= .milliseconds(16))
        #expect(pacer.nextTimeout(bounds(100)) == nil)
    }

    @Test("The statistics tell bytes, packets and the age of the oldest")
    func statistics() {
        var pacer = MediaPacer<Int>()
        #expect(pacer.statistics(now: start) == PacerQueueStatistics())
        pacer.enqueue(1, .video, byteCount: 1_000, now: start)
        pacer.enqueue(2, .retransmission, byteCount: 500, now: start + .milliseconds(10))
        var expected = PacerQueueStatistics()
        expected.packetCount = 2
        expected.byteCount = 1_500
        expected.oldestAge = .milliseconds(30)
        #expect(pacer.statistics(now: start + .milliseconds(30)) == expected)
        pacer.removeVideo()
        #expect(pacer.statistics(now: start + .milliseconds(30)) == PacerQueueStatistics())
    }
}
