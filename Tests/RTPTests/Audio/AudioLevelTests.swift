import Testing
import Wire

@testable import RTP

@Suite("How loud a packet is")
struct AudioLevelTests {
    @Test(
        "levels are decibels below overload",
        arguments: [(32_767, 0), (16_384, 6), (3_277, 20), (328, 40), (33, 60), (1, 90), (0, 127)])
    func measure(_ amplitude: Int, _ decibels: UInt8) {
        let samples = (0..<960).map { Int16($0.isMultiple(of: 2) ? amplitude : -amplitude) }
        let level = AudioLevel(measuring: samples.span, isVoice: true)
        #expect(level == AudioLevel(isVoice: true, decibelsBelowOverload: decibels))
    }

    @Test("an extension of one byte carries it")
    func headerExtension() throws {
        var packet = RTPPacket(
            payloadType: 111, sequenceNumber: .init(rawValue: 1), timestamp: .init(rawValue: 1), ssrc: SSRC(1))
        packet.headerExtensions.setAudioLevel(AudioLevel(isVoice: true, decibelsBelowOverload: 200), id: 4)
        #expect(packet.headerExtensions[4] == [0xFF])
        packet.headerExtensions.setAudioLevel(AudioLevel(isVoice: false, decibelsBelowOverload: 30), id: 4)
        let parsed = try RTPPacket.parse(packet.serialize())
        #expect(parsed.headerExtensions.audioLevel(id: 4) == AudioLevel(isVoice: false, decibelsBelowOverload: 30))
        #expect(parsed.headerExtensions.audioLevel(id: 5) == nil)
    }
}
