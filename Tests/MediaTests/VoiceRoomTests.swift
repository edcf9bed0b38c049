import Audio
import AudioTestSupport
import Media
import RTP
import Testing
import Wire

/// Two people with a microphone and a loudspeaker each, on one daemon, and a line within the process between them.
struct TwoRooms {
    let server: SoundServer
    let first = VoiceRoom()
    let second = VoiceRoom()
    let line = WiredPeer.pair()
    let events: EventLog<VoiceEvent>

    init(server: SoundServer? = nil) throws {
        self.server = try server ?? SoundServer(microphones: ["m1", "m2"], loudspeakers: ["l1", "l2"])
        events = EventLog(first.events)
    }

    func join(isProcessed: Bool = false, microphone: String = "m1") async {
        await first.start(
            devices: AudioConfiguration(
                server: server.address, microphone: microphone, loudspeaker: "l1", isProcessed: isProcessed))
        await second.start(
            devices: AudioConfiguration(
                server: server.address, microphone: "m2", loudspeaker: "l2", isProcessed: isProcessed))
        await first.add(line.0, VoicePeerID(rawValue: "second"))
        await second.add(line.1, VoicePeerID(rawValue: "first"))
    }

    func leave() async {
        await first.stop()
        await second.stop()
        line.0.cut()
        line.1.cut()
    }

    /// Whether the second person hears a tone of that frequency now.
    func isHeard(_ frequency: Double, within seconds: Double = 10) async throws -> Bool {
        let recording = try server.record("l2.monitor")
        defer { recording.stop() }
        return await eventually(seconds: seconds) {
            let last = recording.samples.suffix(9_600)
            return last.count == 9_600 && Tone.amplitude(frequency, in: last) > 1_500
        }
    }
}

@Suite("Voices between two rooms through PulseAudio")
struct VoiceRoomTests {
    @Test("A tone before one microphone comes out of the other loudspeaker, and the meters show it")
    func tone() async throws {
        let rooms = try TwoRooms()
        await rooms.join()
        let playing = try rooms.server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        defer { playing.stop() }
        #expect(try await rooms.isHeard(440))
        let isShown = await rooms.events.wait { event in
            guard case .levels(let own?, _) = event else { return false }
            return (10...25).contains(own.decibelsBelowOverload)
        }
        #expect(isShown)
        let others = EventLog(rooms.second.events)
        #expect(
            await others.wait { event in
                guard case .levels(_, let peers) = event, let level = peers[VoicePeerID(rawValue: "first")] else {
                    return false
                }
                return (10...25).contains(level.decibelsBelowOverload)
            })
        await rooms.leave()
    }

    @Test("Whoever mutes is not heard a tenth of a second later, and is heard again while the key is held")
    func mute() async throws {
        let rooms = try TwoRooms()
        let listener = SentFrames()
        await rooms.join()
        await rooms.first.add(listener, VoicePeerID(rawValue: "listener"))
        let playing = try rooms.server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        defer { playing.stop() }
        #expect(try await rooms.isHeard(440))
        await rooms.first.setMuted(true)
        let muted = AudioThread.now
        try await Task.sleep(for: .milliseconds(700))
        let loud = listener.frames.filter { $0.time > muted + .milliseconds(100) && $0.frame.level?.isVoice == true }
        #expect(loud.isEmpty)
        #expect(listener.frames.contains { $0.time > muted }, "the stream keeps its clock")
        #expect(try await !rooms.isHeard(440, within: 0.8))
        await rooms.first.setPushToTalk(isPressed: true)
        #expect(try await rooms.isHeard(440))
        await rooms.leave()
    }

    @Test("Devices are closed while nobody is there to talk to")
    func released() async throws {
        let rooms = try TwoRooms()
        func openDevices() throws -> Int {
            let outputs = try rooms.server.order("list", "short", "source-outputs")
            return outputs.split(separator: "\n").filter { $0.contains("s16le 1ch 48000Hz") && $0.contains("native") }
                .count
        }
        await rooms.first.start(devices: AudioConfiguration(server: rooms.server.address, isProcessed: false))
        #expect(await rooms.events.wait { if case .devicesChanged = $0 { true } else { false } })
        #expect(try openDevices() == 0)
        await rooms.first.add(rooms.line.0, VoicePeerID(rawValue: "second"))
        #expect(await eventually { (try? openDevices()) == 1 })
        await rooms.first.remove(VoicePeerID(rawValue: "second"))
        #expect(await eventually { (try? openDevices()) == 0 })
        await rooms.leave()
    }

    @Test("A tenth of the packets lost: the encoder corrects errors, and the voice goes on")
    func loss() async throws {
        let line = WiredPeer.pair { $0 % 10 == 7 }
        let server = try SoundServer(microphones: ["m1", "m2"], loudspeakers: ["l1", "l2"])
        let (first, second) = (VoiceRoom(), VoiceRoom())
        await first.start(
            devices: AudioConfiguration(server: server.address, microphone: "m1", loudspeaker: "l1", isProcessed: false)
        )
        await second.start(
            devices: AudioConfiguration(server: server.address, microphone: "m2", loudspeaker: "l2", isProcessed: false)
        )
        await first.add(line.0, VoicePeerID(rawValue: "second"))
        await second.add(line.1, VoicePeerID(rawValue: "first"))
        let playing = try server.play(Tone.voice(seconds: 30), into: "air.m1")
        defer { playing.stop() }
        for _ in 0..<3 {
            let report = ReceptionReport.test(loss: 0.1)
            await first.applyReception(report, of: VoicePeerID(rawValue: "second"))
        }
        #expect(await eventually { line.1.statistics.errorCorrectedSamples > 4_800 })
        await first.stop()
        await second.stop()
        line.0.cut()
    }
}
