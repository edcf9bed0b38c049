import DataChannel
import SCTP
import TestSupport
import Wire

/// One message, its first byte naming stream and payload protocol, on a connected endpoint. Folder: `data-channel`.
package func fuzzDataChannel(_ bytes: Span<UInt8>) { ConnectedEndpoint().handle(message: bytes) }

/// An association without data channels that sends to an endpoint with two.
private struct ConnectedEndpoint: ~Copyable {
    private var target: DataChannelEndpoint
    private var peer: Association
    private let now = Instant.origin + .seconds(1)

    init() {
        var random = SeededRandom(seed: 3)
        target = DataChannelEndpoint(random: &random)
        peer = Association(random: &random)
        for label in ["one", "two"] { _ = try? target.open(DataChannelConfiguration(label: label), now: now) }
        target.connect(role: .client, now: now)
        exchange()
    }

    /// first byte: low four bits the stream, high four the payload protocol counted from 48 · the rest the message
    consuming func handle(message: Span<UInt8>) {
        guard message.count >= 2 else { return }
        let stream = StreamID(rawValue: UInt16(message[0] & 15))
        let payloadProtocol = PayloadProtocolIdentifier(rawValue: 48 + UInt32(message[0] >> 4))
        let payload = [UInt8](copying: message.extracting(1..<message.count))
        for _ in 0..<2 {
            try? peer.send(payload, on: stream, payloadProtocol: payloadProtocol, now: now)
            exchange()
        }
        peer.resetStream(stream, now: now)
        exchange()
    }

    private mutating func exchange() {
        for _ in 0..<8 {
            while case let output? = target.pollOutput() {
                if case .packet(let packet) = output { peer.handle(packet, now: now) }
            }
            while case let output? = peer.pollOutput() {
                if case .packet(let packet) = output { target.handle(packet, now: now) }
            }
        }
    }
}
