import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("Transport-wide feedback")
struct TransportFeedbackTests {
    private func parse(_ text: String) throws -> TransportFeedback? {
        guard case .transportFeedback(let feedback) = try RTCPPacket.parse(hex(text)).first else { return nil }
        return feedback
    }

    private func make(_ statuses: [TransportFeedback.Status]) -> TransportFeedback {
        TransportFeedback(
            senderSSRC: SSRC(1), mediaSSRC: SSRC(2), baseSequenceNumber: 0xFFF0, referenceTime: 0x12_3456,
            feedbackCount: 7, statuses: statuses)
    }

    @Test("A run of one, as libwebrtc writes it, with padding")
    func run() throws {
        let feedback = try #require(
            try parse("afcd0005 fa17fa17 43032fa0 00990001 3de80217 20019401"))
        #expect(feedback.baseSequenceNumber == 153)
        #expect(feedback.referenceTime == 4_057_090)
        #expect(feedback.feedbackCount == 23)
        #expect(feedback.statuses == [.received(delta: 148)])
    }

    @Test("Vectors of one and of two bits, and a large negative delta")
    func vectors() throws {
        // 0b10_1000…01: packets 0 and 13; 0b11_10_00_01…: a large delta, nothing, a small delta.
        let feedback = try #require(
            try parse("8fcd0007 00000001 00000002 00000011 00000100 a001 e100 0a0b ffff 0c 000000"))
        #expect(feedback.statuses.count == 17)
        #expect(feedback.statuses[0] == .received(delta: 10))
        #expect(feedback.statuses[13] == .received(delta: 11))
        #expect(feedback.statuses[14] == .received(delta: -1))
        #expect(feedback.statuses[15] == .notReceived)
        #expect(feedback.statuses[16] == .received(delta: 12))
    }

    @Test(
        "What is refused",
        arguments: [
            "8fcd0005 00000001 00000002 00000001 00000100 60010000",  // symbol 3 in a run
            "8fcd0005 00000001 00000002 00000007 00000100 ffff0000",  // symbol 3 in a vector
            "8fcd0005 00000001 00000002 00000001 00000100 20000000",  // an empty run
            "8fcd0005 00000001 00000002 00000fff 00000100 20010000",  // more packets than chunks
            "8fcd0005 00000001 00000002 00000004 00000100 20040102",  // fewer deltas than packets
        ])
    func refusals(text: String) {
        #expect(throws: ParseError.self) { try RTCPPacket.parse(hex(text)) }
    }

    @Test("A datagram tells of so many packets and no more", arguments: [([8_192], true), ([4_096, 4_097], false)])
    func bound(counts: [Int], isTaken: Bool) throws {
        let feedback = counts.map {
            RTCPPacket.transportFeedback(make(Array(repeating: .notReceived, count: $0)))
        }
        let bytes = RTCPPacket.serialize(feedback)
        #expect(bytes.count < 100)
        #expect((try? RTCPPacket.parse(bytes).count) == (isTaken ? counts.count : nil))
    }

    @Test("Whatever the pattern, what is written is read", arguments: 0..<60)
    func roundTrip(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var statuses: [TransportFeedback.Status] = []
        while statuses.count < 20 * seed + 1 {
            let run = Int.random(in: 1...(seed.isMultiple(of: 2) ? 40 : 3), using: &random)
            let status: TransportFeedback.Status =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .notReceived
                case 1: .received(delta: Int16.random(in: 0...255, using: &random))
                default: .received(delta: Int16.random(in: .min ... .max, using: &random))
                }
            statuses += Array(repeating: status, count: run)
        }
        let feedback = make(statuses)
        #expect(
            try RTCPPacket.parse(RTCPPacket.serialize([.transportFeedback(feedback)])) == [.transportFeedback(feedback)]
        )
    }

    @Test("The recorder reports each arrival once, with its time, and what is missing between")
    func recorder() throws {
        var recorder = TransportFeedbackRecorder()
        let start = Instant.origin + .milliseconds(640)
        #expect(recorder.nextTimeout == nil)
        recorder.handle(transportSequenceNumber: 0xFFFE, now: start)
        recorder.handle(transportSequenceNumber: 0xFFFF, now: start + .milliseconds(1))
        recorder.handle(transportSequenceNumber: 2, now: start + .milliseconds(3))
        recorder.handle(transportSequenceNumber: 1, now: start + .milliseconds(4))
        #expect(recorder.nextTimeout == start + .milliseconds(50))
        #expect(recorder.poll(senderSSRC: SSRC(1), mediaSSRC: SSRC(2), now: start).isEmpty)
        let reports = recorder.poll(senderSSRC: SSRC(1), mediaSSRC: SSRC(2), now: start + .milliseconds(50))
        #expect(reports.count == 1)
        #expect(reports[0].baseSequenceNumber == 0xFFFE)
        #expect(reports[0].referenceTime == 10)
        #expect(
            reports[0].statuses == [
                .received(delta: 0), .received(delta: 4), .notReceived, .received(delta: 12), .received(delta: -4),
            ])
        #expect(recorder.nextTimeout == nil)

        // The next report begins where this one ended, and counts on.
        recorder.handle(transportSequenceNumber: 4, now: start + .milliseconds(200))
        let next = recorder.poll(senderSSRC: SSRC(1), mediaSSRC: SSRC(2), now: start + .milliseconds(300))
        #expect(next.map(\.baseSequenceNumber) == [3])
        #expect(next[0].statuses.first == .notReceived)
        #expect(next[0].feedbackCount == reports[0].feedbackCount + 1)
    }

    @Test("A long gap in time or in numbers makes several reports, and loses no arrival")
    func gaps() {
        var recorder = TransportFeedbackRecorder()
        recorder.handle(transportSequenceNumber: 1, now: .origin)
        recorder.handle(transportSequenceNumber: 2, now: .origin + .seconds(20))
        recorder.handle(transportSequenceNumber: 5_000, now: .origin + .seconds(20))
        let reports = recorder.poll(senderSSRC: SSRC(1), mediaSSRC: SSRC(2), now: .origin + .seconds(21))
        let received = reports.flatMap { report in report.statuses.filter { $0 != .notReceived } }
        #expect(received.count == 3)
        #expect(reports.map(\.baseSequenceNumber) == [1, 2, 5_000])
    }
}
