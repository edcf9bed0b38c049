import CNice
import SDP
import Wire

/// Sends connectivity checks of our own beside libnice's until a pair works at both ends.
///
/// libnice repeats a check after 500 ms and has no setting for it (RFC 8445 §14.3 asks for as much where a round trip is
/// not known); on a line that loses packets that wait is most of what setting up takes. A check of ours is valid, but its
/// answer is passed over. What it is for is what it does to the peer: whoever receives a check checks back at once
/// (RFC 8445 §7.3.1.4), also on a pair that it had given up after three lost checks, and the controlling side's check
/// nominates.
/// Source: RFC 8445 §7, <https://www.rfc-editor.org/rfc/rfc8445#section-7>
final class CheckRepeater {
    /// The pauses before each round of checks; an answer over 100 ms is there before the first of them ends.
    private static let pauses: [Duration] = [120, 100, 150, 250, 400, 800, 1_600].map { .milliseconds($0) }
    /// Candidates of the peer's that are checked; a list with other people's addresses in it costs those little.
    private static let candidateLimit = 8

    private let agent: OpaquePointer
    private let streamID: CUnsignedInt
    private let isControlling: Bool
    private let username: String
    private let password: Redacted<String>
    private var destinations: [(address: String, port: UInt16)] = []
    private var round = 0
    private var timer: LoopTimer?

    /// - Parameters:
    ///   - agent: outlives this object.
    ///   - local: our credentials, and `remote` the peer's: a check names both fragments and is signed by the peer's
    ///     password (RFC 8445 §7.2.2).
    init(
        agent: OpaquePointer, streamID: CUnsignedInt, loop: NetworkLoop, isControlling: Bool, local: ICECredentials,
        remote: ICECredentials
    ) {
        self.agent = agent
        self.streamID = streamID
        self.isControlling = isControlling
        username = "\(remote.usernameFragment):\(local.usernameFragment)"
        password = remote.password
        timer = LoopTimer(loop: loop) { [weak self] in self?.sendRound() }
    }

    /// Takes a candidate of the peer's; the first one begins the rounds.
    func add(_ candidate: ICECandidateLine, at address: String) {
        guard destinations.count < Self.candidateLimit else { return }
        destinations.append((address, candidate.port))
        if destinations.count == 1 { schedule() }
    }

    private func schedule() {
        guard round < Self.pauses.count else { return }
        timer?.schedule(at: NetworkLoop.now + Self.pauses[round])
        round += 1
    }

    private func sendRound() {
        for destination in destinations {
            nearhand_agent_send_check(
                agent, streamID, ICEAgent.componentID, destination.address, destination.port, username, password.value,
                isControlling ? 1 : 0)
        }
        schedule()
    }
}
