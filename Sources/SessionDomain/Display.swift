/// How a shared picture is made (FEATURES E1).
package enum DisplayMode: String, Codable, Sendable {
    /// Sharp first: the time between pictures gives way, and a picture at rest becomes exact.
    case standard
    /// Motion first: size and sharpness give way.
    case sampling
}

/// The monitors of the computer whose desktop is shown, and which of them is shown.
package struct MonitorList: Codable, Equatable, Sendable {
    package var monitors: [Monitor]
    /// `nil` while none is.
    package var shown: Int?

    /// More than this many are not drawn.
    package static let maximumCount = 16

    /// One monitor.
    package struct Monitor: Codable, Equatable, Sendable {
        /// Chosen by the customer's node; stays the same while the monitor is there.
        package var monitor: Int
        /// As the computer calls it; a claim.
        package var name: String
        /// Pixels.
        package var width: Int
        /// Pixels.
        package var height: Int
        package var isPrimary: Bool

        package init(monitor: Int, name: String, width: Int, height: Int, isPrimary: Bool) {
            self.monitor = monitor
            self.name = name
            self.width = width
            self.height = height
            self.isPrimary = isPrimary
        }
    }

    package init(monitors: [Monitor], shown: Int?) {
        self.monitors = monitors
        self.shown = shown
    }

    /// As another side's claim may be drawn: not too many, with clean names.
    var cleaned: MonitorList {
        MonitorList(
            monitors: monitors.prefix(Self.maximumCount)
                .map { monitor in
                    var monitor = monitor
                    monitor.name = DisplayText.name(monitor.name)
                    return monitor
                },
            shown: shown)
    }
}
