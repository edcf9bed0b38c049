/// What a connection's video section shows. A connection has at most one of each; the first video section of its description
/// is the screen, the second the camera.
package enum VideoRole: Hashable, Sendable, CaseIterable {
    /// What a computer shows.
    case screen
    /// Who sits before it.
    case camera

    /// The role of the section that stands at a place among those for video; `nil` beyond the second.
    package init?(ordinal: Int) {
        guard Self.allCases.indices.contains(ordinal) else { return nil }
        self = Self.allCases[ordinal]
    }

    /// Its place among the sections for video, 0 for the first.
    package var ordinal: Int {
        switch self {
        case .screen: 0
        case .camera: 1
        }
    }
}
