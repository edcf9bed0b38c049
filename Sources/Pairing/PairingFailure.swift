/// Why an attempt is over.
package enum PairingFailure: Error, Equatable, Sendable {
    /// The digits typed on this side are not those of the other.
    case digitsDiffer
    /// The other side says that the digits typed there were not ours.
    case digitsDifferThere
    /// A payload is no message, or a member has a wrong length.
    case malformed
    /// A message that this state does not allow.
    case outOfOrder
    /// An own message came back.
    case reflected
    /// The host revealed something else than it committed to.
    case brokenCommitment
    /// The public key is no point of the curve.
    case invalidPublicKey
    /// The first box under a link's keys does not open, here or there: the link was damaged, or somebody without its secret
    /// took part.
    case secretDiffers
    /// A box does not open, or its counter is not the next.
    case notSealedByPeer
    /// The tag over the fingerprints is not the other side's.
    case wrongTag
    /// A description or a certificate has another fingerprint than the authenticated one, or none.
    case wrongFingerprint
    /// More candidates than anybody needs.
    case tooManyCandidates
}
