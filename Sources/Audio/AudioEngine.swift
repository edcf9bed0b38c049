/// The devices in use, brought time and again to what is wanted of them. Only on the sound's thread.
///
/// ```text
/// away ──connect──▶ connecting ──ready──▶ ready ──the daemon ends──▶ away, and again after a second
/// ```
/// Every change, whether PulseAudio's or the person's, leads to `reconcile`: it compares what is there with what is wanted and does
/// what is missing. So unplugging, a daemon that ends, and a canceller that was unloaded are all one case.
final class AudioEngine {
    /// What the engine tells its owner, on the sound's thread.
    struct Outputs {
        var event: (AudioEvent) -> Void
        var captured: ([CapturedSound]) -> Void
        /// More sound is to be written.
        var wanted: () -> Void
        /// Calls `wake` after a time.
        var schedule: (Duration) -> Void
    }

    /// How long until a daemon that is away, or a device that failed, is tried again.
    private static let retryInterval = Duration.seconds(1)

    private let thread: AudioThread
    private let server: String?
    let outputs: Outputs
    var context: PulseContext?
    var isConnected = false
    private var isOpen = false
    /// As it was last; `nil` while PulseAudio is away.
    var catalog: PulseCatalog?
    var microphone: DeviceChoice
    var loudspeaker: DeviceChoice
    var isProcessed: Bool
    /// Somebody is joined: devices are open.
    var isRunning = false
    var canceller = EchoCanceller.State.none
    var cancellerCount = 0
    var recorder: (name: String, stream: PulseRecorder)?
    var player: (name: String, stream: PulsePlayer)?
    /// What did not open or broke, by its name, until it is tried again.
    var failed: Set<String> = []
    private var problems: [AudioProblem] = []
    var published: AudioDevices?

    init(thread: AudioThread, configuration: AudioConfiguration, outputs: Outputs) {
        self.thread = thread
        server = configuration.server
        self.outputs = outputs
        microphone = DeviceChoice(kind: .microphone, chosen: configuration.microphone)
        loudspeaker = DeviceChoice(kind: .loudspeaker, chosen: configuration.loudspeaker)
        isProcessed = configuration.isProcessed
    }

    /// Connects, and goes on connecting whenever PulseAudio went away.
    func open() {
        isOpen = true
        connect()
    }

    /// Gives every device back.
    /// - Parameter completion: comes when PulseAudio has unloaded what was loaded, and not at all where it is away.
    /// - Returns: whether the completion is to be waited for.
    func close(completion: @escaping () -> Void) -> Bool {
        isOpen = false
        isRunning = false
        closeStreams()
        guard let context, isConnected, case .loaded(_, let module, _) = canceller else {
            dropConnection()
            return false
        }
        canceller = .none
        context.unloadModule(module, completion: completion)
        return true
    }

    /// Drops the connection and everything that hangs on it.
    func dropConnection() {
        closeStreams()
        canceller = .none
        catalog = nil
        isConnected = false
        context = nil
    }

    /// Does what was put off.
    func wake() {
        guard isOpen else { return }
        failed = []
        if context == nil { connect() } else if isConnected { context?.refresh() }
    }

    /// Chooses another device, or the computer's default.
    func choose(_ kind: AudioDevice.Kind, _ name: String?) {
        switch kind {
        case .microphone: microphone.choose(name)
        case .loudspeaker: loudspeaker.choose(name)
        }
        reconcile()
    }

    /// Opens the devices, or gives them back.
    func run(_ isRunning: Bool) {
        self.isRunning = isRunning
        reconcile()
    }

    /// Takes echo and noise out, or leaves them in.
    func process(_ isProcessed: Bool) {
        self.isProcessed = isProcessed
        reconcile()
    }

    /// Says a problem when it begins, and when it is over.
    func note(_ problem: AudioProblem, _ isPresent: Bool) {
        guard problems.contains(problem) != isPresent else { return }
        if isPresent {
            problems.append(problem)
            outputs.event(.failed(problem))
        } else {
            problems.removeAll { $0 == problem }
            outputs.event(.recovered(problem))
        }
    }

    /// Devices that failed and are no more among those wanted are no problem.
    func noteDeviceFailures(_ devices: [AudioDevice]) {
        for case .deviceFailed(let device) in problems where !devices.contains(device) {
            note(.deviceFailed(device), false)
        }
        for device in devices { note(.deviceFailed(device), true) }
    }

    private func connect() {
        let context = PulseContext(
            thread: thread,
            stateChanged: { [weak self] state in self?.handle(state) },
            catalogChanged: { [weak self] catalog in
                self?.catalog = catalog
                self?.reconcile()
            })
        self.context = context
        context.connect(server: server)
    }

    private func handle(_ state: PulseContext.State) {
        switch state {
        case .ready:
            isConnected = true
            note(.serverUnavailable, false)
            context?.refresh()
        case .failed:
            dropConnection()
            published = nil
            guard isOpen else { return }
            note(.serverUnavailable, true)
            outputs.schedule(Self.retryInterval)
        }
    }

    /// A device that is tried again later.
    func noteFailure(_ name: String) {
        failed.insert(name)
        outputs.schedule(Self.retryInterval)
        context?.refresh()
    }
}
