import Audio
import Console
import Media
import RTP
import SessionDomain

/// Carries out what a session wants of voice and cameras, and says what the sound system has and lacks.
///
/// It belongs to one node, and everything it does happens between two events of that node.
final class CallDesk {
    private let console: Console
    /// Has the node told what happens in a room.
    private let listen: @Sendable (AsyncStream<VoiceEvent>) -> Void
    private var applied = CallMedia()
    /// Open while this person has joined by voice.
    private var room: VoiceRoom?
    /// With whom sound is exchanged, and over which link.
    private var voiceLinks: [ParticipantID: SecureLink] = [:]
    /// To whom frames of the camera may be on their way.
    private var cameraLinks: [SecureLink] = []
    private var devices = AudioDevices()
    /// What the person has chosen; it goes on over several calls.
    private var choice: AudioConfiguration
    private var problems: Set<CallSnapshot.Problem> = []

    /// - Parameter choice: the devices, until the person chooses others.
    init(
        console: Console, choice: AudioConfiguration,
        listen: @escaping @Sendable (AsyncStream<VoiceEvent>) -> Void
    ) {
        self.console = console
        self.choice = choice
        self.listen = listen
    }

    /// Brings everything to where the session wants it; nothing happens where it is there already.
    /// - Parameter links: of everybody who is connected.
    func apply(_ media: CallMedia, links: [ParticipantID: SecureLink]) async {
        if applied.isHeard, !media.isHeard { await hush() }
        if applied.isVoiceOn, !media.isVoiceOn { await leaveVoice() }
        if !applied.isVoiceOn, media.isVoiceOn { await joinVoice() }
        await connect(links.filter { media.voicePeers.contains($0.key) })
        if media.isHeard { await room?.setMuted(false) }
        if applied.isCameraOn, !media.isCameraOn { for link in cameraLinks { await link.stopVideo(.camera) } }
        cameraLinks = Array(links.values)
        if !applied.isCameraOn, media.isCameraOn { await tellCameraBitrate() }
        applied = media
    }

    /// What the person pressed that is the node's: which devices are used.
    func handle(_ command: CallCommand) async {
        switch command {
        case .chooseMicrophone(let chosen):
            choice.microphone = chosen.device
            await room?.choose(microphone: chosen.device)
        case .chooseLoudspeaker(let chosen):
            choice.loudspeaker = chosen.device
            await room?.choose(loudspeaker: chosen.device)
        default: break
        }
    }

    /// Takes what happened in the room; what an earlier room still says does no harm.
    func handle(_ event: VoiceEvent) async {
        switch event {
        case .levels(let own, let peers):
            let people = peers.map { PageNote.Level(person: ParticipantID(rawValue: $0.rawValue), level: $1.percent) }
            await console.push(PageNote.levels(own: own?.percent ?? 0, people: people))
            await tellPlaybackLatency()
        case .devicesChanged(let devices): self.devices = devices
        case .deviceLost(let device, _): if device.kind == .microphone { problems.insert(.microphoneLost) }
        case .deviceReturned(let device): if device.kind == .microphone { problems.remove(.microphoneLost) }
        case .failed(let problem):
            // A sound system that had devices was there before.
            let isNews = devices.microphones.isEmpty && devices.loudspeakers.isEmpty
            problems.insert(CallSnapshot.Problem(problem, isFirst: isNews))
        case .recovered(let problem):
            for isFirst in [true, false] { problems.remove(CallSnapshot.Problem(problem, isFirst: isFirst)) }
        }
    }

    /// Takes how somebody receives our sound.
    func handle(_ report: ReceptionReport, of person: ParticipantID) async {
        await room?.applyReception(report, of: VoicePeerID(rawValue: person.rawValue))
    }

    /// Somebody's sound begins anew.
    func handleStreamBegan(of person: ParticipantID) async {
        await room?.streamBegan(of: VoicePeerID(rawValue: person.rawValue))
    }

    /// Writes what the sound system has and lacks, while this person has joined.
    func fill(_ snapshot: inout CallSnapshot?) {
        guard room != nil, snapshot != nil else { return }
        snapshot?.devices = CallSnapshot.Devices(
            microphones: devices.microphones.map(CallSnapshot.Device.init),
            loudspeakers: devices.loudspeakers.map(CallSnapshot.Device.init),
            microphone: choice.microphone, loudspeaker: choice.loudspeaker)
        snapshot?.problem = CallSnapshot.Problem.allCases.first(where: problems.contains)
    }

    /// Gives the devices back; the node is at its end.
    func close() async {
        await apply(CallMedia(), links: [:])
    }

    private func joinVoice() async {
        problems = []
        devices = AudioDevices()
        let room = VoiceRoom()
        self.room = room
        // Opened by `apply` when somebody may be heard.
        await room.setMuted(true)
        listen(room.events)
        await room.start(devices: choice)
    }

    private func leaveVoice() async {
        await connect([:])
        await room?.stop()
        room = nil
    }

    /// Nothing that the microphone heard leaves any more.
    private func hush() async {
        await room?.setMuted(true)
        for link in voiceLinks.values { await link.stopAudio() }
    }

    private func connect(_ links: [ParticipantID: SecureLink]) async {
        for (person, link) in voiceLinks where links[person] !== link {
            await room?.remove(VoicePeerID(rawValue: person.rawValue))
            await link.stopAudio()
            await link.setPlaybackLatency(nil)
        }
        for (person, link) in links where voiceLinks[person] !== link {
            await room?.add(LinkVoicePeer(link: link), VoicePeerID(rawValue: person.rawValue))
        }
        voiceLinks = links
    }

    /// The pictures of cameras wait for what is heard, as long as it takes now.
    private func tellPlaybackLatency() async {
        guard let latency = await room?.playbackLatency else { return }
        for link in voiceLinks.values { await link.setPlaybackLatency(latency) }
    }

    /// One encoder serves all, so it makes what the narrowest line carries; called when a line's rate has changed.
    func tellCameraBitrate() async {
        var lowest: UInt32?
        for link in cameraLinks {
            guard let bitsPerSecond = await link.videoBitrate(of: .camera) else { continue }
            lowest = min(lowest ?? bitsPerSecond, bitsPerSecond)
        }
        if let lowest { await console.push(PageNote.bitrate(.camera, lowest)) }
    }
}

/// A link as the room of voices knows it.
private struct LinkVoicePeer: VoicePeer {
    let link: SecureLink

    func sendAudio(_ frame: EncodedAudioFrame) async { await link.send(frame) }
    func nextAudio(queuedSampleCount: Int) async -> AudioDecision {
        await link.nextAudio(queuedSampleCount: queuedSampleCount)
    }
    func countAudioStretch(samples: Int) async { await link.countAudioStretch(samples: samples) }
    var audioRedundancy: Int { get async { await link.audioRedundancy } }
}

extension AudioLevel {
    /// As a meter shows it: 0 at 60 dB below the loudest and less, 100 at the loudest.
    fileprivate var percent: UInt8 { UInt8(max(0, 60 - Int(decibelsBelowOverload)) * 100 / 60) }
}

extension CallSnapshot.Device {
    fileprivate init(_ device: AudioDevice) {
        self.init(id: device.name, name: device.title)
    }
}

extension CallSnapshot.Problem {
    /// - Parameter isFirst: the sound system was not there before.
    fileprivate init(_ problem: VoiceProblem, isFirst: Bool) {
        self =
            switch problem {
            case .serverUnavailable: isFirst ? .noSoundSystem : .soundSystemLost
            case .noMicrophone: .noMicrophone
            case .noLoudspeaker: .noLoudspeaker
            case .deviceFailed(let device): device.kind == .microphone ? .noMicrophone : .noLoudspeaker
            case .processingUnavailable: .noEchoCancellation
            }
    }
}
