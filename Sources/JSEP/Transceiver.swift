package import SDP
package import Wire

/// Names one transceiver inside its session; it is not on the wire.
package struct TransceiverID: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
}

/// A sender and a receiver that share one media section.
/// Source: RFC 9429 §3.4.1 <https://www.rfc-editor.org/rfc/rfc9429#section-3.4.1>
package struct Transceiver: Equatable, Sendable {
    /// Its name here, the same for its life.
    package let id: TransceiverID
    /// The kind of its section.
    package let kind: MediaKind
    /// What this end wants.
    package var direction: MediaDirection
    /// The section that it is bound to; `nil` until a description that holds it was set.
    package internal(set) var mediaID: MediaID?
    /// The stream that our sender uses.
    package let ssrc: SSRC
    /// The stream that repeats its packets.
    package let retransmissionSSRC: SSRC
    /// A peer's offer made it, and nobody here asked for it yet.
    var isUnclaimed: Bool
}
