import Audio
import Media
package import RTP
import Synchronization
import Wire

/// Two ends of a line within one process: what one sends passes RTP, and the other's jitter buffer.
package final class WiredPeer: VoicePeer {
    private let end: Mutex<End>
    private let other: Mutex<WiredPeer?> = Mutex(nil)
    private let loses: @Sendable (Int) -> Bool

    private struct End: ~Copyable {
        var sender: AudioSender
        var receiver: AudioReceiver
        var numbers = TransportSequenceNumbers()
        var packetCount = 0
        var stretched = 0
    }

    private init(ssrc: UInt32, loses: @escaping @Sendable (Int) -> Bool) {
        var random = SystemRandomNumberGenerator()
        let repeating = PayloadType(rawValue: 63)
        end = Mutex(
            End(
                sender: AudioSender(
                    configuration: AudioSenderConfiguration(
                        ssrc: SSRC(rawValue: ssrc), payloadType: PayloadType(rawValue: 111)!,
                        redundancyPayloadType: repeating, canonicalName: "wire"), random: &random),
                receiver: AudioReceiver(
                    configuration: AudioReceiverConfiguration(
                        payloadTypes: [PayloadType(rawValue: 111)!], redundancyPayloadType: repeating,
                        localSSRC: SSRC(rawValue: ssrc), canonicalName: "wire"))))
        self.loses = loses
    }

    /// Both ends.
    /// - Parameters:
    ///   - redundancy: how many frames each packet repeats, 0 to 2.
    ///   - loses: whether the packet of that number, from 0, is lost.
    package static func pair(
        redundancy: Int = 0, loses: @escaping @Sendable (Int) -> Bool = { _ in false }
    ) -> (WiredPeer, WiredPeer) {
        let first = WiredPeer(ssrc: 1, loses: loses)
        let second = WiredPeer(ssrc: 2, loses: loses)
        for end in [first, second] { end.end.withLock { $0.sender.redundancy = redundancy } }
        first.other.withLock { $0 = second }
        second.other.withLock { $0 = first }
        return (first, second)
    }

    /// Ends the line, so that neither end keeps the other.
    package func cut() {
        other.withLock { $0 = nil }
    }

    /// What the jitter buffer of this end did.
    package var statistics: AudioStatistics { end.withLock { $0.receiver.statistics } }

    /// Packets that this end has sent, lost ones too.
    package var packetCount: Int { end.withLock { $0.packetCount } }

    package func sendAudio(_ frame: EncodedAudioFrame) async {
        let packets = end.withLock { end -> [RTPPacket] in
            end.sender.send(frame, now: AudioThread.now)
            var packets: [RTPPacket] = []
            while let output = end.sender.pollOutput() {
                guard case .packet(let made) = output else { continue }
                let bytes = end.sender.makeDatagram(made, numbers: &end.numbers, now: AudioThread.now).bytes
                guard let packet = try? RTPPacket.parse(bytes) else { continue }
                if !loses(end.packetCount) { packets.append(packet) }
                end.packetCount += 1
            }
            return packets
        }
        guard let other = other.withLock({ $0 }) else { return }
        other.end.withLock { end in
            for packet in packets { end.receiver.handle(packet, now: AudioThread.now) }
            while end.receiver.pollOutput() != nil {}
        }
    }

    package func nextAudio(queuedSampleCount: Int) async -> AudioDecision {
        end.withLock { $0.receiver.decide(queuedSampleCount: queuedSampleCount, now: AudioThread.now) }
    }

    package var audioRedundancy: Int { 0 }

    package func countAudioStretch(samples: Int) async {
        end.withLock { $0.stretched += samples }
    }
}
