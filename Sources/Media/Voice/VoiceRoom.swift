package import Audio
internal import Opus
package import RTP
internal import Wire

/// Everybody who is heard on this computer, and this computer's voice for everybody.
///
/// ```text
/// microphone ─▶ mute, push to talk ─▶ encoder ─▶ every peer's `sendAudio`
/// every peer's `nextAudio` ─▶ its decoder, time-stretching ─▶ mix ─▶ loudspeaker
/// ```
/// Devices are open from `start` to `stop`, as long as there is a peer. The actor runs on the sound's own thread. Whatever fails,
/// the rest goes on: `events` says what, and that it works again.
package actor VoiceRoom {
    /// The time between two events with levels.
    private static let levelInterval = Duration.milliseconds(100)
    /// The most that is mixed at once, 40 ms.
    private static let maximumMixedSampleCount = 1_920

    /// What happens, for one reader; one that hangs loses the oldest.
    package nonisolated let events: AsyncStream<VoiceEvent>

    private let eventSink: AsyncStream<VoiceEvent>.Continuation
    private let thread = AudioThread()
    private var system: AudioSystem?
    private var tasks: [Task<Void, Never>] = []
    private var speakers: [VoicePeerID: Speaker] = [:]
    private var source: VoiceSource?
    private var gate = TalkGate()
    private var ownMeter = LevelMeter()
    private var lastLevels: Instant?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// An empty room whose devices are closed.
    package init() {
        (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
    }

    deinit {
        for task in tasks { task.cancel() }
        eventSink.finish()
    }

    /// This person joins: devices are looked for, and opened as soon as there is a peer.
    package func start(devices: AudioConfiguration = AudioConfiguration()) async {
        guard system == nil else { return }
        let system = AudioSystem(configuration: devices, thread: thread)
        self.system = system
        // Without an encoder nothing is sent; libopus fails only where there is no memory.
        source = try? VoiceSource()
        tasks = [
            Task { [weak self] in for await event in system.events { await self?.handle(event) } },
            Task { [weak self] in for await sound in system.captured { await self?.send(sound) } },
            Task { [weak self] in for await _ in system.demands { await self?.play() } },
        ]
        await system.open()
        await system.run(!speakers.isEmpty)
    }

    /// This person leaves: devices are given back before it returns. Peers stay, and are not heard.
    package func stop() async {
        guard let system else { return }
        self.system = nil
        for task in tasks { task.cancel() }
        tasks = []
        source = nil
        await system.close()
    }

    /// Has a person heard, and this one heard by them.
    package func add(_ peer: any VoicePeer, _ id: VoicePeerID) async {
        // libopus fails only where there is no memory; the person is not heard then.
        guard let speaker = try? Speaker(peer) else { return }
        speakers[id] = speaker
        await system?.run(true)
    }

    /// Ends that.
    package func remove(_ id: VoicePeerID) async {
        guard speakers.removeValue(forKey: id) != nil else { return }
        noteLoss()
        if speakers.isEmpty { await system?.run(false) }
    }

    /// From the next frame on nothing of the microphone leaves, or it does again.
    package func setMuted(_ isMuted: Bool) {
        gate.isMuted = isMuted
    }

    /// Lets a muted person be heard while the key is held.
    package func setPushToTalk(isPressed: Bool) {
        gate.isPressed = isPressed
    }

    /// Whether what the microphone hears leaves this computer.
    package var isHeard: Bool { gate.isOpen && system != nil && !speakers.isEmpty }

    /// Chooses a microphone by PulseAudio's name; `nil` follows the computer's default.
    package func choose(microphone: String?) async {
        await system?.choose(.microphone, microphone)
    }

    /// Chooses a loudspeaker by PulseAudio's name; `nil` follows the computer's default.
    package func choose(loudspeaker: String?) async {
        await system?.choose(.loudspeaker, loudspeaker)
    }

    /// Takes echo and noise out of what is recorded, or leaves them in.
    package func setProcessed(_ isProcessed: Bool) async {
        await system?.process(isProcessed)
    }

    /// Another stream of a peer's begins, so its decoder does.
    package func streamBegan(of id: VoicePeerID) {
        speakers[id]?.reset()
    }

    /// Takes a peer's report of what it receives of this voice: it decides how much of the voice corrects errors. Repeating packets
    /// is the connection's.
    package func applyReception(_ report: ReceptionReport, of id: VoicePeerID) async {
        guard let speaker = speakers[id] else { return }
        let redundancy = await speaker.peer.audioRedundancy
        speaker.reception.handle(report, redundancy: redundancy)
        noteLoss()
    }

    /// How long what is mixed now takes to the loudspeaker; `nil` while it is not known.
    package var playbackLatency: Duration? {
        get async { await system?.playbackLatency }
    }

    /// One encoder speaks to all, so it is set for the worst line.
    private func noteLoss() {
        source?.expect(loss: speakers.values.map(\.reception.lossToCorrect).max() ?? 0)
    }

    private func handle(_ event: AudioEvent) {
        eventSink.yield(VoiceEvent(event))
    }

    private func send(_ sound: CapturedSound) async {
        guard system != nil else { return }
        ownMeter.measure(sound.samples.span)
        sendLevels()
        guard let frame = source?.encode(sound, isOpen: gate.isOpen) else { return }
        for speaker in speakers.values { await speaker.peer.sendAudio(frame) }
    }

    private func play() async {
        while let system {
            let count = min(await system.demandedSampleCount, Self.maximumMixedSampleCount)
            guard count > 0 else { break }
            let heard = Array(speakers.values)
            for speaker in heard { await speaker.fill(count) }
            let voices = heard.map { $0.take(count) }
            await system.play(VoiceMixer.mix(voices, sampleCount: count))
        }
        sendLevels()
    }

    private func sendLevels() {
        let now = AudioThread.now
        if let lastLevels, now - lastLevels < Self.levelInterval { return }
        lastLevels = now
        var peers: [VoicePeerID: AudioLevel] = [:]
        for (id, speaker) in speakers { peers[id] = speaker.meter.take() }
        eventSink.yield(.levels(own: ownMeter.take(), peers: peers))
    }
}
