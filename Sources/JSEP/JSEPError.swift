package import Wire

/// Why a description cannot be made or set.
package enum JSEPError: Error, Equatable, Sendable {
    /// The state machine has no such transition: an answer without an offer, an offer over another offer.
    case wrongState(SignalingState, DescriptionKind)
    /// The local description is not the one that was made last (RFC 9429 §5.4 forbids changes).
    case notTheMadeDescription
    /// The answer's sections are not those of the offer, in order and kind (RFC 3264 §6).
    case sectionsDiffer
    /// Two sections have the same `mid`, or a section has none.
    case mediaIDs
    /// Accepted sections are not all in one BUNDLE group; there is one transport only.
    case notBundled
    /// RTP and RTCP are not multiplexed (RFC 8834 §4.5 requires it).
    case notMultiplexed(MediaID)
    /// An attribute that a secure transport needs is missing.
    case missing(StaticField)
    /// There are two fingerprints by SHA-256 that differ; only one certificate is checked.
    case severalFingerprints
    /// `a=setup` has a value that its place does not allow (RFC 8842 §5).
    case wrongSetup
    /// The peer names another certificate than the one agreed on; a connection keeps its DTLS association.
    case fingerprintChanged
    /// The DTLS roles changed under an association that stays.
    case changedRole

    /// A part that is missing, by a name that stands in the source.
    static func missing(_ name: StaticString) -> JSEPError { .missing(StaticField(name)) }
}

/// What a description is for.
package enum DescriptionKind: String, Hashable, Sendable {
    /// Begins an exchange.
    case offer
    /// Completes it; there are no provisional ones.
    case answer
    /// Returns to the last stable state; its description is empty.
    case rollback
}

/// Where an exchange of descriptions stands. Provisional answers are not used.
///
/// ```text
/// stable ── local offer ──→ haveLocalOffer ── remote answer or rollback ──→ stable
/// stable ── remote offer ─→ haveRemoteOffer ── local answer or rollback ──→ stable
/// ```
/// Source: RFC 9429 §3.2 <https://www.rfc-editor.org/rfc/rfc9429#section-3.2>
package enum SignalingState: String, Hashable, Sendable {
    /// Nothing waits for an answer.
    case stable
    /// An offer of ours waits for the peer's answer.
    case haveLocalOffer
    /// An offer of the peer's waits for our answer.
    case haveRemoteOffer
    /// Nothing can be made or set any more.
    case closed
}
