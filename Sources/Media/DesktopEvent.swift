package import Desktop

/// What the shared desktop does, in order.
package enum DesktopEvent: Equatable, Sendable {
    /// The bar is on the screen; the first event, unless it is `stopped`.
    case started(DesktopReport.Ready)
    /// What is captured from here on, or its new size; the next frame is a key frame of it.
    case chosen(DesktopReport.Chosen)
    /// The monitors there are: after `started` and with every change.
    case monitors([DesktopMonitor])
    /// The windows there are, the lowest first: the answer to `listWindows`.
    case windows([DesktopWindow])
    /// A picture of one of these windows, a moment later; one for each that can be read.
    case thumbnail(DesktopThumbnail)
    /// A program of which windows are shown has opened this one, which is not.
    case windowOpened(DesktopWindow)
    /// The pointer's picture, when it is another one. No frame holds the pointer.
    case cursor(DesktopCursor)
    /// Where the pointer is, at most 60 times a second.
    case cursorMoved(DesktopCursorPlace)
    /// Whether input is left out because somebody uses the computer's own mouse or keyboard.
    case inputHeld(Bool)
    /// One encoded picture.
    case frame(DesktopReport.Frame)
    /// The last event: nothing is captured any more, and no frame is on its way.
    case stopped(DesktopStopReason)
}
