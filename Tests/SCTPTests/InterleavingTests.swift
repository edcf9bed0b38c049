import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Interleaved messages")
struct InterleavingTests {
    /// The seconds in which a small message reaches the peer while a file fills the link; sorted.
    private func delays(of priority: Int, offersInterleaving: Bool, messageSize: Int = 262_144) throws -> [Double] {
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = offersInterleaving
        configuration.peerMaximumMessageSize = 262_144
        let bell = Dumbbell(ThroughputTests.link(megabits: 20, roundTrip: 50, queue: 100))
        bell.messageSize = messageSize
        let flow = bell.add(configuration: configuration)
        bell.run(for: .seconds(5))
        flow.sender.setWeight(priority, of: StreamID(rawValue: 2))
        var delays: [Double] = []
        for _ in 0..<600 {
            let start = bell.now
            flow.arrivals = []
            try flow.sender.send(
                [UInt8](repeating: 1, count: 60), on: StreamID(rawValue: 2),
                payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), now: start)
            bell.run(for: .milliseconds(53))
            while flow.arrivals.isEmpty { bell.run(for: .milliseconds(10)) }
            delays.append((flow.arrivals[0].at - start).inSeconds)
        }
        return delays.sorted()
    }

    @Test("a small message overtakes a file in the middle of a message of 256 KiB")
    func latency() throws {
        let delays = try delays(of: 1024, offersInterleaving: true)
        let middle = delays[300]
        let late = delays[594]
        // There and back with the way back idle; 50 ms is the idle round trip.
        #expect(middle + 0.025 < 0.060)
        #expect(late + 0.025 <= 0.075, "99th percentile \(Int((late + 0.025) * 1000)) ms of 50 idle")
    }

    @Test("without I-DATA a message that was begun goes first, and no more than that")
    func withoutInterleaving() throws {
        let delays = try delays(of: 1024, offersInterleaving: false, messageSize: 16_384)
        #expect(delays[594] + 0.025 <= 0.085)
    }

    @Test("whole messages arrive once, in each stream's order, whatever the path does", arguments: 1...6)
    func transfer(seed: Int) throws {
        let path = NetemConfiguration(
            latency: .milliseconds(20), jitter: .milliseconds(5), loss: 0.05, reordering: 0.02, duplication: 0.02)
        let pair = SCTPPair(seed: UInt64(seed), path: path, leftTSN: UInt32.max - 50)
        #expect(pair.connect())
        #expect(pair.left.association.interleaves && pair.right.association.interleaves)
        var random = SeededRandom(seed: UInt64(seed))
        var sent: [UInt16: [[UInt8]]] = [:]
        for number in 0..<150 {
            let stream = UInt16(number % 5)
            let message = random.bytes(Int.random(in: 1...30_000, using: &random))
            sent[stream, default: []].append(message)
            try pair.left.send(message, on: stream, isOrdered: stream != 4, now: pair.now)
        }
        #expect(pair.run(for: .seconds(120)) { pair.right.messageCount == 150 })
        for stream in 0..<4 as Range<UInt16> { #expect(pair.right.messages(on: stream) == sent[stream]) }
        #expect(Set(pair.right.messages(on: 4)) == Set(sent[4] ?? []))
        #expect(pair.settle())
        #expect(pair.left.association.counters.malformedPackets == 0)
    }

    @Test("a key pressed while a file fills the line does not wait for the window, nor for what is sent again")
    func urgent() throws {
        let link = NetemConfiguration(latency: .milliseconds(25), bytesPerSecond: 2_500_000, queueLimit: 250_000)
        let pair = SCTPPair(path: link)
        #expect(pair.connect())
        pair.left.association.setWeight(128, of: StreamID(rawValue: 1))
        pair.left.association.setWeight(1024, of: StreamID(rawValue: 2))
        var delays: [Duration] = []
        for number in 0..<1_200 {
            while pair.left.association.bufferedAmount(of: StreamID(rawValue: 1)) < 500_000 {
                try pair.left.send([UInt8](repeating: 1, count: 16_384), on: 1, now: pair.now)
            }
            let sent = pair.now
            let before = pair.right.messages(on: 2).count
            try pair.left.send([UInt8](repeating: 2, count: 64), on: 2, now: sent)
            #expect(pair.run(for: .seconds(1)) { pair.right.messages(on: 2).count > before })
            // The first seconds look for the line's rate.
            if number > 200 { delays.append(pair.now - sent) }
            pair.right.forgetEvents()
        }
        delays.sort()
        #expect(delays[delays.count / 2] <= .milliseconds(26), "without the allowance it is 26.7")
        #expect(delays[delays.count * 99 / 100] <= .milliseconds(50))
        #expect(delays.last ?? .zero <= .milliseconds(75))
    }

    @Test("messages that are given up are skipped, ordered and unordered", arguments: [true, false], 1...4)
    func partialReliability(isOrdered: Bool, seed: Int) throws {
        let pair = SCTPPair(
            seed: UInt64(seed), path: NetemConfiguration(latency: .milliseconds(20), loss: 0.2))
        #expect(pair.connect())
        for number in 0..<200 as Range<UInt8> {
            try pair.left.send(
                [UInt8](repeating: number, count: number.isMultiple(of: 3) ? 5000 : 100), on: 1,
                reliability: .maximumRetransmissions(0), isOrdered: isOrdered, now: pair.now)
            try pair.left.send([number], on: 2, now: pair.now)
            pair.run(for: .milliseconds(4))
        }
        #expect(pair.settle())
        let arrived = pair.right.messages(on: 1).compactMap(\.first)
        #expect(arrived.count < 200 && arrived.count > 60)
        if isOrdered { #expect(arrived == arrived.sorted()) }
        #expect(pair.right.messages(on: 2).map(\.first) == (0..<200 as Range<UInt8>).map { Optional($0) })
    }

    @Test("DATA after I-DATA was agreed on ends the association, and I-DATA without it is unknown")
    func mixed() {
        let data = DataChunk(
            header: DataChunkHeader(
                flags: [.beginning, .end], tsn: TSN(rawValue: 1), stream: StreamID(rawValue: 0),
                streamSequenceNumber: StreamSequenceNumber(rawValue: 0),
                payloadProtocol: PayloadProtocolIdentifier(rawValue: 53)), payload: [1])
        let interleaved = SCTPPair()
        #expect(interleaved.connect())
        inject(data.serialized(), into: interleaved)
        #expect(interleaved.right.closeReason == .protocolError(.protocolViolation))
        let part = InterleavedDataChunk(
            header: InterleavedDataHeader(
                flags: [.beginning, .end], tsn: TSN(rawValue: 1), stream: StreamID(rawValue: 0),
                messageIdentifier: MessageIdentifier(rawValue: 0),
                payloadProtocol: PayloadProtocolIdentifier(rawValue: 53),
                fragmentSequenceNumber: FragmentSequenceNumber(rawValue: 0)), payload: [1])
        let plain = SCTPPair(configuration: .withoutInterleaving)
        #expect(plain.connect())
        inject(part.serialized(), into: plain)
        #expect(plain.right.association.counters.unknownChunks == 1)
        #expect(plain.right.isEstablished)
    }

    private func inject(_ chunk: [UInt8], into pair: SCTPPair) {
        let header = CommonHeader(
            sourcePort: 5000, destinationPort: 5000, verificationTag: pair.right.association.local.verificationTag)
        var writer = PacketWriter(header: header, limit: 1000)
        writer.append(serialized: chunk)
        pair.right.handle(writer.finish(), now: pair.now)
        pair.drain()
    }

    @Test(
        "parts that contradict each other are refused",
        arguments: [
            [(0, [DataChunkFlags.beginning]), (0, [.beginning])],
            [(3, [.end]), (4, [])],
            [(3, [.end]), (2, [.end])],
            [(3, []), (2, [.end])],
            [(1, []), (1, [])],
        ] as [[(UInt32, DataChunkFlags)]])
    func contradictions(parts: [(UInt32, DataChunkFlags)]) {
        var reassembly = InterleavedReassembly(maximumMessageSize: 1000)
        #expect(throws: ReassemblyQueue.Violation.inconsistentFragments) {
            for (number, flags) in parts {
                let chunk = InterleavedDataChunk(
                    header: InterleavedDataHeader(
                        flags: flags, tsn: TSN(rawValue: 1), stream: StreamID(rawValue: 0),
                        messageIdentifier: MessageIdentifier(rawValue: 7),
                        payloadProtocol: PayloadProtocolIdentifier(rawValue: 53),
                        fragmentSequenceNumber: FragmentSequenceNumber(rawValue: number)), payload: [1, 2])
                _ = try reassembly.insert(chunk)
            }
        }
    }
}
