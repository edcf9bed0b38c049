package import Desktop

/// What the shared desktop does, in order.
package enum DesktopEvent: Equatable, Sendable {
    /// The bar is on the screen and pictures follow.
    case started(DesktopReport.Ready)
    /// The monitor has another size; the next frame is a key frame of it.
    case resized(DesktopReport.Ready)
    /// One encoded picture.
    case frame(DesktopReport.Frame)
    /// The last event: nothing is captured any more, and no frame is on its way.
    case stopped(DesktopStopReason)
}
