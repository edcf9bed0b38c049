import Wire

/// The other side of a verified connection, from the moment its data channels are open.
struct RemoteParticipant: Sendable {
    /// Fed with everything that arrives, before it is read.
    var liveness: Liveness
    /// What it said of itself, cleaned; `nil` until its `hello` has come.
    private(set) var hello: ControlMessage.Hello?

    /// - Parameter now: when the channels opened, from which silence counts.
    init(now: Instant) {
        liveness = Liveness(now: now)
    }

    /// What became of a `hello`.
    enum Greeting {
        /// `hello` holds it now, with clean names.
        case accepted
        /// A second one, or one of the wrong role.
        case ignored
        /// The other side speaks another version, and nothing it says can be relied on.
        case otherVersion
    }

    /// Takes the first `hello`.
    mutating func accept(_ claimed: ControlMessage.Hello, role: ControlMessage.Role) -> Greeting {
        guard hello == nil, claimed.role == role else { return .ignored }
        guard claimed.version == ControlMessage.version else { return .otherVersion }
        var cleaned = claimed
        cleaned.name = DisplayText.name(claimed.name)
        cleaned.system = DisplayText.name(claimed.system)
        hello = cleaned
        return .accepted
    }
}
