import SignalingProtocol
import Wire

/// The relay credentials of those who were admitted.
///
/// They expire while a session goes on, and another path may be needed at any time: the two sides always hold some that
/// are good for new allocations, so that no restart of ICE waits for them.
extension Switchboard {
    /// What a side of an attempt is told, with credentials made now.
    func admitted(_ id: AttemptID, to session: SessionID, now: Moment) -> ServiceMessage.Admitted {
        ServiceMessage.Admitted(attempt: id, iceServers: iceServers.servers(for: session, now: now.wallClock))
    }

    /// When credentials made now are to be followed by others; `nil` where there are none.
    func relayRenewal(now: Moment) -> Instant? {
        iceServers.renewalInterval.map { now.instant + $0 }
    }

    /// Gives both sides of each attempt others in time. A side whose connection is away gets some when it is back.
    mutating func renewRelays(now: Moment) {
        let next = relayRenewal(now: now)
        for (id, attempt) in attempts {
            guard let due = attempt.relayRenewal, due <= now.instant else { continue }
            attempts[id]?.relayRenewal = next
            let admitted = admitted(id, to: attempt.session, now: now)
            if attempt.customerAwaySince == nil { send(.admitted(admitted), to: attempt.customer) }
            if let host = sessions[attempt.session]?.host { send(.admitted(admitted), to: host) }
        }
    }
}
