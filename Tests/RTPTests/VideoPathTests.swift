import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("Video over an emulated path")
struct VideoPathTests {
    private typealias VideoPair = Pair<SendingEnd, ReceivingEnd>

    private func makePair(
        _ path: NetemConfiguration, hasRetransmission: Bool = true, requestsRetransmission: Bool = true,
        allowsReducedSizeRTCP: Bool = true, seed: UInt64 = 1
    ) -> VideoPair {
        Pair(
            SendingEnd(hasRetransmission: hasRetransmission, seed: seed),
            ReceivingEnd(
                requestsRetransmission: requestsRetransmission, allowsReducedSizeRTCP: allowsReducedSizeRTCP),
            path: path, seed: seed)
    }

    /// Films for a while, then lets what is on its way arrive.
    private func film(_ pair: VideoPair, for duration: Duration) {
        pair.left.lastFrame = pair.now + duration
        pair.run(for: duration + .seconds(3))
    }

    @Test("Over a clean path every frame arrives as it was sent, at once and unasked")
    func cleanPath() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(20)))
        film(pair, for: .seconds(5))
        let sent = pair.left.sent
        #expect(sent.count >= 150)
        #expect(pair.right.frames.map(\.payload) == sent.map(\.payload))
        #expect(pair.right.frames.map(\.isKeyFrame) == sent.map(\.isKeyFrame))
        #expect(pair.right.frames.first?.width == 640)
        #expect(pair.right.frames.first?.height == 480)
        #expect(pair.right.counters.retransmissionRequests == 0)
        #expect(pair.right.counters.keyFrameRequests == 0)
        #expect(pair.left.repeatedPacketCount == 2, "only the end of the film is repeated")
        let offset = pair.right.frames[0].rtpTimestamp.rawValue
        #expect(pair.right.frames.map { $0.rtpTimestamp.rawValue &- offset } == sent.map(\.rtpTimestamp.rawValue))
    }

    @Test("No datagram is over 1,200 bytes when SRTP has added its trailer")
    func datagramSize() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(20), loss: 0.05))
        pair.left.frameByteCount = 20_000
        film(pair, for: .seconds(2))
        #expect(pair.left.repeatedPacketCount > 0)
        #expect((pair.left.packetByteCounts.max() ?? 0) <= 1_184)
        #expect((pair.left.packetByteCounts.max() ?? 0) >= 1_150)
    }

    @Test("Lost packets are asked for, and every frame arrives", arguments: [true, false], [0.01, 0.05, 0.15])
    func loss(hasRetransmission: Bool, share: Double) {
        let pair = makePair(
            NetemConfiguration(latency: .milliseconds(25), loss: share), hasRetransmission: hasRetransmission)
        film(pair, for: .seconds(10))
        #expect(pair.right.isDecodable)
        #expect(pair.right.numbers == Array(0..<UInt32(pair.left.sent.count)))
        #expect(pair.left.repeatedPacketCount > 0)
        #expect(pair.right.counters.keyFrameRequests == 0)
        if hasRetransmission { #expect(pair.right.counters.recovered > 0) }
        // Nothing waits for ever once all is here.
        #expect(pair.right.counters.retransmissionRequests < 4 * pair.left.repeatedPacketCount + 10)
    }

    @Test("Reordering within the tolerance costs no frame and hardly a request")
    func reordering() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(5), reordering: 0.1))
        film(pair, for: .seconds(5))
        #expect(pair.right.numbers == Array(0..<UInt32(pair.left.sent.count)))
        #expect(pair.right.counters.retransmissionRequests == 0)
        #expect(pair.right.counters.keyFrameRequests == 0)
    }

    @Test("Duplicates and jitter change nothing")
    func duplication() {
        let pair = makePair(
            NetemConfiguration(latency: .milliseconds(20), jitter: .milliseconds(30), duplication: 0.2))
        film(pair, for: .seconds(5))
        #expect(pair.right.numbers == Array(0..<UInt32(pair.left.sent.count)))
        #expect(pair.right.counters.late > 0)
    }

    @Test("Without NACK a loss brings a key frame, and only decodable frames leave")
    func keyFrameRecovery() {
        let pair = makePair(
            NetemConfiguration(latency: .milliseconds(25), loss: 0.02), requestsRetransmission: false)
        film(pair, for: .seconds(10))
        #expect(pair.right.isDecodable)
        #expect(pair.right.counters.keyFrameRequests > 0)
        #expect(pair.left.keyFrameRequests > 0)
        #expect(pair.right.counters.keyFrames > 2)
        #expect(pair.right.counters.retransmissionRequests == 0)
    }

    @Test("After three seconds of silence the picture comes back with a key frame")
    func blackout() throws {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(25)))
        pair.run(for: .seconds(2))
        let before = pair.right.frames.count
        pair.setPath(NetemConfiguration(latency: .milliseconds(25), loss: 1))
        pair.run(for: .seconds(3))
        pair.setPath(NetemConfiguration(latency: .milliseconds(25)))
        let end = pair.now
        #expect(pair.run(for: .seconds(3)) { pair.right.frames.count > before + 10 })
        #expect(pair.right.isDecodable)
        let back = try #require(pair.right.arrivals.first { $0 > end })
        #expect(back - end < .seconds(2))
    }

    @Test("Key frames are asked for twice a second at most")
    func requestRate() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(25)))
        // The first packet of each frame never arrives, so nothing can be decoded.
        pair.leftToRight.filter = { _, datagram in
            guard let packet = try? RTPPacket.parse(datagram), packet.payloadType == 96,
                let (descriptor, _) = try? VP8PayloadDescriptor.parse(packet.payload)
            else { return false }
            return !descriptor.isStartOfFrame
        }
        pair.run(for: .seconds(5))
        #expect(pair.right.frames.isEmpty)
        #expect(8...11 ~= pair.right.counters.keyFrameRequests)
    }

    @Test("A viewer who comes late asks at once and sees a picture within a round trip and a frame")
    func lateViewer() throws {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(25)))
        pair.leftToRight.filter = { _, _ in false }
        pair.run(for: .seconds(2))
        pair.leftToRight.filter = nil
        let start = pair.now
        #expect(pair.run(for: .seconds(2)) { !pair.right.frames.isEmpty })
        #expect(pair.right.frames[0].isKeyFrame)
        #expect(pair.now - start < .milliseconds(2 * 25 + 25 + 80))
    }

    @Test("The sender learns the round trip time and the loss")
    func reports() throws {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(40), loss: 0.1))
        film(pair, for: .seconds(10))
        let roundTripTime = try #require(pair.left.roundTripTime)
        #expect(abs((roundTripTime - .milliseconds(80)).inSeconds) < 0.002)
        let losses = pair.left.reports.map(\.lossFraction)
        #expect(losses.count >= 7)
        #expect(0.06...0.14 ~= losses.reduce(0, +) / Double(losses.count))
    }

    @Test("Each packet that arrives is in the transport-wide feedback once")
    func transportFeedback() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(20)))
        film(pair, for: .seconds(3))
        let received = pair.left.feedback.flatMap { $0.statuses.filter { $0 != .notReceived } }
        #expect(received.count == pair.left.packetByteCounts.count)
        #expect(pair.left.feedback.count >= 20)
        #expect(
            zip(pair.left.feedback, pair.left.feedback.dropFirst()).allSatisfy {
                $1.feedbackCount == $0.feedbackCount &+ 1
            })
    }

    @Test("Where reduced size was not negotiated, each datagram begins with a report and names its sender")
    func compoundFeedback() {
        let pair = makePair(
            NetemConfiguration(latency: .milliseconds(20), loss: 0.05), allowsReducedSizeRTCP: false)
        film(pair, for: .seconds(3))
        let kinds = pair.right.rtcp
        #expect(kinds.contains { if case .genericNACK = $0 { true } else { false } })
        for (before, packet) in zip(kinds, kinds.dropFirst()) {
            switch packet {
            case .genericNACK, .transportFeedback, .pictureLossIndication:
                guard case .sourceDescription = before else {
                    Issue.record("feedback without a report")
                    return
                }
            default: break
            }
        }
    }

    @Test("When all has arrived, nothing is left to do but report")
    func rest() {
        let pair = makePair(NetemConfiguration(latency: .milliseconds(20), loss: 0.05))
        film(pair, for: .seconds(3))
        let requests = pair.right.counters.retransmissionRequests
        pair.run(for: .seconds(10))
        #expect(pair.right.counters.retransmissionRequests == requests)
    }
}
