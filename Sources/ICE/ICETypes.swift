package import SDP
package import Wire

/// Where the agent stands; CONNECTED and READY of libnice are both usable, and so one state.
package enum ICEState: Equatable, Sendable {
    /// Nothing was checked yet, or the agent is closed.
    case idle
    /// Checks are under way.
    case connecting
    /// A pair works; another one in its place is told as `selectedPath` alone.
    case connected
    /// A pair worked, and consent for it was lost: a restart may find another.
    case disconnected
    /// No pair worked.
    case failed
}

/// The kind of a candidate.
/// Source: RFC 8445 §5.1.1, <https://www.rfc-editor.org/rfc/rfc8445#section-5.1.1>
package enum ICECandidateKind: String, Sendable {
    /// An address of the computer itself.
    case host
    /// The address that a server saw: a NAT's.
    case serverReflexive = "srflx"
    /// The address that the other end's checks came from or showed, which nobody had told before.
    case peerReflexive = "prflx"
    /// An address of a TURN server.
    case relayed = "relay"
}

/// The version of IP between two ends.
package enum AddressFamily: String, Sendable {
    case ipv4
    case ipv6
}

/// What an agent's TURN servers gave.
package enum RelayOutcome: Equatable, Sendable {
    /// No server was named.
    case notConfigured
    /// None of them gave an address.
    case silent
    /// One gave an address.
    case answered
}

/// The pair of candidates that packets take.
package struct SelectedPath: Equatable, Sendable {
    /// What our end of the pair is.
    package let local: ICECandidateKind
    /// What the peer's end is; its own claim where it is not peer-reflexive.
    package let remote: ICECandidateKind
    /// Whether our packets leave over TCP: to our own relay, because direct pairs are UDP. How the peer reaches a relay of
    /// its own is not known here.
    package let isTCP: Bool
    /// The peer's address decides.
    package let family: AddressFamily
    /// `address:port`, which no log shows.
    package let localAddress: Redacted<String>
    /// `address:port`, which no log shows.
    package let remoteAddress: Redacted<String>

    /// Whether a TURN server of either side carries the packets; the people see it when it does.
    package var isRelayed: Bool { local == .relayed || remote == .relayed }

    package init(
        local: ICECandidateKind, remote: ICECandidateKind, isTCP: Bool = false, family: AddressFamily = .ipv4,
        localAddress: Redacted<String>, remoteAddress: Redacted<String>
    ) {
        self.local = local
        self.remote = remote
        self.isTCP = isTCP
        self.family = family
        self.localAddress = localAddress
        self.remoteAddress = remoteAddress
    }
}

/// What an agent tells its owner, on the loop's thread.
package enum ICEEvent: Sendable {
    /// One of ours, for the peer.
    case localCandidate(ICECandidateLine)
    /// No candidate of ours follows.
    case gatheringDone
    /// Told for each change, once.
    case stateChanged(ICEState)
    /// Another pair carries packets.
    case selectedPath(SelectedPath)
    /// One datagram that is not STUN, from an address that passed a check.
    case datagram([UInt8])
}

/// What the other side's candidates were passed over for.
package struct ICERefusals: Equatable, Sendable {
    /// Candidates of another component, or with an address that is none.
    package var malformed = 0
    /// Candidates over TCP, which we do not take.
    package var unsupportedTransport = 0
    /// `.local` names that nobody answered for in a second.
    package var unresolved = 0
    /// Candidates beyond `ICEAgent.maximumRemoteCandidateCount`.
    package var excess = 0

    package init() {}
}

/// How an agent is set up.
package struct ICEConfiguration: Sendable {
    /// Asked all together; of several STUN servers the one that is resolved last is used.
    package var servers: [ICEServer]
    /// Whether only relayed candidates are used.
    package var relayOnly = false
    /// Whether 127.0.0.1 is a candidate; for peers on the same machine, and for tests. A machine without any other
    /// address uses it in any case.
    package var includesLoopback = false
    /// Whether datagrams may go past libnice on a direct pair; `false` only for tests and comparison.
    package var usesFastPath = true

    package init(
        servers: [ICEServer] = [], relayOnly: Bool = false, includesLoopback: Bool = false, usesFastPath: Bool = true
    ) {
        self.servers = servers
        self.relayOnly = relayOnly
        self.includesLoopback = includesLoopback
        self.usesFastPath = usesFastPath
    }
}

/// Why an agent cannot be made or a call makes no sense.
package enum ICEError: Error, Equatable, Sendable {
    /// libnice made no agent, or no stream in it.
    case agentUnavailable
    /// The other side's credentials are not what RFC 8839 §5.4 allows.
    case invalidCredentials
    /// The agent was closed before the call.
    case closed
}
