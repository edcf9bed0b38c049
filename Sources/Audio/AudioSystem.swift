/// The microphone and the loudspeaker of this computer, through PulseAudio.
///
/// It runs on the sound's thread. While PulseAudio is away it looks for it once a second; a device that goes away is replaced by
/// the default one until it returns; `events` says so. Call `close` at the end, which gives back what was loaded.
package actor AudioSystem {
    /// How long the end waits for PulseAudio's answer.
    private static let closingTime = Duration.seconds(1)

    /// The thread, for an actor that deals with each frame.
    package nonisolated let thread: AudioThread
    /// What happens to devices, for one reader.
    package nonisolated let events: AsyncStream<AudioEvent>
    /// What the microphone records, for one reader; a reader that hangs loses the oldest.
    package nonisolated let captured: AsyncStream<CapturedSound>
    /// `demandedSampleCount` has grown, for one reader.
    package nonisolated let demands: AsyncStream<Void>

    private let configuration: AudioConfiguration
    private let eventSink: AsyncStream<AudioEvent>.Continuation
    private let capturedSink: AsyncStream<CapturedSound>.Continuation
    private let demandSink: AsyncStream<Void>.Continuation
    private let holder = Holder()
    private var engine: AudioEngine? {
        get { holder.engine }
        set { holder.engine = newValue }
    }

    /// `@unchecked Sendable`: only the sound's thread looks into it.
    private final class Holder: @unchecked Sendable {
        var engine: AudioEngine?
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Nothing is connected before `open`.
    /// - Parameter thread: one that is shared with others, or its own.
    package init(configuration: AudioConfiguration = AudioConfiguration(), thread: AudioThread = AudioThread()) {
        self.configuration = configuration
        self.thread = thread
        (events, eventSink) = AsyncStream.makeStream()
        // Half a second.
        (captured, capturedSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(25))
        (demands, demandSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // No isolated one: Swift 6.3 does not compile the users of an actor in another module that has one.
    deinit {
        // The handles of libpulse go where they were made.
        thread.perform { [holder] in holder.engine = nil }
        eventSink.finish()
        capturedSink.finish()
        demandSink.finish()
    }

    /// Connects to PulseAudio; devices stay closed until `run(true)`.
    package func open() {
        guard engine == nil else { return }
        let engine = AudioEngine(
            thread: thread, configuration: configuration,
            outputs: AudioEngine.Outputs(
                event: { [eventSink] in eventSink.yield($0) },
                captured: { [capturedSink] in for frame in $0 { capturedSink.yield(frame) } },
                wanted: { [demandSink] in demandSink.yield() },
                schedule: { [weak self] delay in self?.schedule(after: delay) }))
        self.engine = engine
        engine.open()
    }

    /// Opens microphone and loudspeaker, or gives them back.
    package func run(_ isRunning: Bool) {
        engine?.run(isRunning)
    }

    /// Chooses a device by PulseAudio's name; `nil` follows the computer's default.
    package func choose(_ kind: AudioDevice.Kind, _ name: String?) {
        engine?.choose(kind, name)
    }

    /// Takes echo and noise out of what is recorded, or leaves them in.
    package func process(_ isProcessed: Bool) {
        engine?.process(isProcessed)
    }

    /// How much sound is to be played so that it goes on; 0 while there is no loudspeaker.
    package var demandedSampleCount: Int { engine?.player?.stream.demandedSampleCount ?? 0 }

    /// Plays samples at 48 kHz, one channel, behind those from before.
    package func play(_ samples: [Int16]) {
        guard !samples.isEmpty else { return }
        engine?.player?.stream.write(samples)
    }

    /// How long what is played now takes to the loudspeaker; `nil` while it is not known.
    package var playbackLatency: Duration? { engine?.player?.stream.latency }

    /// Gives back the devices and unloads what was loaded; `open` begins again.
    package func close() async {
        guard let engine else { return }
        self.engine = nil
        let (answers, sink) = AsyncStream.makeStream(of: Void.self)
        if engine.close(completion: { sink.finish() }) {
            let deadline = Task {
                try? await Task.sleep(for: Self.closingTime)
                sink.finish()
            }
            for await _ in answers {}
            deadline.cancel()
        }
        engine.dropConnection()
    }

    private nonisolated func schedule(after delay: Duration) {
        Task { [weak self] in
            try? await Task.sleep(for: delay)
            await self?.wake()
        }
    }

    private func wake() {
        engine?.wake()
    }
}
