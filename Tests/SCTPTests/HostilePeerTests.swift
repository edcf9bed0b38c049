import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("A hostile peer")
struct HostilePeerTests {
    /// A pair that is up, and packets made in the left end's name.
    private struct Attack {
        let pair = SCTPPair(configuration: .withoutInterleaving)
        var victim: SCTPEnd { pair.right }

        init() {
            #expect(pair.connect())
            #expect(pair.settle())
        }

        /// The TSN that the victim waits for.
        var nextTSN: TSN { pair.left.association.outstanding.nextTSN }

        func packet(_ chunks: [[UInt8]], tag: VerificationTag? = nil) -> [UInt8] {
            let header = CommonHeader(
                sourcePort: 5000, destinationPort: 5000,
                verificationTag: tag ?? victim.association.local.verificationTag)
            var writer = PacketWriter(header: header, limit: 65_536)
            for chunk in chunks { writer.append(serialized: chunk) }
            return writer.finish()
        }

        /// Hands the victim a packet and gives the chunk types of its answers.
        @discardableResult
        func send(_ chunks: [[UInt8]], tag: VerificationTag? = nil) -> [ChunkType] {
            victim.handle(packet(chunks, tag: tag), now: pair.now)
            return answers()
        }

        func answers() -> [ChunkType] {
            var types: [ChunkType] = []
            while let packet = victim.pollDatagram(now: pair.now) {
                var reader = ByteReader(packet.span)
                guard (try? CommonHeader(parsing: &reader)) != nil else { continue }
                while let header = try? ChunkHeader(parsing: &reader) {
                    types.append(header.type)
                    try? reader.skip(min((header.valueLength + 3) & ~3, reader.remaining))
                }
            }
            return types
        }

        func data(
            _ offset: UInt32 = 0, stream: UInt16 = 0, number: UInt16 = 0, flags: DataChunkFlags = [.beginning, .end],
            payload: [UInt8] = [1]
        ) -> [UInt8] {
            DataChunk(
                header: DataChunkHeader(
                    flags: flags, tsn: nextTSN.advanced(by: offset), stream: StreamID(rawValue: stream),
                    streamSequenceNumber: StreamSequenceNumber(rawValue: number),
                    payloadProtocol: PayloadProtocolIdentifier(rawValue: 51)), payload: payload
            ).serialized()
        }
    }

    @Test("wrong checksum, tag and ports are counted and change nothing")
    func outsiders() {
        let attack = Attack()
        var packet = attack.packet([attack.data()])
        packet[20] ^= 1
        attack.victim.handle(packet, now: attack.pair.now)
        attack.send([AbortChunk().serialized()], tag: VerificationTag(rawValue: 1))
        attack.send([AbortChunk(reflectsTag: true).serialized()])
        attack.send([attack.data()], tag: .zero)
        let header = CommonHeader(
            sourcePort: 1, destinationPort: 5000, verificationTag: attack.victim.association.local.verificationTag)
        var writer = PacketWriter(header: header, limit: 100)
        writer.append(AbortChunk())
        attack.victim.handle(writer.finish(), now: attack.pair.now)
        let counters = attack.victim.association.counters
        #expect(counters.badChecksums == 1)
        #expect(counters.badVerificationTags == 3)
        #expect(counters.badPorts == 1)
        #expect(attack.victim.isEstablished)
        #expect(attack.victim.messageCount == 0)
    }

    @Test("every length of random bytes, with a good header and without")
    func garbage() {
        var random = SeededRandom(seed: 5)
        for count in 0..<300 {
            let attack = Attack()
            let bytes = random.bytes(count)
            attack.victim.handle(bytes, now: attack.pair.now)
            attack.send([bytes])
            attack.send([[0, 3, 0, UInt8(count & 255)] + bytes])
            attack.pair.run(for: .seconds(1))
        }
    }

    @Test("real packets cut short or changed at any place never trap")
    func mutations() throws {
        let pair = SCTPPair()
        pair.left.recordsPackets = true
        #expect(pair.connect())
        try pair.left.send([UInt8](repeating: 1, count: 3000), reliability: .maximumRetransmissions(1), now: pair.now)
        pair.left.association.resetStream(StreamID(rawValue: 1), now: pair.now)
        #expect(pair.settle())
        pair.left.association.shutdown(now: pair.now)
        pair.run(for: .seconds(5))
        var random = SeededRandom(seed: 6)
        for packet in pair.left.packetsSent {
            let chunks = Array(packet[CommonHeader.byteCount...])
            for count in stride(from: 0, through: chunks.count, by: max(1, chunks.count / 40)) {
                Attack().send([Array(chunks[..<count])])
            }
            for _ in 0..<60 {
                var changed = chunks
                let place = Int.random(in: 0..<min(changed.count, 40), using: &random)
                changed[place] = UInt8.random(in: 0...255, using: &random)
                let attack = Attack()
                attack.send([changed])
                attack.pair.run(for: .seconds(2))
            }
        }
    }

    @Test("DATA without data ends the association with the cause for it")
    func emptyData() {
        let attack = Attack()
        #expect(attack.send([attack.data(payload: [])]) == [.abort])
        #expect(attack.victim.closeReason == .protocolError(.noUserData))
    }

    @Test("DATA on a stream that was not agreed is acknowledged, refused and not delivered")
    func invalidStream() {
        let attack = Attack()
        let answers = attack.send([attack.data(stream: 1024), attack.data(1)])
        #expect(answers.contains(.error))
        #expect(attack.victim.association.counters.invalidStreams == 1)
        #expect(attack.victim.messageCount == 1)
        #expect(attack.victim.association.inbound.received.cumulativeTSNAck == attack.nextTSN.next)
    }

    @Test(
        "parts that contradict each other end the association",
        arguments: [
            [DataChunkFlags.beginning, .beginning], [[.beginning, .end], []], [.beginning, .unordered],
        ] as [[DataChunkFlags]])
    func contradictions(_ flags: [DataChunkFlags]) {
        let attack = Attack()
        // Out of order, so that the parts wait side by side.
        attack.send([attack.data(1, flags: flags[0])])
        attack.send([attack.data(2, flags: flags[1])])
        if flags[0] == [.beginning, .end] {
            #expect(attack.victim.isEstablished, "a message that was taken whole is no neighbour any more")
        } else {
            #expect(attack.victim.closeReason == .protocolError(.protocolViolation))
        }
    }

    @Test("TSNs far ahead, and ever more gaps, are refused and stay bounded")
    func gaps() {
        let attack = Attack()
        attack.send([attack.data(ReceivedTSNs.window)])
        attack.send([attack.data(0x7FFF_0000)])
        #expect(attack.victim.association.counters.refusedChunks == 2)
        for offset in stride(from: 2, to: 2000, by: 2) as StrideTo<UInt32> {
            attack.send([attack.data(offset, number: UInt16(offset))])
        }
        let blocks = attack.victim.association.inbound.received.makeGapAckBlocks(limit: 10_000)
        #expect(blocks.count == ReceivedTSNs.runLimit)
        #expect(attack.victim.isEstablished)
    }

    @Test("a duplicate is acknowledged at once, as a SACK may have been lost")
    func duplicate() {
        let attack = Attack()
        let data = attack.data()
        #expect(attack.send([data]).isEmpty, "the first SACK is delayed")
        #expect(attack.send([data]) == [.selectiveAck])
        attack.send([attack.data(1, number: 1)])
        attack.pair.run(for: .seconds(1))
        #expect(attack.send([data]) == [.selectiveAck])
        #expect(attack.victim.association.counters.duplicateChunks == 2)
        #expect(attack.victim.messageCount == 2)
    }

    @Test("a flood of heartbeats is answered within bounds")
    func heartbeats() {
        let attack = Attack()
        let heartbeat = HeartbeatChunk(information: [1, 2, 3, 4]).serialized()
        let packet = attack.packet([[UInt8]](repeating: heartbeat, count: 4000))
        attack.victim.handle(packet, now: attack.pair.now)
        #expect(attack.answers().filter { $0 == .heartbeatAck }.count <= 64)
        #expect(attack.victim.association.counters.droppedReplies == 4000 - 64)
    }

    @Test("unknown chunks are passed over, reported, or end the packet, as their highest bits say")
    func unknownChunks() {
        let skipped = Attack()
        #expect(skipped.send([[0xBF, 0, 0, 4], skipped.data()]).contains(.error) == false)
        #expect(skipped.victim.messageCount == 1)
        let reported = Attack()
        #expect(reported.send([[0xFF, 0, 0, 4], reported.data()]).contains(.error))
        #expect(reported.victim.messageCount == 1)
        let stopped = Attack()
        #expect(stopped.send([[0x3F, 0, 0, 4], stopped.data()]).isEmpty)
        #expect(stopped.victim.messageCount == 0)
        let both = Attack()
        #expect(both.send([[0x7F, 0, 0, 4], both.data()]) == [.error])
        #expect(both.victim.messageCount == 0)
    }

    @Test("SACKs for what was never sent are counted and believed in nothing")
    func forgedAcks() throws {
        let attack = Attack()
        try attack.victim.send([UInt8](repeating: 1, count: 5000), now: attack.pair.now)
        _ = attack.answers()
        let highest = attack.victim.association.outstanding.nextTSN.previous
        let forged = SelectiveAckChunk(cumulativeTSNAck: highest.advanced(by: 5), advertisedReceiverWindow: 10_000)
        attack.send([forged.serialized()])
        #expect(attack.victim.association.counters.unacceptableAcks == 1)
        #expect(attack.victim.association.outstanding.entries.count == 5)
        let wide = SelectiveAckChunk(
            cumulativeTSNAck: highest.advanced(by: .max - 4), advertisedReceiverWindow: 10_000,
            gapAckBlocks: [.init(start: 1, end: .max)])
        attack.send([wide.serialized()])
        #expect(attack.victim.isEstablished)
    }

    @Test("a reneging receiver gets its data again")
    func reneging() throws {
        let attack = Attack()
        try attack.victim.send([UInt8](repeating: 1, count: 6000), now: attack.pair.now)
        _ = attack.answers()
        let before = attack.victim.association.outstanding.cumulativeTSNAck
        let gap = SelectiveAckChunk(
            cumulativeTSNAck: before, advertisedReceiverWindow: 100_000, gapAckBlocks: [.init(start: 2, end: 5)])
        attack.send([gap.serialized()])
        let taken = SelectiveAckChunk(cumulativeTSNAck: before.next, advertisedReceiverWindow: 100_000)
        attack.send([taken.serialized()])
        // The first chunk was lost before, and the sixth left before its second transmission, which arrived; the four that
        // are taken back come on top.
        #expect(attack.victim.association.counters.retransmittedChunks == 6)
        #expect(attack.victim.isEstablished)
    }

    @Test("a second INIT with another tag does not disturb the association")
    func restart() {
        let attack = Attack()
        let fields = InitiationFields(
            initiateTag: VerificationTag(rawValue: 99), advertisedReceiverWindow: 9999, outboundStreamCount: 1,
            inboundStreamCount: 1, initialTSN: TSN(rawValue: 1), extensions: [])
        #expect(attack.send([InitiationChunk(fields: fields).serialized()], tag: .zero).isEmpty)
        #expect(attack.victim.association.counters.unexpectedChunks == 1)
        #expect(attack.send([attack.data()]) != [.abort])
        #expect(attack.victim.messageCount == 1)
    }
}
