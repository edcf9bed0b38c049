/// Which way media flows, seen from whoever made the description.
/// Source: RFC 8866 §6.7 <https://www.rfc-editor.org/rfc/rfc8866#section-6.7>
package enum MediaDirection: String, Hashable, Sendable, CaseIterable {
    case sendrecv
    case sendonly
    case recvonly
    case inactive

    /// The direction in which media may flow by both answers.
    package init(sends: Bool, receives: Bool) {
        self =
            switch (sends, receives) {
            case (true, true): .sendrecv
            case (true, false): .sendonly
            case (false, true): .recvonly
            case (false, false): .inactive
            }
    }

    /// Whether the description's maker sends.
    package var sends: Bool { self == .sendrecv || self == .sendonly }
    /// Whether the description's maker receives.
    package var receives: Bool { self == .sendrecv || self == .recvonly }

    /// The same flow seen from the other side.
    package var reversed: MediaDirection { MediaDirection(sends: receives, receives: sends) }

    /// What both allow.
    package func intersection(_ other: MediaDirection) -> MediaDirection {
        MediaDirection(sends: sends && other.sends, receives: receives && other.receives)
    }
}
