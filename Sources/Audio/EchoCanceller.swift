/// PulseAudio's echo canceller, loaded for this program on one microphone and one loudspeaker.
///
/// ```text
/// loudspeaker ◀── nearhand.C.N.out (sink) ◀── what this program plays
///                     │ what is taken out
/// microphone ────▶ nearhand.C.N (source) ──▶ what this program records
/// ```
/// C is the number of this program's connection, so that a module whose program is gone can be told from another's.
enum EchoCanceller {
    /// PulseAudio's module.
    static let moduleName = "module-echo-cancel"
    private static let prefix = "nearhand."

    /// The devices between which it stands.
    struct Pair: Equatable, Sendable {
        var source: String
        var sink: String
    }

    /// What became of it.
    enum State: Equatable {
        /// It is not loaded.
        case none
        /// PulseAudio was asked to.
        case loading(Pair)
        /// The source of that name and the sink beside it replace the pair.
        case loaded(Pair, module: UInt32, name: String)
        /// PulseAudio could not; for another pair it is tried again.
        case refused(Pair)

        /// The devices, whatever became of it.
        var pair: Pair? {
            switch self {
            case .none: nil
            case .loading(let pair), .loaded(let pair, _, _), .refused(let pair): pair
            }
        }
    }

    /// The name of its source.
    static func name(client: UInt32, number: Int) -> String { "\(prefix)\(client).\(number)" }

    /// The name of the sink beside a source: PulseAudio gives one name once, and renames what comes second.
    static func sink(beside source: String) -> String { "\(source).out" }

    /// Whether a source or a sink is one of these, ours or another Nearhand's.
    static func isName(_ name: String) -> Bool {
        name.hasPrefix(prefix)
    }

    /// What the module is loaded with: libwebrtc's canceller with noise suppression, at the whole range of a voice.
    ///
    /// No levelling of either kind: it follows the canceller, and raises what is left of an echo even more than the voice. The
    /// microphone's own volume is left to the person.
    ///
    /// The module compares the two devices' clocks once in `adjust_time` seconds, and leaves samples out where one reading says
    /// that playback lags, or leads by more than `adjust_threshold` milliseconds. After that the canceller has to find the echo
    /// anew. PulseAudio's own every second and 5 ms are less than a reading may be off by. Clocks that differ by 100 ppm part by
    /// 1 ms in 10 s, and the extended filter reaches over 30 ms and the room behind it.
    static func argument(_ pair: Pair, name: String) -> String {
        """
        aec_method=webrtc source_master=\(pair.source) sink_master=\(pair.sink) \
        source_name=\(name) sink_name=\(sink(beside: name)) rate=48000 channels=1 adjust_time=10 adjust_threshold=30 \
        source_properties="device.description='Nearhand microphone'" \
        sink_properties="device.description='Nearhand loudspeaker'" \
        aec_args="high_pass_filter=1 noise_suppression=1 analog_gain_control=0 digital_gain_control=0 extended_filter=1"
        """
    }

    /// Modules that programs left behind which are gone: they were killed before they could unload them.
    static func leftovers(in catalog: PulseCatalog) -> [UInt32] {
        catalog.modules.compactMap { module in
            guard module.name == moduleName, let client = client(of: module.argument) else { return nil }
            return catalog.ownClients.contains(client) ? nil : module.index
        }
    }

    /// The number in `source_name=nearhand.C.N`.
    private static func client(of argument: String) -> UInt32? {
        for word in argument.split(separator: " ") {
            let key = "source_name=\(prefix)"
            guard word.hasPrefix(key) else { continue }
            return UInt32(word.dropFirst(key.count).prefix { $0 != "." })
        }
        return nil
    }
}
