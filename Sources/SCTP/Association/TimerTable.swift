import Wire

/// The timers of an association.
/// Source: RFC 9260 §16 and the sections named, <https://www.rfc-editor.org/rfc/rfc9260#section-16>
enum AssociationTimer: Int, CaseIterable, Sendable {
    /// T1-init, §5.1.
    case initiation
    /// T1-cookie, §5.1.
    case cookie
    /// T2-shutdown, §9.2.
    case shutdown
    /// When a packet that others have overtaken counts as lost, RFC 8985 §6.2, step 5.
    case lossDetection
    /// PTO, RFC 8985 §7.2; in front of T3-rtx, which it starts again.
    case lossProbe
    /// T3-rtx, §6.3.
    case retransmission
    /// When the rate lets the next packet leave; polling is all that is due then.
    case pacing
    /// The re-configuration timer, RFC 6525 §5.1.1.
    case reconfiguration
    /// §6.2.
    case delayedAck
    /// §8.3.
    case heartbeat
    /// PROBE_TIMER and PMTU_RAISE_TIMER, RFC 8899 §5.1.1.
    case pathMTU
}

/// One optional deadline for each timer.
struct TimerTable: Sendable {
    private var deadlines = [Instant?](repeating: nil, count: AssociationTimer.allCases.count)

    /// The timer's deadline; `nil` while it does not run.
    subscript(timer: AssociationTimer) -> Instant? {
        get { deadlines[timer.rawValue] }
        set { deadlines[timer.rawValue] = newValue }
    }

    /// The earliest deadline.
    var next: Instant? {
        var earliest: Instant?
        for case let deadline? in deadlines { earliest = min(earliest ?? deadline, deadline) }
        return earliest
    }

    /// Clears and gives one timer whose deadline has come.
    mutating func takeExpired(now: Instant) -> AssociationTimer? {
        for timer in AssociationTimer.allCases {
            if let deadline = self[timer], deadline <= now {
                self[timer] = nil
                return timer
            }
        }
        return nil
    }

    /// Stops every timer.
    mutating func clearAll() {
        self = TimerTable()
    }
}
