package import Wire

/// What failed tries are counted under.
package enum TrySubject: Hashable, Sendable {
    /// An IPv4 address.
    case ipv4(UInt32)
    /// An IPv6 network; the bits beyond `length` are 0.
    case ipv6(prefix: UInt64, length: Int)
    /// A socket of this machine.
    case local
    /// A session's number, so that many addresses together have no more tries at it.
    case number(SessionNumber)
    /// A sign-in name in lower case, whether or not there is such an account.
    case account(String)
}

/// Counts failed tries and says who must wait: ten a minute, then a wait that doubles up to an hour.
///
/// Only failures count, so whoever has the right number or password is never held up by their own tries. In total a
/// few failures a second are let through; beyond that, those who failed lately wait, and a newcomer still gets a try,
/// so that a flood of guesses locks nobody out. Memory is bounded: the oldest counts are forgotten first.
package struct TryLimiter: Sendable {
    /// The figures, with the product's values as defaults.
    package struct Policy: Sendable {
        /// Failures that one subject may have in `window` (times its allowance).
        package var failuresPerWindow = 10
        /// The time in which they are counted, from the first of them.
        package var window = Duration.seconds(60)
        /// The wait after the first excess; it doubles with each further one.
        package var firstWait = Duration.seconds(60)
        /// Twice as long after its last window began, a subject starts anew.
        package var longestWait = Duration.seconds(3_600)
        /// Failures of everybody together, in one second.
        package var totalFailuresPerSecond = 20
        /// The most subjects remembered.
        package var maximumSubjectCount = 65_536

        package init() {}
    }

    private struct Count {
        var windowStart: Instant
        var failures: Int
        var strikes: Int
        var blockedUntil: Instant?
    }

    private let policy: Policy
    private var counts: [TrySubject: Count] = [:]
    private var totalSecond = Instant.origin
    private var totalFailures = 0

    package init(policy: Policy = Policy()) {
        self.policy = policy
    }

    /// How long these subjects must wait before a try is looked at; `nil` when it may be looked at now.
    package func wait(for subjects: [(subject: TrySubject, allowance: Int)], now: Instant) -> Duration? {
        var longest: Duration?
        for (subject, _) in subjects {
            guard let until = counts[subject]?.blockedUntil, until > now else { continue }
            longest = max(longest ?? .zero, until - now)
        }
        if longest == nil, isOverTotal(now: now), subjects.contains(where: { (counts[$0.subject]?.failures ?? 0) > 0 })
        {
            return .seconds(1)
        }
        return longest
    }

    /// Counts one failed try under each subject.
    package mutating func recordFailure(of subjects: [(subject: TrySubject, allowance: Int)], now: Instant) {
        if now - totalSecond >= .seconds(1) {
            totalSecond = now
            totalFailures = 0
        }
        totalFailures &+= 1
        for (subject, allowance) in subjects {
            if counts.count >= policy.maximumSubjectCount, counts[subject] == nil { forget(now: now) }
            var count = counts[subject] ?? Count(windowStart: now, failures: 0, strikes: 0, blockedUntil: nil)
            if now - count.windowStart >= policy.window {
                if now - count.windowStart >= policy.longestWait * 2 { count.strikes = 0 }
                count.windowStart = now
                count.failures = 0
            }
            count.failures += 1
            if count.failures >= policy.failuresPerWindow * allowance {
                count.blockedUntil = now + waitAfter(strikes: count.strikes)
                count.strikes += 1
                count.failures = 0
                count.windowStart = now
            }
            counts[subject] = count
        }
    }

    /// Forgets what no longer matters; call it now and then.
    package mutating func sweep(now: Instant) {
        counts = counts.filter { now - $0.value.windowStart < policy.longestWait * 2 }
    }

    /// Forgets the failures of one subject, which has become another thing: a number that is given out anew.
    mutating func forget(_ subject: TrySubject) {
        counts[subject] = nil
    }

    /// The number of subjects remembered.
    package var subjectCount: Int { counts.count }

    private func isOverTotal(now: Instant) -> Bool {
        now - totalSecond < .seconds(1) && totalFailures >= policy.totalFailuresPerSecond
    }

    private func waitAfter(strikes: Int) -> Duration {
        min(policy.firstWait * (1 << min(strikes, 16)), policy.longestWait)
    }

    /// Makes room: what is stale first, then whatever does not block now, oldest first.
    private mutating func forget(now: Instant) {
        sweep(now: now)
        guard counts.count >= policy.maximumSubjectCount else { return }
        let oldest = counts.sorted { left, right in
            let leftBlocks = (left.value.blockedUntil ?? .origin) > now
            let rightBlocks = (right.value.blockedUntil ?? .origin) > now
            return leftBlocks == rightBlocks ? left.value.windowStart < right.value.windowStart : rightBlocks
        }
        for (subject, _) in oldest.prefix(policy.maximumSubjectCount / 4 + 1) { counts[subject] = nil }
    }
}
