package import SDP
import Wire

/// The exchange of offers and answers between two ends, without any transport.
///
/// Unified plan, one BUNDLE group, `rtcp-mux` only, data channels in one application section. A description is
/// made, then set, then sent; `negotiated` has a value whenever both sides agreed. No method takes time, and
/// randomness is an argument.
/// Source: RFC 9429 <https://www.rfc-editor.org/rfc/rfc9429>
package struct JSEPSession: ~Copyable, Sendable {
    /// What waits for an answer.
    enum Stage: Sendable {
        /// Nothing, or nothing yet.
        case stable
        /// Our offer, as it was made.
        case haveLocalOffer(SessionDescription)
        /// The peer's offer, as it came.
        case haveRemoteOffer(SessionDescription)
        /// The session is over.
        case closed
    }

    /// A description that was made and not yet set, with the transceivers that its new sections are for.
    struct MadeDescription: Sendable {
        var description: SessionDescription
        /// Which section each new transceiver is bound to when the description is set.
        var assignments: [TransceiverID: MediaID] = [:]
    }

    package internal(set) var configuration: JSEPConfiguration
    package internal(set) var transceivers: [Transceiver] = []
    /// What both sides agreed on last; it stays while a new exchange is under way.
    package internal(set) var negotiated: NegotiatedSession?
    package internal(set) var currentLocalDescription: SessionDescription?
    package internal(set) var currentRemoteDescription: SessionDescription?

    /// What waits for an answer.
    var stage = Stage.stable
    /// The description made last, the only one that may be set; `nil` once it was set or became out of date.
    var made: MadeDescription?
    /// Whether the next offer has an application section; an agreement on one sets it too.
    var hasDataChannels = false
    /// Our agent's candidates of the present generation, in the order found.
    var localCandidates: [ICECandidateLine] = []
    /// Whether our agent has no more.
    var hasAllLocalCandidates = false
    /// Transceivers made so far.
    var nextTransceiverID = 0
    /// The version of the next description of ours (`o=`); it grows by one with each that is set.
    var version: UInt64 = 1
    /// The number of our descriptions (`o=`), the same in all; below 2^63.
    let sessionID: UInt64
    /// The name of this end in RTCP; random, so that it names nobody (RFC 7022).
    package let canonicalName: String

    /// Begins without sections; numbers and the canonical name are drawn.
    package init(configuration: JSEPConfiguration, random: inout some RandomNumberGenerator) {
        self.configuration = configuration
        sessionID = UInt64.random(in: 1...UInt64(Int64.max), using: &random)
        canonicalName = (0..<12).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hexadecimal
    }

    /// Where the exchange stands, by the W3C's names.
    package var signalingState: SignalingState {
        switch stage {
        case .stable: .stable
        case .haveLocalOffer: .haveLocalOffer
        case .haveRemoteOffer: .haveRemoteOffer
        case .closed: .closed
        }
    }

    /// The offer of ours that waits for an answer, with the candidates found since.
    package var pendingLocalDescription: SessionDescription? {
        guard case .haveLocalOffer(let description) = stage else { return nil }
        return addingCandidates(to: description)
    }

    /// The offer of the peer that waits for our answer.
    package var pendingRemoteDescription: SessionDescription? {
        guard case .haveRemoteOffer(let description) = stage else { return nil }
        return description
    }

    /// The pending description, else the current one, with the candidates found so far.
    package var localDescription: SessionDescription? {
        pendingLocalDescription ?? currentLocalDescription.map { addingCandidates(to: $0) }
    }

    /// The pending description, else the current one.
    package var remoteDescription: SessionDescription? { pendingRemoteDescription ?? currentRemoteDescription }

    /// Adds a section for media to the next description.
    ///
    /// Where a peer's offer made a transceiver of this kind that nobody here asked for yet, that one is taken, so
    /// it does not matter whether the call comes before or after the offer.
    package mutating func addTransceiver(
        kind: MediaKind, direction: MediaDirection, random: inout some RandomNumberGenerator
    ) -> TransceiverID {
        if let index = transceivers.firstIndex(where: { $0.isUnclaimed && $0.kind == kind }) {
            transceivers[index].isUnclaimed = false
            transceivers[index].direction = direction
            return transceivers[index].id
        }
        return makeTransceiver(kind: kind, direction: direction, isUnclaimed: false, random: &random)
    }

    /// Says what this end wants of the section that is the `ordinal`th of its kind, 0 for the first. Where there is none
    /// yet the next description gets it, and inactive ones before it as far as those are missing.
    package mutating func setTransceiver(
        kind: MediaKind, ordinal: Int, direction: MediaDirection, random: inout some RandomNumberGenerator
    ) {
        while transceivers.count(where: { $0.kind == kind }) <= ordinal {
            _ = makeTransceiver(kind: kind, direction: .inactive, isUnclaimed: false, random: &random)
        }
        let index = transceivers.indices.filter { transceivers[$0].kind == kind }[ordinal]
        transceivers[index].isUnclaimed = false
        transceivers[index].direction = direction
    }

    /// Changes what this end wants; the next exchange carries it to the peer.
    package mutating func setDirection(_ direction: MediaDirection, of id: TransceiverID) {
        guard let index = transceivers.firstIndex(where: { $0.id == id }) else { return }
        transceivers[index].direction = direction
    }

    /// Adds the application section to the next description.
    package mutating func addDataChannels() {
        hasDataChannels = true
    }

    /// Uses new credentials from the next description on, and forgets the candidates of the old generation.
    package mutating func restartICE(with credentials: ICECredentials) {
        configuration.iceCredentials = credentials
        localCandidates = []
        hasAllLocalCandidates = false
    }

    /// Adds a candidate of our agent to the descriptions read from now on.
    package mutating func add(localCandidate: ICECandidateLine) {
        localCandidates.append(localCandidate)
    }

    /// Says that our agent found all its candidates.
    package mutating func endLocalCandidates() {
        hasAllLocalCandidates = true
    }

    /// Ends the session; what was agreed on can still be read.
    package mutating func close() {
        stage = .closed
        made = nil
    }

    /// Makes a transceiver that no section has yet, with two different SSRCs.
    mutating func makeTransceiver(
        kind: MediaKind, direction: MediaDirection, isUnclaimed: Bool, random: inout some RandomNumberGenerator
    ) -> TransceiverID {
        let id = TransceiverID(rawValue: nextTransceiverID)
        nextTransceiverID += 1
        let ssrc = UInt32.random(in: 1...UInt32.max, using: &random)
        var retransmission = UInt32.random(in: 1...UInt32.max, using: &random)
        if retransmission == ssrc { retransmission ^= 1 }
        transceivers.append(
            Transceiver(
                id: id, kind: kind, direction: direction, mediaID: nil, ssrc: SSRC(rawValue: ssrc),
                retransmissionSSRC: SSRC(rawValue: retransmission), isUnclaimed: isUnclaimed))
        return id
    }

    /// The transceiver that the section is bound to; `nil` for none, and for a section without a name.
    func transceiver(for mediaID: MediaID?) -> Transceiver? {
        guard let mediaID else { return nil }
        return transceivers.first { $0.mediaID == mediaID }
    }

    /// Candidates stand in the first section that is not rejected; with BUNDLE they are for all.
    func addingCandidates(to description: SessionDescription) -> SessionDescription {
        var result = description
        guard let index = result.media.firstIndex(where: { !$0.isRejected }) else { return result }
        result.media[index].candidates = localCandidates
        result.media[index].hasEndOfCandidates = hasAllLocalCandidates
        return result
    }
}
