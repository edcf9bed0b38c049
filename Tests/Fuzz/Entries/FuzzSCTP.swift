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

/// Two associations brought up in memory, one of which is then fed by hand.
private struct EstablishedAssociation: ~Copyable {
    private var target: Association
    private var tag: VerificationTag
    private var now = Instant.origin + .seconds(1)

    init(interleaves: Bool) {
        var random = SeededRandom(seed: 1)
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = interleaves
        target = Association(configuration: configuration, random: &random)
        var peer = Association(configuration: configuration, random: &random)
        tag = .zero
        target.connect(now: now)
        // A probe of the path's MTU is under way when the peer's bytes come: it follows the first acknowledged data.
        target.handlePathChange(maximumPacketSize: 16_384, now: now)
        try? target.send(
            [1], on: StreamID(rawValue: 3), payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), now: now)
        for _ in 0..<4 {
            while case let output? = target.pollOutput() {
                if case .packet(let packet) = output { peer.handle(packet, now: now) }
            }
            while case let output? = peer.pollOutput() {
                guard case .packet(let packet) = output else { continue }
                target.handle(packet, now: now)
                var reader = ByteReader(packet.span)
                if let header = try? CommonHeader(parsing: &reader) { tag = header.verificationTag }
            }
        }
        for stream in 0..<3 as Range<UInt16> {
            try? target.send(
                [UInt8](repeating: 1, count: 4000), on: StreamID(rawValue: stream),
                payloadProtocol: PayloadProtocolIdentifier(rawValue: 53), reliability: .maximumRetransmissions(1),
                now: now)
        }
        drain()
    }

    consuming func handle(chunks: Span<UInt8>) {
        let header = CommonHeader(sourcePort: 5000, destinationPort: 5000, verificationTag: tag)
        var writer = PacketWriter(header: header, limit: 65_536)
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
            var writer = PacketWriter(header: header, limit: 65_536)
            writer.append(serialized: bytes)
            let whole = writer.finish()
            closed.handle(whole, now: now)
            waiting.handle(whole, now: now)
        }
        while closed.pollOutput() != nil {}
        while waiting.pollOutput() != nil {}
    }
}
