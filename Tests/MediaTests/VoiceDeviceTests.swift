import Audio
import AudioTestSupport
import Media
import RTP
import Testing

@Suite("Devices that come and go, and PulseAudio itself")
struct VoiceDeviceTests {
    @Test("An unplugged microphone is replaced, and used again when it returns")
    func unplugged() async throws {
        let server = try SoundServer(microphones: ["m2"], loudspeakers: ["l1", "l2"])
        var modules = try SoundServer.microphone("m1").map { try server.load($0) }
        let rooms = try TwoRooms(server: server)
        await rooms.join()
        let playing = try server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        #expect(try await rooms.isHeard(440))

        for module in modules.reversed() { try server.order("unload-module", module) }
        #expect(
            await rooms.events.wait { event in
                guard case .deviceLost(let device, let replacement) = event else { return false }
                return device.name == "m1" && replacement?.name == "m2"
            })
        playing.stop()
        let other = try server.play(Tone.samples(620, seconds: 30), into: "air.m2")
        #expect(try await rooms.isHeard(620))

        modules = try SoundServer.microphone("m1").map { try server.load($0) }
        #expect(
            await rooms.events.wait { event in
                guard case .deviceReturned(let device) = event else { return false }
                return device.name == "m1"
            })
        let again = try server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        #expect(try await rooms.isHeard(440))
        other.stop()
        again.stop()
        await rooms.leave()
    }

    @Test("A loudspeaker is chosen in mid-call")
    func chosen() async throws {
        let rooms = try TwoRooms()
        await rooms.join()
        await rooms.second.choose(loudspeaker: "l1")
        let playing = try rooms.server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        defer { playing.stop() }
        let recording = try rooms.server.record("l1.monitor")
        #expect(await eventually { Tone.amplitude(440, in: recording.samples.suffix(9_600)) > 1_500 })
        recording.stop()
        await rooms.leave()
    }

    @Test("PulseAudio that is killed is said, looked for, and used again")
    func killed() async throws {
        let rooms = try TwoRooms()
        await rooms.join()
        #expect(await rooms.events.wait { if case .devicesChanged = $0 { true } else { false } })
        rooms.server.stop()
        #expect(await rooms.events.wait { $0 == .failed(.serverUnavailable) })
        try rooms.server.start()
        #expect(await rooms.events.wait { $0 == .recovered(.serverUnavailable) })
        let playing = try rooms.server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        defer { playing.stop() }
        #expect(try await rooms.isHeard(440))
        await rooms.leave()
    }

    @Test("Where there is no PulseAudio, or no microphone, the room says so and stays")
    func missing() async throws {
        let room = VoiceRoom()
        let events = EventLog(room.events)
        await room.start(devices: AudioConfiguration(server: "unix:/nowhere/native"))
        #expect(await events.wait { $0 == .failed(.serverUnavailable) })
        await room.stop()

        let server = try SoundServer(microphones: [])
        let deaf = VoiceRoom()
        let deafEvents = EventLog(deaf.events)
        await deaf.start(devices: AudioConfiguration(server: server.address))
        await deaf.add(WiredPeer.pair().0, VoicePeerID(rawValue: "nobody"))
        #expect(await deafEvents.wait { $0 == .failed(.noMicrophone) })
        #expect(!deafEvents.all.contains(.failed(.noLoudspeaker)))
        await deaf.stop()
    }

    @Test("The echo canceller is loaded for a call and unloaded after it, also one that a killed program left")
    func canceller() async throws {
        let rooms = try TwoRooms()
        let orphan = try rooms.server.load(
            "module-echo-cancel source_name=nearhand.99999.1 sink_name=nearhand.99999.1 source_master=m1 sink_master=l1"
        )
        func cancellers() -> [Substring] {
            let modules = (try? rooms.server.order("list", "short", "modules")) ?? ""
            return modules.split(separator: "\n").filter { $0.contains("module-echo-cancel") }
        }
        #expect(cancellers().count == 1)
        await rooms.join(isProcessed: true)
        #expect(
            await rooms.events.wait { event in
                guard case .devicesChanged(let devices) = event else { return false }
                return devices.isProcessed && devices.microphones.map(\.name) == ["m1", "m2"]
            })
        #expect(await eventually { cancellers().count == 2 })
        #expect(!cancellers().contains { $0.hasPrefix("\(orphan)\t") })
        // Both rooms play, each into its canceller.
        #expect(
            await eventually {
                let playing = (try? rooms.server.order("list", "short", "sink-inputs")) ?? ""
                return playing.split(separator: "\n").count { $0.contains("protocol-native") } == 2
            })
        await rooms.leave()
        #expect(cancellers().isEmpty)
    }

    @Test("Where the canceller cannot be loaded, the voice goes on without")
    func refused() async throws {
        let server = try SoundServer(
            microphones: ["m1", "m2"], loudspeakers: ["l1", "l2"], lacks: ["module-echo-cancel.so"])
        let rooms = try TwoRooms(server: server)
        await rooms.join(isProcessed: true)
        #expect(await rooms.events.wait { $0 == .failed(.processingUnavailable) })
        let playing = try server.play(Tone.samples(440, seconds: 30), into: "air.m1")
        defer { playing.stop() }
        #expect(try await rooms.isHeard(440))
        await rooms.leave()
    }
}
