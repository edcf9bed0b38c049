import CNice

/// What libnice's callbacks carry as their context.
///
/// libnice calls on the loop's thread, inside its own dispatch. The target is retained by `ICEAgent` and then by
/// `ICETeardown` until no callback can come any more; it holds the agent weakly, so that an agent that is let go
/// without `close` meets no callback.
final class ICECallbackTarget {
    /// `nil` once the agent was let go; callbacks then do nothing.
    weak var agent: ICEAgent?

    /// Begins with an agent that lives; `connect` makes libnice call.
    init(agent: ICEAgent) { self.agent = agent }

    /// Has libnice call this target, unretained: whoever connects it keeps it until the signals are disconnected.
    func connect(_ handle: OpaquePointer, streamID: CUnsignedInt, loop: NetworkLoop) {
        let data = Unmanaged.passUnretained(self).toOpaque()
        nearhand_agent_connect_signals(
            handle,
            { _, candidate, data in
                if let candidate { ICECallbackTarget.agent(data)?.handleLocalCandidate(candidate) }
            },
            { _, _, data in ICECallbackTarget.agent(data)?.handleGatheringDone() },
            { _, _, _, state, data in ICECallbackTarget.agent(data)?.handleStateChange(state) },
            { _, _, _, _, _, data in ICECallbackTarget.agent(data)?.handleSelectedPair() },
            data)
        nice_agent_attach_recv(
            handle, streamID, ICEAgent.componentID, loop.context,
            { _, _, _, count, bytes, data in
                guard let bytes, let agent = ICECallbackTarget.agent(data) else { return }
                agent.handleDatagram([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count))))
            }, data)
    }

    private static func agent(_ data: UnsafeMutableRawPointer?) -> ICEAgent? {
        guard let data else { return nil }
        return Unmanaged<ICECallbackTarget>.fromOpaque(data).takeUnretainedValue().agent
    }
}

/// The end of an agent: what is left to do after nobody wants its events any more.
///
/// `@unchecked Sendable`: it is handed over once, and run on the loop's thread alone.
struct ICETeardown: @unchecked Sendable {
    /// The agent, whose reference is given back at the end.
    let agent: OpaquePointer
    /// Its one stream.
    let streamID: CUnsignedInt
    /// Kept until no callback can come.
    let callbacks: ICECallbackTarget

    /// Runs on the loop's thread; gives the closing, to which others may add what they wait to do.
    @discardableResult
    func run(completion: @escaping @Sendable () -> Void) -> Closing {
        nearhand_agent_disconnect_signals(agent, Unmanaged.passUnretained(callbacks).toOpaque())
        nice_agent_attach_recv(agent, streamID, ICEAgent.componentID, nil, nil, nil)
        let closing = Closing(callbacks: callbacks, completion: completion)
        // libnice calls back once, on this thread, when its sources are gone; the box lives until then.
        nearhand_agent_close(
            agent,
            { agent, _, data in
                if let agent { g_object_unref(agent) }
                if let data { Unmanaged<Closing>.fromOpaque(data).takeRetainedValue().finish() }
            }, Unmanaged.passRetained(closing).toOpaque())
        return closing
    }

    /// An agent on its way out, and who waits for that; on the loop's thread alone.
    final class Closing {
        private let callbacks: ICECallbackTarget
        private var completions: [@Sendable () -> Void]
        private var isDone = false

        /// Waits with one to be told.
        init(callbacks: ICECallbackTarget, completion: @escaping @Sendable () -> Void) {
            self.callbacks = callbacks
            completions = [completion]
        }

        /// Runs a closure when the agent is gone: at once when it is.
        func whenDone(_ completion: @escaping @Sendable () -> Void) {
            if isDone { completion() } else { completions.append(completion) }
        }

        fileprivate func finish() {
            isDone = true
            for completion in completions { completion() }
            completions = []
        }
    }
}
