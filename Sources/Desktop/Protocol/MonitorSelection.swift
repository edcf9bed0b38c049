/// The number of a monitor, which stays while its place, size and neighbours change; not an index of a list.
package struct MonitorIdentifier: RawRepresentable, Hashable, Sendable {
    /// The server's atom of the monitor's name.
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// Which monitor is to be shown.
package enum MonitorSelection: Equatable, Sendable {
    /// The one that the person marked as the main one; the first where none is marked.
    case primary
    /// The monitor at this place of the list that `DesktopReport.monitors` told last.
    case index(UInt16)
    /// The monitor of this number.
    case identifier(MonitorIdentifier)
}
