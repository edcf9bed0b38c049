import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The video sender, packet by packet")
struct VideoSenderTests {
    private let start = Instant.origin + .seconds(1)

    /// Drains a sender.
    private func outputs(of end: SendingEnd) -> [VideoSenderOutput] {
        var outputs: [VideoSenderOutput] = []
        while let output = end.sender.pollOutput(numbers: &end.numbers) { outputs.append(output) }
        return outputs
    }

    private func packets(_ outputs: [VideoSenderOutput]) throws -> [RTPPacket] {
        try outputs.compactMap { output in
            guard case .rtp(let bytes) = output else { return nil }
            return try RTPPacket.parse(bytes)
        }
    }

    private func nack(_ numbers: [RTPSequenceNumber], ssrc: SSRC = SendingEnd.ssrc) -> RTCPPacket {
        .genericNACK(GenericNACK(senderSSRC: SSRC(9), mediaSSRC: ssrc, lost: numbers))
    }

    @Test("Packets follow each other, the last one marked, with all extensions")
    func packets() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let packets = try packets(outputs(of: end))
        #expect(packets.count == 4)
        #expect(packets.map(\.marker) == [false, false, false, true])
        #expect(zip(packets, packets.dropFirst()).allSatisfy { $1.sequenceNumber == $0.sequenceNumber.next })
        #expect(Set(packets.map(\.timestamp)).count == 1)
        #expect(packets.map { $0.headerExtensions.transportSequenceNumber(id: 2) } == [1, 2, 3, 4])
        #expect(packets.allSatisfy { $0.headerExtensions.mediaID(id: 1) == MediaID(rawValue: "0") })
        #expect(packets.allSatisfy { $0.headerExtensions[3]?.count == 3 })
    }

    @Test("Repeated packets come in their own stream, under new transport numbers, once in a while")
    func retransmission() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let originals = try packets(outputs(of: end))
        let lost = [originals[1].sequenceNumber, originals[2].sequenceNumber]
        end.sender.handle(nack(lost + lost), now: start + .milliseconds(50))
        let repeated = try packets(outputs(of: end))
        #expect(repeated.count == 2)
        #expect(repeated.allSatisfy { $0.ssrc == SSRC(0x47C) && $0.payloadType == 97 })
        #expect(repeated.map { $0.headerExtensions.transportSequenceNumber(id: 2) } == [5, 6])
        #expect(repeated[0].restored(payloadType: 96, ssrc: SendingEnd.ssrc)?.payload == originals[1].payload)
        end.sender.handle(nack(lost), now: start + .milliseconds(55))
        #expect(try packets(outputs(of: end)).isEmpty)
        end.sender.handle(nack(lost), now: start + .milliseconds(150))
        #expect(try packets(outputs(of: end)).count == 2)
    }

    @Test("Two senders of one transport number their packets in the order in which these leave")
    func sharedNumbers() throws {
        let first = SendingEnd()
        let second = SendingEnd(seed: 2)
        var numbers = TransportSequenceNumbers()
        var seen: [UInt16?] = []
        for (count, end) in [first, second, first, second].enumerated() {
            let frame = TestFrame.make(number: UInt32(count), isKeyFrame: count < 2, byteCount: 3_000)
            end.sender.send(frame, now: start)
            while let output = end.sender.pollOutput(numbers: &numbers) {
                guard case .rtp(let bytes) = output else { continue }
                seen.append(try RTPPacket.parse(bytes).headerExtensions.transportSequenceNumber(id: 2))
            }
        }
        #expect(seen == Array(1...12))
    }

    @Test("What is dropped before it leaves uses no number")
    func droppedNumbers() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        end.sender.discard()
        end.sender.send(TestFrame.make(number: 2, isKeyFrame: true, byteCount: 1_000), now: start)
        #expect(try packets(outputs(of: end)).map { $0.headerExtensions.transportSequenceNumber(id: 2) } == [1])
    }

    @Test("Nothing is repeated that is unknown, old, or another stream's")
    func refusedRetransmission() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 1_000), now: start)
        let number = try #require(try packets(outputs(of: end)).first).sequenceNumber
        end.sender.handle(nack([number.advanced(by: 1_000)]), now: start)
        end.sender.handle(nack([number], ssrc: SSRC(77)), now: start)
        end.sender.handle(nack([number]), now: start + .seconds(3))
        #expect(try packets(outputs(of: end)).isEmpty)
    }

    @Test("After a stop nothing leaves, whatever is asked for")
    func stop() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let numbers = try packets(outputs(of: end)).map(\.sequenceNumber)
        end.sender.send(TestFrame.make(number: 2, isKeyFrame: false, byteCount: 4_000), now: start)
        end.sender.discard()
        end.sender.handle(nack(numbers), now: start + .milliseconds(10))
        end.sender.handleTimeout(now: start + .seconds(5))
        #expect(outputs(of: end).isEmpty)
        #expect(end.reportTimeout == nil)
    }

    @Test("PLI asks for a key frame, five times a second at most; a repeated FIR is the same request")
    func keyFrameRequests() {
        let end = SendingEnd()
        let pli = RTCPPacket.pictureLossIndication(
            PictureLossIndication(senderSSRC: SSRC(9), mediaSSRC: SendingEnd.ssrc))
        for step in 0..<10 { end.sender.handle(pli, now: start + .milliseconds(step * 50)) }
        #expect(outputs(of: end) == [.keyFrameRequested, .keyFrameRequested, .keyFrameRequested])
        func fir(_ number: UInt8) -> RTCPPacket {
            .fullIntraRequest(
                FullIntraRequest(
                    senderSSRC: SSRC(9), entries: [.init(ssrc: SendingEnd.ssrc, commandNumber: number)]))
        }
        for (number, second) in [(1, 2), (1, 3), (2, 4)] as [(UInt8, Int)] {
            end.sender.handle(fir(number), now: start + .seconds(second))
        }
        #expect(outputs(of: end).count == 2)
    }

    @Test("A report leaves with the first frame, then each second, and counts what was sent")
    func reports() throws {
        let end = SendingEnd()
        #expect(end.reportTimeout == nil)
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        _ = outputs(of: end)
        end.sender.handleTimeout(now: start + .milliseconds(60))
        end.sender.handleTimeout(now: start + .milliseconds(999))
        _ = outputs(of: end)
        #expect(end.reportTimeout == start + .seconds(1))
        end.sender.handleTimeout(now: start + .seconds(1))
        guard case .rtcp(let bytes) = outputs(of: end).first,
            case .senderReport(let report) = try RTCPPacket.parse(bytes).first
        else {
            Issue.record("no report")
            return
        }
        #expect(report.packetCount == 4)
        #expect(report.ntpTimestamp == NTPTimestamp(start + .seconds(1)))
    }

    @Test("When the film stops, its last packet comes twice more, and then no more")
    func tailRepeat() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let last = try #require(try packets(outputs(of: end)).last)
        #expect(end.reportTimeout == start + .milliseconds(60))
        for milliseconds in [59, 60, 249, 250, 900] {
            end.sender.handleTimeout(now: start + .milliseconds(milliseconds))
        }
        let repeated = try packets(outputs(of: end)).map { $0.restored(payloadType: 96, ssrc: SendingEnd.ssrc) }
        #expect(repeated.map { $0?.sequenceNumber } == [last.sequenceNumber, last.sequenceNumber])
        #expect(end.reportTimeout == start + .seconds(1))
    }

    @Test("An estimate of the receiver's is handed on")
    func bitrate() {
        let end = SendingEnd()
        end.sender.handle(
            .estimatedMaximumBitrate(
                EstimatedMaximumBitrate(senderSSRC: SSRC(9), bitsPerSecond: 1_000_000, sources: [])), now: start)
        #expect(outputs(of: end) == [.bitrateEstimated(1_000_000)])
    }
}
