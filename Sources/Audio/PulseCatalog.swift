internal import CPulse

/// What PulseAudio knows at one moment.
struct PulseCatalog: Sendable {
    /// A source or a sink.
    struct Entry: Sendable {
        var name: String
        var title: String
        /// The source repeats what a sink plays.
        var isMonitor = false
    }

    /// A loaded module.
    struct Module: Sendable {
        var index: UInt32
        var name: String
        var argument: String
    }

    var sources: [Entry] = []
    var sinks: [Entry] = []
    var defaultSource: String?
    var defaultSink: String?
    var modules: [Module] = []
    /// The numbers of the clients that are Nearhand's.
    var ownClients: Set<UInt32> = []
}

/// Asks for all of a catalog; PulseAudio answers in the order of the questions.
///
/// The context holds it until the last answer. Where the context ends before, the callbacks never come.
final class PulseInquiry {
    private var catalog = PulseCatalog()
    private let completion: (PulseCatalog) -> Void

    init(completion: @escaping (PulseCatalog) -> Void) {
        self.completion = completion
    }

    /// Sends the questions. The callbacks run on the sound's thread.
    func ask(_ context: OpaquePointer) {
        let data = Unmanaged.passUnretained(self).toOpaque()
        PulseOperation.forget(
            pa_context_get_server_info(
                context,
                { _, info, data in
                    guard let info, let inquiry = PulseInquiry.from(data) else { return }
                    inquiry.catalog.defaultSource = info.pointee.default_source_name.map(String.init(cString:))
                    inquiry.catalog.defaultSink = info.pointee.default_sink_name.map(String.init(cString:))
                }, data))
        PulseOperation.forget(
            pa_context_get_source_info_list(
                context,
                { _, info, end, data in
                    guard end == 0, let info = info?.pointee, let inquiry = PulseInquiry.from(data) else { return }
                    inquiry.catalog.sources.append(
                        PulseCatalog.Entry(
                            name: String(cString: info.name), title: String(cString: info.description),
                            isMonitor: info.monitor_of_sink != PA_INVALID_INDEX_VALUE))
                }, data))
        PulseOperation.forget(
            pa_context_get_sink_info_list(
                context,
                { _, info, end, data in
                    guard end == 0, let info = info?.pointee, let inquiry = PulseInquiry.from(data) else { return }
                    inquiry.catalog.sinks.append(
                        PulseCatalog.Entry(
                            name: String(cString: info.name), title: String(cString: info.description)))
                }, data))
        PulseOperation.forget(
            pa_context_get_client_info_list(
                context,
                { _, info, end, data in
                    guard end == 0, let info = info?.pointee, let inquiry = PulseInquiry.from(data),
                        let id = pa_proplist_gets(info.proplist, PA_PROP_APPLICATION_ID),
                        String(cString: id) == PulseContext.applicationID
                    else { return }
                    inquiry.catalog.ownClients.insert(info.index)
                }, data))
        PulseOperation.forget(
            pa_context_get_module_info_list(
                context,
                { _, info, end, data in
                    guard let inquiry = PulseInquiry.from(data) else { return }
                    guard end == 0, let info = info?.pointee else { return inquiry.completion(inquiry.catalog) }
                    inquiry.catalog.modules.append(
                        PulseCatalog.Module(
                            index: info.index, name: String(cString: info.name),
                            argument: info.argument.map(String.init(cString:)) ?? ""))
                }, data))
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> PulseInquiry? {
        data.map { Unmanaged<PulseInquiry>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// `PA_INVALID_INDEX`, which is a macro with a cast.
let PA_INVALID_INDEX_VALUE = UInt32.max

/// A question that PulseAudio was asked.
enum PulseOperation {
    /// The answer comes by the callback; a question that could not be asked has none, and the context has failed then.
    static func forget(_ operation: OpaquePointer?) {
        if let operation { pa_operation_unref(operation) }
    }
}
