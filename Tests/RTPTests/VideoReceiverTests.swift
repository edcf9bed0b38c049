import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The video receiver, packet by packet")
struct VideoReceiverTests {
    private let start = Instant.origin + .seconds(1)

    /// A packet of a frame; the first one begins it.
    private func packet(
        _ number: UInt16, timestamp: UInt32, isFirst: Bool = true, isLast: Bool = true, isKeyFrame: Bool = false,
        ssrc: SSRC = SSRC(1), payloadType: PayloadType = 96
    ) -> RTPPacket {
        let frame = isKeyFrame ? hex("500000 9d012a 0a00 1400") : hex("510000")
        let payload = (isFirst ? [0x10] + frame : [0x00]) + [UInt8(truncatingIfNeeded: number)]
        return RTPPacket(
            marker: isLast, payloadType: payloadType, sequenceNumber: RTPSequenceNumber(rawValue: number),
            timestamp: RTPTimestamp(rawValue: timestamp), ssrc: ssrc, payload: payload)
    }

    private func timestamps(of end: ReceivingEnd) -> [UInt32] { end.frames.map(\.rtpTimestamp.rawValue) }

    private func feed(_ packets: [RTPPacket], to end: ReceivingEnd, at now: Instant? = nil) {
        for packet in packets { end.handle(packet.serialize(), now: now ?? start) }
    }

    @Test("Numbers that wrap are no gap")
    func wrap() {
        let end = ReceivingEnd()
        feed(
            [
                packet(65_534, timestamp: 0, isLast: false, isKeyFrame: true),
                packet(65_535, timestamp: 0, isFirst: false),
                packet(0, timestamp: 3_000), packet(1, timestamp: 6_000),
            ], to: end)
        #expect(timestamps(of: end) == [0, 3_000, 6_000])
        #expect(end.counters.retransmissionRequests == 0)
    }

    @Test(
        "Any order of a frame's packets gives the same frame",
        arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
    func order(_ order: [Int]) {
        let packets = [
            packet(10, timestamp: 0, isLast: false, isKeyFrame: true),
            packet(11, timestamp: 0, isFirst: false, isLast: false), packet(12, timestamp: 0, isFirst: false),
        ]
        let end = ReceivingEnd()
        feed(order.map { packets[$0] }, to: end)
        #expect(end.frames.map(\.payload) == [hex("500000 9d012a 0a00 1400 0a 0b 0c")])
        #expect(end.frames.first?.width == 10)
        #expect(end.frames.first?.height == 20)
    }

    @Test("A frame waits for the one before it")
    func decodableOrder() {
        let end = ReceivingEnd()
        feed([packet(1, timestamp: 0, isKeyFrame: true), packet(3, timestamp: 6_000)], to: end)
        #expect(timestamps(of: end) == [0])
        feed([packet(2, timestamp: 3_000)], to: end, at: start + .milliseconds(5))
        #expect(timestamps(of: end) == [0, 3_000, 6_000])
    }

    @Test("A whole key frame does not wait, and what is older is dropped")
    func keyFrameOvertakes() {
        let end = ReceivingEnd()
        feed(
            [
                packet(1, timestamp: 0, isKeyFrame: true), packet(3, timestamp: 6_000),
                packet(4, timestamp: 9_000, isKeyFrame: true), packet(5, timestamp: 12_000),
            ], to: end)
        #expect(timestamps(of: end) == [0, 9_000, 12_000])
        feed([packet(2, timestamp: 3_000)], to: end)
        #expect(end.counters.late == 1)
        end.handleTimeout(now: start + .milliseconds(20))
        #expect(end.counters.retransmissionRequests == 0, "what a key frame made needless is not asked for")
    }

    @Test("A request leaves when a gap has lasted ten milliseconds, then once a round trip, ten times")
    func requestTimes() {
        let end = ReceivingEnd()
        feed([packet(1, timestamp: 0, isKeyFrame: true), packet(3, timestamp: 6_000)], to: end)
        var instants = [Instant]()
        var now = start
        while let timeout = end.nextTimeout, timeout < start + .seconds(2) {
            now = timeout
            end.handleTimeout(now: now)
            _ = end.pollDatagram(now: now)
            if case .genericNACK(let feedback) = end.rtcp.last, instants.last != end.rtcpInstants.last {
                #expect(feedback.lost.map(\.rawValue) == [2])
                instants.append(now)
            }
        }
        #expect(instants.first == start + .milliseconds(10))
        #expect(end.counters.retransmissionRequests == 10)
        // Given up after the last one, which needs a key frame.
        #expect(end.counters.keyFrameRequests == 2)
    }

    @Test("Padding between frames is no frame and no gap")
    func paddingOnly() {
        let end = ReceivingEnd()
        var padding = packet(2, timestamp: 0)
        padding.payload = []
        padding.paddingByteCount = 100
        feed([packet(1, timestamp: 0, isKeyFrame: true), padding, packet(3, timestamp: 3_000)], to: end)
        #expect(timestamps(of: end) == [0, 3_000])
    }

    @Test("A malformed payload is a lost one")
    func malformed() {
        let end = ReceivingEnd()
        var broken = packet(2, timestamp: 3_000)
        broken.payload = [0x80]
        feed([packet(1, timestamp: 0, isKeyFrame: true), broken, packet(3, timestamp: 6_000)], to: end)
        #expect(timestamps(of: end) == [0])
        #expect(end.counters.malformed == 1)
        end.handleTimeout(now: start + KeyFrameRequester.reorderTolerance)
        #expect(end.counters.keyFrameRequests == 1)
    }

    @Test("A sender that leaves a frame's start out gets a request, not silence")
    func missingStart() {
        let end = ReceivingEnd()
        feed(
            [packet(1, timestamp: 0, isKeyFrame: true), packet(2, timestamp: 3_000, isFirst: false)], to: end)
        end.handleTimeout(now: start + KeyFrameRequester.reorderTolerance)
        #expect(end.counters.keyFrameRequests == 1)
        feed([packet(3, timestamp: 6_000, isKeyFrame: true)], to: end)
        #expect(timestamps(of: end) == [0, 6_000])
    }

    @Test("Another SSRC begins a new stream")
    func newStream() {
        let end = ReceivingEnd()
        feed(
            [
                packet(1, timestamp: 0, isKeyFrame: true),
                packet(40_000, timestamp: 9, isKeyFrame: true, ssrc: SSRC(2)),
                packet(40_001, timestamp: 10, ssrc: SSRC(2)),
            ], to: end)
        #expect(timestamps(of: end) == [0, 9, 10])
        #expect(end.remoteSSRC == SSRC(2))
        #expect(end.counters.retransmissionRequests == 0)
    }

    @Test("A payload type that was not negotiated is counted and dropped")
    func unknownPayloadType() {
        let end = ReceivingEnd()
        feed([packet(1, timestamp: 0, isKeyFrame: true, payloadType: 100)], to: end)
        #expect(end.frames.isEmpty)
        #expect(end.counters.unknownPayloadType == 1)
        #expect(end.remoteSSRC == nil)
    }

    @Test("A decoder that failed gets its key frame by PLI or FIR, each FIR with a number of its own")
    func decoderRequest() {
        let end = ReceivingEnd(keyFrameRequest: .fullIntraRequest)
        feed([packet(1, timestamp: 0, isKeyFrame: true)], to: end)
        end.receiver.requestKeyFrame(now: start)
        end.handleTimeout(now: start + .seconds(1))
        _ = end.pollDatagram(now: start)
        let numbers = end.rtcp.compactMap { packet in
            if case .fullIntraRequest(let request) = packet { request.entries.first?.commandNumber } else { nil }
        }
        #expect(numbers == [1, 2])
    }

    @Test("A flood of starts and gaps stays within bounds")
    func flood() {
        let end = ReceivingEnd()
        var random = SeededRandom(seed: 11)
        var now = start
        for _ in 0..<20_000 {
            let number = UInt16.random(in: .min ... .max, using: &random)
            feed(
                [
                    packet(
                        number, timestamp: UInt32(number), isFirst: Bool.random(using: &random), isLast: false,
                        isKeyFrame: Bool.random(using: &random))
                ], to: end, at: now)
            now += .microseconds(100)
        }
        #expect(end.frames.count < 20_000)
        #expect(end.counters.retransmissionRequests < 2_000_000)
    }
}
