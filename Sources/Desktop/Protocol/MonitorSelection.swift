/// Which monitor is to be shown.
package enum MonitorSelection: Equatable, Sendable {
    /// The one that the person marked as the main one.
    case primary
    /// The monitor at this place of the server's list, below 65535.
    case index(UInt16)
}
