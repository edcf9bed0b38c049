/// What a pairing wants done; carried out in order.
package enum PairingOutput: Equatable, Sendable {
    /// Send this payload to the other side, through the service.
    case relay(String)
    /// The host reads these six digits out, and then types the four that the customer reads back.
    case readOut(digits: String)
    /// The customer has typed the right six; the host may type four now.
    case expectReadBack
    /// The customer types the six digits that the host reads out.
    case typeDigits
    /// The digits fit; the customer reads these four back.
    case readBack(digits: String)
    /// The relay is sealed: the host makes its offer and hands it to `describe`.
    case makeOffer
    /// The other side's description: the offer, which the customer answers by `describe`, or the answer.
    case description(SealedMessage.Description)
    case candidate(SealedMessage.Candidate)
    case endOfCandidates
    /// The link's secret must never be accepted again; comes just before `verified` and never after a failure.
    case secretUsed
    /// The customer's path is lost: the host makes an offer that restarts ICE and hands it to `describe`.
    case restartWanted
    /// The other side is genuine, and this is its certificate; only from now on may data channels be used.
    case verified(CertificateFingerprint)
    /// The attempt is over; close the peer connection. A link's secret stays good.
    case failed(PairingFailure)
}
