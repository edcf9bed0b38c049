/// What the console draws of the session.
extension HostSession {
    /// Writes the session's part; number, link, knocks and pairing are the node's and stay as they are.
    package func fill(_ snapshot: inout HostSnapshot.Session) {
        snapshot.customer = customer.map(Self.draw)
        snapshot.share = view.share
        snapshot.chat = conversation.entries
        snapshot.files = files.entries
    }

    private static func draw(_ customer: Customer) -> HostSnapshot.Customer {
        let hello = customer.participant.hello
        return HostSnapshot.Customer(
            name: customer.name, software: hello?.software ?? .browser, system: hello?.system ?? "",
            abilities: hello?.abilities ?? [], path: customer.path, connectedAt: customer.connectedAt,
            isReachable: customer.participant.liveness.state == .reachable)
    }
}
