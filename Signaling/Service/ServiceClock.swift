import Foundation
import SignalingDomain
import Wire

/// The two clocks of the system, read together.
struct ServiceClock: Sendable {
    private let start = ContinuousClock.now

    /// Monotonic time counts from the service's start and goes on while the computer sleeps.
    var now: Moment {
        Moment(instant: .origin + start.duration(to: .now), wallClock: wallClock)
    }

    var wallClock: WallClockTime {
        WallClockTime(secondsSince1970: Int64(Date().timeIntervalSince1970))
    }
}
