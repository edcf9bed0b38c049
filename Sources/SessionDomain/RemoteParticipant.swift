import Wire

/// The other side of a verified connection, from the moment its data channels are open.
struct RemoteParticipant: Sendable {
    var liveness: Liveness
    /// What it said of itself, cleaned; `nil` until its `hello` has come.
    private(set) var hello: ControlMessage.Hello?

    init(now: Instant) {
        liveness = Liveness(now: now)
    }

    /// Takes the first `hello`; `false` when it is a second one, of an earlier version or of the wrong role.
    mutating func accept(_ claimed: ControlMessage.Hello, role: ControlMessage.Role) -> Bool {
        guard hello == nil, claimed.version >= ControlMessage.version, claimed.role == role else { return false }
        var cleaned = claimed
        cleaned.name = DisplayText.name(claimed.name)
        cleaned.system = DisplayText.name(claimed.system)
        hello = cleaned
        return true
    }
}
