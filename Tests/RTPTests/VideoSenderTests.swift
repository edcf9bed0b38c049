import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The video sender, packet by packet")
struct VideoSenderTests {
    private let start = Instant.origin + .seconds(1)

    /// Drains a sender, whose packets leave at once.
    private func outputs(of end: SendingEnd, after time: Duration = .zero) throws -> [VideoSenderOutput] {
        var outputs: [VideoSenderOutput] = []
        while let output = end.sender.pollOutput() {
            guard case .packet(let packet, let isRepeated) = output else {
                outputs.append(output)
                continue
            }
            let sent = end.sender.makeDatagram(packet, numbers: &end.numbers, now: start + time)
            #expect(sent.bytes.count == packet.byteCount)
            outputs.append(.packet(try RTPPacket.parse(sent.bytes), isRepeated: isRepeated))
        }
        return outputs
    }

    private func packets(_ outputs: [VideoSenderOutput]) -> [RTPPacket] {
        outputs.compactMap { if case .packet(let packet, _) = $0 { packet } else { nil } }
    }

    private func nack(_ numbers: [RTPSequenceNumber], ssrc: SSRC = SendingEnd.ssrc) -> RTCPPacket {
        .genericNACK(GenericNACK(senderSSRC: SSRC(9), mediaSSRC: ssrc, lost: numbers))
    }

    @Test("Packets follow each other, the last one marked, with all extensions")
    func packets() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let packets = packets(try outputs(of: end))
        #expect(packets.count == 4)
        #expect(packets.map(\.marker) == [false, false, false, true])
        #expect(zip(packets, packets.dropFirst()).allSatisfy { $1.sequenceNumber == $0.sequenceNumber.next })
        #expect(Set(packets.map(\.timestamp)).count == 1)
        #expect(packets.map { $0.headerExtensions.transportSequenceNumber(id: 2) } == [1, 2, 3, 4])
        #expect(packets.allSatisfy { $0.headerExtensions.mediaID(id: 1) == MediaID(rawValue: "0") })
        #expect(packets.allSatisfy { $0.headerExtensions[3]?.count == 3 })
    }

    @Test("A frame of a codec that was not agreed on is not sent")
    func foreignCodec() throws {
        let end = SendingEnd()
        var frame = TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000)
        frame.codec = .vp9
        end.sender.send(frame, now: start)
        #expect(end.sender.pollOutput() == nil && end.sender.nextTimeout == nil)
    }

    @Test("The last packet is repeated after it has left, however long it had to wait for that")
    func tailThatWaits() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        var waiting: [RTPPacket] = []
        while let output = end.sender.pollOutput() {
            if case .packet(let packet, _) = output { waiting.append(packet) }
        }
        func leave(_ packet: RTPPacket, after time: Duration) {
            _ = end.sender.makeDatagram(packet, numbers: &end.numbers, now: start + time)
        }
        func repeated(after time: Duration) -> Int {
            end.sender.handleTimeout(now: start + time)
            var count = 0
            while let output = end.sender.pollOutput() {
                guard case .packet(let packet, isRepeated: true) = output else { continue }
                count += 1
                leave(packet, after: time)
            }
            return count
        }
        #expect(repeated(after: .milliseconds(400)) == 0, "nothing has left")
        for packet in waiting.dropLast() { leave(packet, after: .milliseconds(500)) }
        #expect(repeated(after: .milliseconds(900)) == 0, "the end of the frame still waits")
        let last = try #require(waiting.last)
        leave(last, after: .milliseconds(1_000))
        #expect(repeated(after: .milliseconds(1_059)) == 0)
        #expect(repeated(after: .milliseconds(1_060)) == 1)
        #expect(repeated(after: .milliseconds(1_249)) == 0)
        #expect(repeated(after: .milliseconds(1_250)) == 1)
        #expect(repeated(after: .milliseconds(3_000)) == 0)
        // Another frame waits: the one before is not its tail any more.
        end.sender.send(TestFrame.make(number: 2, isKeyFrame: false, byteCount: 100), now: start + .milliseconds(3_000))
        #expect(repeated(after: .milliseconds(3_300)) == 0)
    }

    @Test("Repeated packets come in their own stream, under new transport numbers, once in a while")
    func retransmission() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        let originals = packets(try outputs(of: end))
        let lost = [originals[1].sequenceNumber, originals[2].sequenceNumber]
        end.sender.handle(nack(lost + lost), now: start + .milliseconds(50))
        let repeated = packets(try outputs(of: end, after: .milliseconds(50)))
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
            while let output = end.sender.pollOutput() {
                guard case .packet(let packet, _) = output else { continue }
                let sent = end.sender.makeDatagram(packet, numbers: &numbers, now: start)
                seen.append(try RTPPacket.parse(sent.bytes).headerExtensions.transportSequenceNumber(id: 2))
                #expect(sent.transportSequenceNumber == seen.last)
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
        let numbers = packets(try outputs(of: end)).map(\.sequenceNumber)
        end.sender.send(TestFrame.make(number: 2, isKeyFrame: false, byteCount: 4_000), now: start)
        end.sender.discard()
        end.sender.handle(nack(numbers), now: start + .milliseconds(10))
        end.sender.handleTimeout(now: start + .seconds(5))
        #expect(try outputs(of: end).isEmpty)
        #expect(end.reportTimeout == nil)
    }

    @Test("PLI asks for a key frame, five times a second at most; a repeated FIR is the same request")
    func keyFrameRequests() throws {
        let end = SendingEnd()
        let pli = RTCPPacket.pictureLossIndication(
            PictureLossIndication(senderSSRC: SSRC(9), mediaSSRC: SendingEnd.ssrc))
        for step in 0..<10 { end.sender.handle(pli, now: start + .milliseconds(step * 50)) }
        #expect(try outputs(of: end) == [.keyFrameRequested, .keyFrameRequested, .keyFrameRequested])
        func fir(_ number: UInt8) -> RTCPPacket {
            .fullIntraRequest(
                FullIntraRequest(
                    senderSSRC: SSRC(9), entries: [.init(ssrc: SendingEnd.ssrc, commandNumber: number)]))
        }
        for (number, second) in [(1, 2), (1, 3), (2, 4)] as [(UInt8, Int)] {
            end.sender.handle(fir(number), now: start + .seconds(second))
        }
        #expect(try outputs(of: end).count == 2)
    }

    @Test("A report leaves with the first frame, then each second, and counts what was sent")
    func reports() throws {
        let end = SendingEnd()
        #expect(end.reportTimeout == nil)
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        _ = try outputs(of: end)
        end.sender.handleTimeout(now: start + .milliseconds(60))
        end.sender.handleTimeout(now: start + .milliseconds(999))
        _ = try outputs(of: end)
        #expect(end.reportTimeout == start + .seconds(1))
        end.sender.handleTimeout(now: start + .seconds(1))
        guard case .rtcp(let bytes) = try outputs(of: end).first,
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
        var repeated: [Int: RTPSequenceNumber?] = [:]
        for milliseconds in [59, 60, 249, 250, 900] {
            end.sender.handleTimeout(now: start + .milliseconds(milliseconds))
            for packet in packets(try outputs(of: end, after: .milliseconds(milliseconds))) {
                repeated[milliseconds] = packet.restored(payloadType: 96, ssrc: SendingEnd.ssrc)?.sequenceNumber
            }
        }
        #expect(repeated == [60: last.sequenceNumber, 250: last.sequenceNumber])
        #expect(end.reportTimeout == start + .seconds(1))
    }

    @Test("What has not left is not repeated, and what waits to be repeated does so once")
    func waiting() throws {
        let end = SendingEnd()
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 4_000), now: start)
        var waiting: [RTPPacket] = []
        while case .packet(let packet, _)? = end.sender.pollOutput() { waiting.append(packet) }
        #expect(waiting.count == 4)
        end.sender.handleTimeout(now: start + .milliseconds(900))
        end.sender.handle(nack(waiting.map(\.sequenceNumber)), now: start + .milliseconds(900))
        #expect(end.sender.pollOutput() == nil)
        for packet in waiting { _ = end.sender.makeDatagram(packet, numbers: &end.numbers, now: start + .seconds(1)) }
        for milliseconds in [1_050, 1_100, 1_150] {
            end.sender.handle(nack([waiting[0].sequenceNumber]), now: start + .milliseconds(milliseconds))
        }
        let repeated = packets(try outputs(of: end, after: .milliseconds(1_150)))
        #expect(repeated.map { $0.restored(payloadType: 96, ssrc: SendingEnd.ssrc)?.payload } == [waiting[0].payload])
        end.sender.handle(nack([waiting[0].sequenceNumber]), now: start + .milliseconds(1_200))
        #expect(try packets(outputs(of: end)).count == 1)
    }

    @Test("Padding has the size that was asked for and the next number of the repeating stream")
    func padding() throws {
        let end = SendingEnd()
        func canPad() -> Bool { end.sender.makePadding(byteCount: 280) != nil }
        #expect(!canPad())
        end.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 1_000), now: start)
        let original = try #require(try packets(outputs(of: end)).first)
        end.sender.handle(nack([original.sequenceNumber]), now: start + .milliseconds(20))
        let repeated = try #require(try packets(outputs(of: end, after: .milliseconds(20))).first)
        for (index, byteCount) in ([280, 100] as [UInt16]).enumerated() {
            let padding = end.sender.makePadding(byteCount: Int(byteCount))
            let packet = try #require(padding)
            let sent = end.sender.makeDatagram(packet, numbers: &end.numbers, now: start + .milliseconds(30))
            #expect(sent.bytes.count + 16 == Int(byteCount))
            let parsed = try RTPPacket.parse(sent.bytes)
            #expect(parsed.ssrc == SSRC(0x47C) && parsed.payloadType == 97 && parsed.payload.isEmpty)
            #expect(parsed.sequenceNumber == repeated.sequenceNumber.advanced(by: UInt16(index + 1)))
            #expect(parsed.headerExtensions.transportSequenceNumber(id: 2) == sent.transportSequenceNumber)
            #expect(parsed.restored(payloadType: 96, ssrc: SendingEnd.ssrc) == nil)
        }
        end.sender.discard()
        #expect(!canPad())
        let other = SendingEnd(hasRetransmission: false)
        other.sender.send(TestFrame.make(number: 1, isKeyFrame: true, byteCount: 1_000), now: start)
        let padding = other.sender.makePadding(byteCount: 280)
        #expect(padding == nil)
    }

    @Test("An estimate of the receiver's is handed on")
    func bitrate() throws {
        let end = SendingEnd()
        end.sender.handle(
            .estimatedMaximumBitrate(
                EstimatedMaximumBitrate(senderSSRC: SSRC(9), bitsPerSecond: 1_000_000, sources: [])), now: start)
        #expect(try outputs(of: end) == [.bitrateEstimated(1_000_000)])
    }
}
