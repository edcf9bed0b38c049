import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The receiver of sound")
struct AudioReceiverTests {
    private let start = Instant.origin + .seconds(1)

    private static func makeSender(ssrc: UInt32, redundancy: Int, seed: UInt64 = 5) -> AudioSender {
        var random = SeededRandom(seed: seed)
        var sender = AudioSender(
            configuration: AudioSenderConfiguration(
                ssrc: SSRC(ssrc), payloadType: 111, redundancyPayloadType: 63, canonicalName: "voice",
                audioLevelExtension: 4), random: &random)
        sender.redundancy = redundancy
        return sender
    }

    private static func makeReceiver() -> AudioReceiver {
        AudioReceiver(
            configuration: AudioReceiverConfiguration(
                payloadTypes: [111], redundancyPayloadType: 63, audioLevelExtension: 4, localSSRC: SSRC(7),
                canonicalName: "ears"))
    }

    /// Sends frames through, without those that are lost, and gives those that were heard.
    private func talk(
        _ sender: inout AudioSender, _ receiver: inout AudioReceiver, frames: Range<Int>, lost: Set<Int> = []
    ) throws -> [Int] {
        var numbers = TransportSequenceNumbers()
        var heard: [Int] = []
        for index in frames {
            let now = start + .milliseconds(20 * index)
            let frame = EncodedAudioFrame(
                rtpTimestamp: RTPTimestamp(rawValue: UInt32(index * 960)),
                level: AudioLevel(isVoice: true, decibelsBelowOverload: 33), payload: AudioScene.payload(index))
            sender.send(frame, now: now)
            while let output = sender.pollOutput() {
                switch output {
                case .packet(let packet):
                    let datagram = sender.makeDatagram(packet, numbers: &numbers, now: now)
                    if !lost.contains(index) { receiver.handle(try RTPPacket.parse(datagram.bytes), now: now) }
                case .rtcp(let bytes): for report in try RTCPPacket.parse(bytes) { receiver.handle(report, now: now) }
                default: break
                }
            }
            var queued = 0
            while queued < 960 {
                let decision = receiver.decide(queuedSampleCount: queued, now: now)
                queued += decision.sampleCount
                if case .decode(let payload, _, _) = decision { heard.append(AudioScene.index(payload) ?? -1) }
            }
            while let bytes = receiver.pollOutput() {
                for report in try RTCPPacket.parse(bytes) { sender.handle(report, now: now) }
            }
        }
        return heard
    }

    @Test("what is sent is heard, with its level, and the round trip is reported back")
    func voice() throws {
        var sender = Self.makeSender(ssrc: 1, redundancy: 0)
        var receiver = Self.makeReceiver()
        let heard = try talk(&sender, &receiver, frames: 0..<200, lost: [50, 51])
        #expect(heard.count >= 190)
        #expect(receiver.level?.decibelsBelowOverload == 33)
        #expect(receiver.cumulativeLost == 2)
        #expect(sender.roundTripTime != nil)
        #expect(receiver.statistics.concealedSamples >= 1_920)
        #expect(receiver.nextTimeout != nil)
    }

    @Test("repeated frames fill what is lost")
    func redundancy() throws {
        var sender = Self.makeSender(ssrc: 1, redundancy: 1)
        var receiver = Self.makeReceiver()
        let heard = try talk(&sender, &receiver, frames: 0..<200, lost: [20, 100, 150])
        #expect(heard.contains(100) && heard.contains(150))
        #expect(receiver.statistics.repeatedSamples >= 1_920)
    }

    @Test("another source is another stream, and is heard at once")
    func newSource() throws {
        var receiver = Self.makeReceiver()
        var first = Self.makeSender(ssrc: 1, redundancy: 0)
        _ = try talk(&first, &receiver, frames: 0..<100)
        var second = Self.makeSender(ssrc: 2, redundancy: 0, seed: 9)
        _ = try talk(&second, &receiver, frames: 100..<101)
        #expect(receiver.remoteSSRC == SSRC(2))
        #expect(receiver.statistics.restarts == 1, "at its first packet, not when a second one confirms it")
        let heard = try talk(&second, &receiver, frames: 101..<150)
        #expect(heard.filter { $0 >= 100 }.count >= 44)
        #expect(receiver.statistics.restarts == 1)
    }

    @Test("unknown payload types, repetitions that lie, and payloads that are not of Opus are counted")
    func malformed() {
        var receiver = Self.makeReceiver()
        func packet(_ type: PayloadType, _ number: UInt16, _ payload: [UInt8]) -> RTPPacket {
            RTPPacket(
                payloadType: type, sequenceNumber: .init(rawValue: number), timestamp: .init(rawValue: 0),
                ssrc: SSRC(1),
                payload: payload)
        }
        receiver.handle(packet(96, 1, [1]), now: start)
        receiver.handle(packet(63, 2, hex("ef0f03ff" + "6f" + "01")), now: start)
        receiver.handle(packet(63, 3, hex("60" + "0801")), now: start)
        #expect(receiver.remoteSSRC == nil, "none of them begins a stream")
        receiver.handle(packet(111, 4, []), now: start)
        receiver.handle(packet(111, 5, hex("fb3f01")), now: start)
        #expect(receiver.counters == AudioReceiverCounters(packets: 5, malformedRedundancy: 2, unknownPayloadType: 1))
        #expect(receiver.statistics.malformed == 2)
        #expect(receiver.decide(queuedSampleCount: 0, now: start + .seconds(1)) == .silence(sampleCount: 480))
    }
}
