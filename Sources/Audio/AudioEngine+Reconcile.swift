/// What is there, brought to what is wanted.
extension AudioEngine {
    /// Where sound comes from and goes to.
    private struct Route {
        var source: String?
        var sink: String?
    }

    /// Does the next steps towards what is wanted; each answer of PulseAudio leads here again.
    func reconcile() {
        guard isConnected, let catalog else { return }
        for event in [
            microphone.update(catalog.sources, standard: catalog.defaultSource),
            loudspeaker.update(catalog.sinks, standard: catalog.defaultSink),
        ] {
            if let event { outputs.event(event) }
        }
        note(.noMicrophone, microphone.device == nil)
        note(.noLoudspeaker, loudspeaker.device == nil)
        for module in EchoCanceller.leftovers(in: catalog) { context?.unloadModule(module) }
        if let route = findRoute(catalog) {
            record(from: isRunning ? route.source : nil)
            play(to: isRunning ? route.sink : nil)
        }
        noteDeviceFailures(failedDevices())
        publish()
    }

    /// Lets go of both devices.
    func closeStreams() {
        recorder = nil
        player = nil
    }

    /// - Returns: `nil` while PulseAudio loads the canceller.
    private func findRoute(_ catalog: PulseCatalog) -> Route? {
        if case .loaded(_, let module, _) = canceller, !catalog.modules.contains(where: { $0.index == module }) {
            canceller = .none
        }
        var wanted: EchoCanceller.Pair?
        if isRunning, isProcessed, let source = microphone.device?.name, let sink = loudspeaker.device?.name {
            wanted = EchoCanceller.Pair(source: source, sink: sink)
        }
        if canceller.pair != wanted {
            if case .loading = canceller { return nil }
            if case .loaded(_, let module, _) = canceller {
                closeStreams()
                context?.unloadModule(module)
            }
            canceller = .none
            if let wanted { load(wanted) }
        }
        switch canceller {
        case .loading: return nil
        case .loaded(_, _, let name): return Route(source: name, sink: EchoCanceller.sink(beside: name))
        case .none, .refused: return Route(source: microphone.device?.name, sink: loudspeaker.device?.name)
        }
    }

    private func load(_ pair: EchoCanceller.Pair) {
        guard let context else { return }
        cancellerCount += 1
        let name = EchoCanceller.name(client: context.clientIndex, number: cancellerCount)
        canceller = .loading(pair)
        let argument = EchoCanceller.argument(pair, name: name)
        context.loadModule(EchoCanceller.moduleName, argument: argument) { [weak self, weak context] module in
            guard let self, let context else { return }
            canceller = module.map { .loaded(pair, module: $0, name: name) } ?? .refused(pair)
            note(.processingUnavailable, module == nil)
            // What is known from before does not hold the module.
            context.refresh()
        }
    }

    private func record(from source: String?) {
        guard recorder?.name != source else { return }
        recorder = nil
        guard let context, let source, !failed.contains(source) else { return }
        let stream = PulseRecorder(context, source: source, received: outputs.captured) { [weak self] state in
            guard state == .failed, let self, recorder?.name == source else { return }
            recorder = nil
            noteFailure(source)
        }
        guard let stream else { return noteFailure(source) }
        recorder = (source, stream)
    }

    private func play(to sink: String?) {
        guard player?.name != sink else { return }
        player = nil
        guard let context, let sink, !failed.contains(sink) else { return }
        let stream = PulsePlayer(context, sink: sink, wanted: outputs.wanted) { [weak self] state in
            guard state == .failed, let self, player?.name == sink else { return }
            player = nil
            noteFailure(sink)
        }
        guard let stream else { return noteFailure(sink) }
        player = (sink, stream)
    }

    /// Those that are there, are wanted, and do not work.
    private func failedDevices() -> [AudioDevice] {
        guard isRunning else { return [] }
        return [microphone.device, loudspeaker.device].compactMap { $0 }.filter { failed.contains($0.name) }
    }

    private func publish() {
        var isCancelling = false
        if case .loaded = canceller { isCancelling = true }
        let devices = AudioDevices(
            microphones: microphone.devices, loudspeakers: loudspeaker.devices, microphone: microphone.device,
            loudspeaker: loudspeaker.device, isProcessed: isCancelling)
        guard devices != published else { return }
        published = devices
        outputs.event(.devicesChanged(devices))
    }
}
