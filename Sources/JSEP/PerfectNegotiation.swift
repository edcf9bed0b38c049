/// Decides what to do when both ends offer at once: the polite end gives way, the other does not.
///
/// The owner calls `offerBegins()` before it makes an offer and `offerEnds()` when it is set or failed, and asks
/// `decision(for:in:)` for each description that arrives.
/// Source: W3C WebRTC §10.7 <https://www.w3.org/TR/webrtc/#perfect-negotiation-example>
package struct PerfectNegotiation: Sendable {
    /// Which end gives way. The two ends of a connection have different ones.
    package enum Manners: Sendable {
        /// Gives way: its offer is rolled back.
        case polite
        /// Goes on with its offer, and ignores the peer's.
        case impolite
    }

    /// What to do with a description that arrives.
    package enum Decision: Equatable, Sendable {
        /// There is no collision.
        case apply
        /// The peer's offer stands in place of ours.
        case rollBackThenApply
        /// Our own offer stands; candidates that belong to the ignored offer are passed over too.
        case ignore
    }

    /// Which end this is; it never changes.
    package let manners: Manners
    /// The last offer was ignored, so candidates that fit nothing are no error.
    package private(set) var isIgnoringOffer = false
    private var isMakingOffer = false

    package init(manners: Manners) {
        self.manners = manners
    }

    /// An offer is about to be made: from here on the peer's collides with it.
    package mutating func offerBegins() {
        isMakingOffer = true
    }

    /// The offer was set, or could not be made.
    package mutating func offerEnds() {
        isMakingOffer = false
    }

    /// What to do with a description that arrives; `ignore` holds for its candidates too, until the next description.
    package mutating func decision(for kind: DescriptionKind, in state: SignalingState) -> Decision {
        let collides = kind == .offer && (isMakingOffer || state == .haveLocalOffer)
        isIgnoringOffer = collides && manners == .impolite
        guard collides else { return .apply }
        guard manners == .polite else { return .ignore }
        return state == .haveLocalOffer ? .rollBackThenApply : .apply
    }
}
