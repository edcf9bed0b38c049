import SCTP
import TestSupport
import Wire

/// Chunks from an authenticated peer, to an established association with data under way. Folder: `sctp-packet`.
/// Each input is taken twice, with DATA and with I-DATA agreed on.
package func fuzzSCTPPacket(_ bytes: Span<UInt8>) {
    EstablishedAssociation(interleaves: false).handle(chunks: bytes)
    EstablishedAssociation(interleaves: true).handle(chunks: bytes)
}

/// A whole packet to an association that has not begun, and to one that waits for INIT ACK. Folder: `sctp-handshake`.
package func fuzzSCTPHandshake(_ bytes: Span<UInt8>) { YoungAssociations().handle(packet: bytes) }

/// An association with data under way, which is then fed by hand.
private struct EstablishedAssociation: ~Copyable {
    private var target: Association
    private let tag: VerificationTag
    private var now = Self.start

    init(interleaves: Bool) {
        let bringUp = interleaves ? Self.interleavingBringUp : Self.plainBringUp
        tag = bringUp.tag
        var random = SeededRandom(seed: Self.seed)
        target = Self.begin(bringUp.configuration, random: &random)
        drain()
        for packets in bringUp.rounds {
            for packet in packets { target.handle(packet, now: now) }
            drain()
        }
        precondition(target.isEstablished, "the peer's packets establish the association")
        for stream in 0..<3 as Range<UInt16> {
            try? target.send(
                [UInt8](repeating: 1, count: 2400), on: StreamID(rawValue: stream),
                payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), reliability: .maximumRetransmissions(1),
                now: now)
        }
        drain()
    }

    private static let start = Instant.origin + .seconds(1)
    private static let seed: UInt64 = 1
    private static let plainBringUp = recordBringUp(interleaves: false)
    private static let interleavingBringUp = recordBringUp(interleaves: true)

    /// What a peer says until the association is established. The same numbers are drawn each time, so that it is
    /// recorded once: a peer for each input takes longer than the input.
    private struct BringUp {
        let configuration: SCTPConfiguration
        /// The peer's packets; the target is polled behind each round.
        let rounds: [[[UInt8]]]
        /// The target's, which its peer's packets hold.
        let tag: VerificationTag
    }

    private static func begin(_ configuration: SCTPConfiguration, random: inout SeededRandom) -> Association {
        var target = Association(configuration: configuration, random: &random)
        target.connect(now: start)
        // A probe of the path's MTU is under way when the peer's bytes come: it follows the first acknowledged data.
        target.handlePathChange(maximumPacketSize: 2_048, now: start)
        try? target.send(
            [1], on: StreamID(rawValue: 3), payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), now: start)
        return target
    }

    private static func recordBringUp(interleaves: Bool) -> BringUp {
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = interleaves
        var random = SeededRandom(seed: seed)
        var target = begin(configuration, random: &random)
        var peer = Association(configuration: configuration, random: &random)
        var rounds: [[[UInt8]]] = []
        var tag = VerificationTag.zero
        for _ in 0..<4 {
            while case let output? = target.pollOutput() {
                if case .packet(let packet) = output { peer.handle(packet, now: start) }
            }
            var packets: [[UInt8]] = []
            while case let output? = peer.pollOutput() {
                guard case .packet(let packet) = output else { continue }
                target.handle(packet, now: start)
                packets.append(packet)
                var reader = ByteReader(packet.span)
                if let header = try? CommonHeader(parsing: &reader) { tag = header.verificationTag }
            }
            rounds.append(packets)
        }
        return BringUp(configuration: configuration, rounds: rounds, tag: tag)
    }

    consuming func handle(chunks: Span<UInt8>) {
        let header = CommonHeader(sourcePort: 5000, destinationPort: 5000, verificationTag: tag)
        var writer = PacketWriter(header: header, limit: CommonHeader.byteCount + chunks.count)
        writer.append(serialized: [UInt8](copying: chunks))
        let packet = writer.finish()
        for _ in 0..<2 {
            target.handle(packet, now: now)
            drain()
        }
        for _ in 0..<8 {
            guard let timeout = target.nextTimeout else { break }
            now = timeout
            target.handleTimeout(now: now)
            drain()
        }
    }

    private mutating func drain() {
        while target.pollOutput() != nil {}
    }
}

/// One association in each state before the handshake's end.
private struct YoungAssociations: ~Copyable {
    private var closed: Association
    private var waiting: Association
    private var tag = VerificationTag.zero
    private let now = Instant.origin + .seconds(1)

    init() {
        var random = SeededRandom(seed: 2)
        closed = Association(random: &random)
        waiting = Association(random: &random)
        waiting.connect(now: now)
        while case let output? = waiting.pollOutput() {
            // An INIT's own tag is the first field behind the chunk's header.
            guard case .packet(let packet) = output else { continue }
            var reader = ByteReader(packet.span)
            try? reader.skip(CommonHeader.byteCount + ChunkHeader.byteCount)
            tag = VerificationTag(rawValue: (try? reader.readUInt32()) ?? 0)
        }
    }

    consuming func handle(packet: Span<UInt8>) {
        let bytes = [UInt8](copying: packet)
        closed.handle(bytes, now: now)
        waiting.handle(bytes, now: now)
        for tag in [VerificationTag.zero, tag] {
            let header = CommonHeader(sourcePort: 5000, destinationPort: 5000, verificationTag: tag)
            var writer = PacketWriter(header: header, limit: CommonHeader.byteCount + bytes.count)
            writer.append(serialized: bytes)
            let whole = writer.finish()
            closed.handle(whole, now: now)
            waiting.handle(whole, now: now)
        }
        while closed.pollOutput() != nil {}
        while waiting.pollOutput() != nil {}
    }
}
