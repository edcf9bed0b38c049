internal import Glibc
package import Wire

/// The machine's monotonic clock: the same in every process, so that parent and child compare instants.
package enum MonotonicClock {
    /// The time since the machine started.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
