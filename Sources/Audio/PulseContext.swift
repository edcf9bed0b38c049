internal import CPulse

/// A connection to PulseAudio. It is made, used and dropped on the sound's thread.
///
/// libpulse keeps its address, so it is a class; `deinit` takes the callbacks away before it disconnects.
final class PulseContext {
    /// What becomes of the connection.
    enum State {
        /// Questions are answered.
        case ready
        /// It is over, or did not begin; make another one.
        case failed
    }

    /// By it a Nearhand knows another's connection.
    static let applicationID = "app.nearhand"

    let context: OpaquePointer
    private let stateChanged: (State) -> Void
    private let catalogChanged: (PulseCatalog) -> Void
    /// One at a time, because its callbacks come until its last answer.
    private var inquiry: PulseInquiry?
    /// Something changed after the question was asked.
    private var isInquiryStale = false
    /// Orders that are not answered yet, by their number.
    private var orders: [Int: PulseOrder] = [:]
    private var orderCount = 0

    /// Prepares a connection.
    /// - Parameter catalogChanged: gets what there is after something was plugged, unplugged, loaded or chosen.
    init(
        thread: AudioThread, stateChanged: @escaping (State) -> Void,
        catalogChanged: @escaping (PulseCatalog) -> Void
    ) {
        self.stateChanged = stateChanged
        self.catalogChanged = catalogChanged
        let properties = pa_proplist_new()
        pa_proplist_sets(properties, PA_PROP_APPLICATION_NAME, "Nearhand")
        pa_proplist_sets(properties, PA_PROP_APPLICATION_ID, Self.applicationID)
        pa_proplist_sets(properties, PA_PROP_APPLICATION_ICON_NAME, "audio-input-microphone")
        // libpulse ends the program when there is no memory for it.
        context = pa_context_new_with_proplist(thread.api, "Nearhand", properties)!
        pa_proplist_free(properties)
        let data = Unmanaged.passUnretained(self).toOpaque()
        pa_context_set_state_callback(
            context, { _, data in PulseContext.from(data)?.handleState() }, data)
        pa_context_set_subscribe_callback(
            context, { _, _, _, data in PulseContext.from(data)?.refresh() }, data)
    }

    deinit {
        pa_context_set_state_callback(context, nil, nil)
        pa_context_set_subscribe_callback(context, nil, nil)
        pa_context_disconnect(context)
        pa_context_unref(context)
    }

    /// Begins to connect; `stateChanged` says what came of it.
    /// - Parameter server: where PulseAudio listens; `nil` as libpulse finds it, which starts one where the computer's settings
    ///   say so.
    func connect(server: String?) {
        if pa_context_connect(context, server, PA_CONTEXT_NOFLAGS, nil) < 0 { stateChanged(.failed) }
    }

    /// The number by which PulseAudio knows this connection.
    var clientIndex: UInt32 { pa_context_get_index(context) }

    /// Asks for everything; `catalogChanged` gets the answer, which is younger than this call.
    func refresh() {
        guard inquiry == nil else { return isInquiryStale = true }
        isInquiryStale = false
        let inquiry = PulseInquiry { [weak self] catalog in self?.handle(catalog) }
        self.inquiry = inquiry
        inquiry.ask(context)
    }

    private func handle(_ catalog: PulseCatalog) {
        inquiry = nil
        if isInquiryStale { refresh() } else { catalogChanged(catalog) }
    }

    /// Loads a module.
    /// - Parameter completion: gets its number, or `nil` where it could not be loaded.
    func loadModule(_ name: String, argument: String, completion: @escaping (UInt32?) -> Void) {
        let order = makeOrder(completion)
        PulseOperation.forget(
            pa_context_load_module(
                context, name, argument, { _, index, data in PulseOrder.answer(data, index) },
                Unmanaged.passUnretained(order).toOpaque()))
    }

    /// Unloads a module.
    func unloadModule(_ index: UInt32, completion: @escaping () -> Void = {}) {
        let order = makeOrder { _ in completion() }
        PulseOperation.forget(
            pa_context_unload_module(
                context, index, { _, _, data in PulseOrder.answer(data, PA_INVALID_INDEX_VALUE) },
                Unmanaged.passUnretained(order).toOpaque()))
    }

    private func makeOrder(_ completion: @escaping (UInt32?) -> Void) -> PulseOrder {
        orderCount += 1
        let number = orderCount
        let order = PulseOrder { [weak self] index in
            self?.orders[number] = nil
            completion(index)
        }
        orders[number] = order
        return order
    }

    private func handleState() {
        switch pa_context_get_state(context) {
        case PA_CONTEXT_READY:
            let mask =
                PA_SUBSCRIPTION_MASK_SINK.rawValue | PA_SUBSCRIPTION_MASK_SOURCE.rawValue
                | PA_SUBSCRIPTION_MASK_SERVER.rawValue | PA_SUBSCRIPTION_MASK_MODULE.rawValue
            PulseOperation.forget(pa_context_subscribe(context, pa_subscription_mask_t(rawValue: mask), nil, nil))
            stateChanged(.ready)
        case PA_CONTEXT_FAILED, PA_CONTEXT_TERMINATED: stateChanged(.failed)
        default: break
        }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> PulseContext? {
        data.map { Unmanaged<PulseContext>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// What PulseAudio was told to do; the context holds it until the answer.
private final class PulseOrder {
    private let completion: (UInt32?) -> Void

    init(completion: @escaping (UInt32?) -> Void) {
        self.completion = completion
    }

    /// Runs on the sound's thread, once.
    static func answer(_ data: UnsafeMutableRawPointer?, _ index: UInt32) {
        guard let data else { return }
        let order = Unmanaged<PulseOrder>.fromOpaque(data).takeUnretainedValue()
        order.completion(index == PA_INVALID_INDEX_VALUE ? nil : index)
    }
}
