/// What the console draws of the session.
extension HostSession {
    /// Writes the session's part; number, link, knocks and pairing are the node's and stay as they are.
    package func fill(_ snapshot: inout HostSnapshot.Session) {
        snapshot.customer = customer.map(Self.draw)
        snapshot.share = view.share
        snapshot.control = control.control
        snapshot.isSwitchOffered = isSwitchOffered
        snapshot.chat = conversation.entries
        snapshot.files = files.entries
        snapshot.call = people.isEmpty ? nil : CallSnapshot(call, people: people)
        snapshot.displayMode = displayMode
        snapshot.monitors = monitors?.monitors
        snapshot.monitor = monitors?.shown
    }

    private var people: [CallSnapshot.Person] {
        let customers = customer.map {
            CallSnapshot.Person(
                id: Self.customerID, name: $0.name, role: .customer,
                presence: call.others[Self.customerID] ?? CallPresence())
        }
        return [customers].compactMap(\.self) + roster.connected.map { CallSnapshot.Person($0, in: call) }
    }

    private static func draw(_ customer: Customer) -> HostSnapshot.Customer {
        let hello = customer.participant.hello
        return HostSnapshot.Customer(
            name: customer.name, software: hello?.software ?? .browser, system: hello?.system ?? "",
            abilities: hello?.abilities ?? [], path: customer.path, connectedAt: customer.connectedAt,
            isReachable: customer.participant.liveness.state == .reachable)
    }
}
