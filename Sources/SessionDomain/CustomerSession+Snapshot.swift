package import Wire

/// What the customer's panel draws of the session.
extension CustomerSession {
    /// Writes the session's part; before the connection the stage is the node's and stays as it is.
    package func fill(_ snapshot: inout CustomerSnapshot, now: Instant) {
        switch connection {
        case .notYet: break
        case .open, .withoutHost: snapshot.stage = .connected
        case .ended(let reason): snapshot.stage = .ended(reason: reason)
        }
        snapshot.hostDisplayName = hostName
        snapshot.isHostReachable = isHostReachable
        snapshot.chat = conversation.entries
        snapshot.files = files.entries
        snapshot.capturesByPage = local.capturesByPage
        snapshot.call = hasCompany ? CallSnapshot(call, people: people) : nil
        snapshot.prompt = consent.prompt.map { draw($0, now: now) }
        snapshot.share = .none
        snapshot.isOfWindows = consent.grant?.scope == .viewApplication
        snapshot.isControlled = consent.control != nil
        switch consent.state {
        case .idle, .prompting: break
        case .starting(let grant):
            let choice = windowChoice.open.flatMap { $0.grant == grant ? $0.windows : nil }
            snapshot.share =
                if let choice { .choosing(request: grant.request, windows: choice) } else {
                    .starting(request: grant.request)
                }
        case .live(let grant): snapshot.share = .live(request: grant.request)
        }
    }

    private var isHostReachable: Bool {
        if case .withoutHost = connection { return false }
        return participant.map { $0.liveness.state == .reachable } ?? true
    }

    private var people: [CallSnapshot.Person] {
        (isConnected ? [host] : []) + roster.connected.map { CallSnapshot.Person($0, in: call) }
    }

    private var host: CallSnapshot.Person {
        CallSnapshot.Person(
            id: Self.hostID, name: hostName, role: .host, presence: call.others[Self.hostID] ?? CallPresence())
    }

    private func draw(_ prompt: Consent.Prompt, now: Instant) -> CustomerSnapshot.Prompt {
        let left = prompt.openedAt + Consent.promptTimeout - now
        return CustomerSnapshot.Prompt(
            request: prompt.request, scope: prompt.scope, asker: hostName,
            secondsLeft: max(0, Int((left.inMilliseconds + 999) / 1_000)), isFirst: prompt.isFirst,
            window: prompt.window)
    }
}
