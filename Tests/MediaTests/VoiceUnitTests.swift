import Audio
import AudioTestSupport
import Testing
import Wire

@testable import Media
@testable import RTP

@Suite("Mixing, metering and who may be heard")
struct VoiceUnitTests {
    @Test("Voices are added, and held within 16 bits")
    func mix() {
        #expect(VoiceMixer.mix([], sampleCount: 3) == [0, 0, 0])
        #expect(VoiceMixer.mix([[1, -2, 3]], sampleCount: 3) == [1, -2, 3])
        #expect(VoiceMixer.mix([[1, -2, 3], [10, 20]], sampleCount: 3) == [11, 18, 3])
        #expect(
            VoiceMixer.mix([[30_000, -30_000], [30_000, -30_000], [30_000, -30_000]], sampleCount: 2) == [
                32_767, -32_768,
            ])
    }

    @Test("A meter keeps the loudest until it is read")
    func meter() {
        var meter = LevelMeter()
        let before = meter.take()
        #expect(before == nil)
        meter.measure(Tone.samples(500, seconds: 0.01, amplitude: 100).span)
        meter.measure(Tone.samples(500, seconds: 0.01, amplitude: 32_767).span)
        meter.measure([Int16](repeating: 0, count: 480).span)
        // A sine at full scale is 3 dB below overload.
        let loud = meter.take()
        #expect(loud?.decibelsBelowOverload == 3)
        meter.measure([Int16](repeating: 0, count: 480).span)
        let quiet = meter.take()
        #expect(quiet?.decibelsBelowOverload == 127)
    }

    @Test("Whoever is muted is heard while the key is held")
    func gate() {
        #expect(TalkGate(isMuted: false, isPressed: false).isOpen)
        #expect(!TalkGate(isMuted: true, isPressed: false).isOpen)
        #expect(TalkGate(isMuted: true, isPressed: true).isOpen)
    }

    @Test("Loss counts within two reports, and is forgotten once the line is good for a while")
    func reception() {
        var reception = VoiceReception()
        for _ in 0..<2 { reception.handle(.test(loss: 0.1), redundancy: 0) }
        #expect(reception.expectedLoss > 0.07)
        #expect(reception.lossToCorrect == reception.expectedLoss)
        reception.handle(.test(loss: 0), redundancy: 0)
        #expect(reception.expectedLoss > 0.06)
        for _ in 0..<40 { reception.handle(.test(loss: 0), redundancy: 0) }
        #expect(reception.expectedLoss < 0.01)
        reception.handle(.test(loss: 0.2), redundancy: 1)
        #expect(reception.lossToCorrect == 0, "what is repeated needs no correction")
    }

    @Test("Silence keeps the clock, says nothing of the microphone, and soon is not sent")
    func muted() throws {
        let source = try VoiceSource()
        let tone = Tone.samples(300, seconds: 0.02)
        var frames: [EncodedAudioFrame] = []
        for index in 0..<100 {
            let sound = CapturedSound(instant: .origin + .milliseconds(20 * index), samples: tone)
            frames.append(try #require(source.encode(sound, isOpen: index < 10)))
        }
        #expect(frames.enumerated().allSatisfy { $1.rtpTimestamp.rawValue == UInt32($0 * 960) })
        #expect(frames[0..<10].allSatisfy { $0.level?.decibelsBelowOverload == 15 && $0.level?.isVoice == true })
        #expect(frames[10...].allSatisfy { $0.level == AudioLevel(isVoice: false, decibelsBelowOverload: 127) })
        #expect(frames[10...].contains { $0.isDiscontinuous })
    }

    @Test("A microphone that was away leaves its time out")
    func gap() throws {
        let source = try VoiceSource()
        let silence = [Int16](repeating: 0, count: 960)
        var stamps: [UInt32] = []
        for time in [0, 20, 45, 60, 1_060, 1_080] {
            let sound = CapturedSound(instant: .origin + .milliseconds(time), samples: silence)
            stamps.append(try #require(source.encode(sound, isOpen: true)).rtpTimestamp.rawValue)
        }
        // 980 ms are missing, which is 49 frames.
        let expected: [UInt32] = [0, 960, 1_920, 2_880, 50_880, 51_840]
        #expect(stamps == expected)
    }
}
