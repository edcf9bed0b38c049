/// Why the estimate is what it is, for statistics and the quality indicator.
package enum BitrateReason: String, Equatable, Sendable {
    /// Nothing is known of the path yet.
    case start
    /// The path carried what was sent, so a little more is tried.
    case increase
    /// A probe found that the path carries more.
    case probe
    /// Packets queue up on the path.
    case delay
    /// Packets are lost because there are too many.
    case loss
    /// The receiver allows no more (REMB).
    case receiver
    /// The peer has stopped to tell what arrives.
    case silence
    /// Sound, repeated packets or the bounds take another share.
    case allocation
}
