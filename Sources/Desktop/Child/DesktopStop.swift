/// Thrown through the child's loop when sharing is over; nothing is sent once it is thrown.
struct DesktopStop: Error, Equatable {
    /// What becomes the exit status.
    let reason: DesktopStopReason

    init(_ reason: DesktopStopReason) {
        self.reason = reason
    }

    init(_ error: DesktopError) {
        reason = DesktopStopReason(error)
    }
}
