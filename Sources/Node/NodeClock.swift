import Glibc
import Wire

/// The two clocks of a node: a monotonic one that measures, a wall clock that dates.
struct NodeClock: Sendable {
    /// Monotonic time since the machine started; it goes on while the machine sleeps.
    var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Calendar time, which may jump.
    var wallClock: WallClockTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallClockTime(secondsSince1970: Int64(time.tv_sec))
    }
}
