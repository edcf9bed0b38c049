package import SDP
import Wire

extension JSEPSession {
    /// Makes the answer to the peer's offer; sections that this end cannot use are rejected.
    ///
    /// Nothing changes until it is set.
    /// - Throws: `JSEPError.wrongState` unless the peer's offer was set.
    /// Source: RFC 9429 §5.3 <https://www.rfc-editor.org/rfc/rfc9429#section-5.3>
    package mutating func makeAnswer() throws(JSEPError) -> SessionDescription {
        guard case .haveRemoteOffer(let offer) = stage else { throw .wrongState(signalingState, .answer) }
        let setup = try answerSetup(to: offer)
        let acceptable = offer.acceptableMediaIDs
        var answer = MadeDescription(description: makeEmptyDescription())
        answer.description.allowsMixedExtensionForms = offer.allowsMixedExtensionForms
        for section in offer.media {
            let accepted =
                section.mediaID.map { acceptable.contains($0) } == true
                ? makeSection(answering: section, of: offer, setup: setup) : nil
            answer.description.media.append(accepted ?? makeRejectedSection(like: section))
        }
        if offer.groups.contains(where: { $0.semantics == Group.bundleSemantics }) {
            answer.description.addBundleGroup(inOrderOf: offer.bundledMediaIDs)
        }
        answer.description = addingCandidates(to: answer.description)
        made = answer
        return answer.description
    }

    /// `active` where the offer leaves the choice, since then our first flight leaves one round trip sooner; the
    /// roles of an association that goes on stay (RFC 8842 §5.3).
    private func answerSetup(to offer: SessionDescription) throws(JSEPError) -> SetupRole {
        let remote = try offer.agreedTransport(isAnswer: false)
        switch remote.setup {
        case .active: return .passive
        case .passive: return .active
        default:
            guard let transport = negotiated?.transport else { return .active }
            return transport.dtlsRole == .client ? .active : .passive
        }
    }

    /// `nil` when the section has nothing that this end can use.
    private func makeSection(
        answering section: MediaDescription, of offer: SessionDescription, setup: SetupRole
    ) -> MediaDescription? {
        guard let mediaID = section.mediaID else { return nil }
        switch section.kind {
        case .application:
            guard section.isDataChannelSection, section.sctpPort != nil else { return nil }
            var answer = makeApplicationSection(
                mediaID: mediaID, setup: setup, transportProtocol: section.transportProtocol)
            // A peer that did not ask for it would begin a handshake that we do not wait for.
            if section.sctpInitiation == nil { answer.sctpInitiation = nil }
            return answer
        case .audio, .video:
            guard section.transportProtocol.isSecureRTP, section.isRTCPMultiplexed,
                let transceiver = transceiver(for: mediaID)
            else { return nil }
            let direction = transceiver.direction.intersection(offer.direction(of: section).reversed)
            var answer = makeRTPSection(
                transceiver, mediaID: mediaID, setup: setup, direction: direction,
                transportProtocol: section.transportProtocol)
            answer.acceptCodecs(of: section, from: configuration.codecs)
            guard !answer.formats.isEmpty else { return nil }
            answer.acceptHeaderExtensions(of: section, offer: offer, from: configuration.headerExtensions)
            answer.hasReducedSizeRTCP = section.hasReducedSizeRTCP
            addSources(of: transceiver, to: &answer)
            return answer
        case .other: return nil
        }
    }
}

extension SessionDescription {
    /// The group of the answer holds accepted sections alone, in the order of the offer's (RFC 9143 §7.3).
    fileprivate mutating func addBundleGroup(inOrderOf offered: [MediaID]) {
        let accepted = Set(media.filter { !$0.isRejected }.compactMap(\.mediaID))
        let mediaIDs = offered.filter { accepted.contains($0) }
        groups = mediaIDs.isEmpty ? [] : [Group(semantics: Group.bundleSemantics, mediaIDs: mediaIDs)]
    }

    /// The sections of an offer that can share our one transport: the BUNDLE group, or without one the first.
    var acceptableMediaIDs: Set<MediaID> {
        let offered = media.filter { !$0.isRejected }.compactMap(\.mediaID)
        let bundled = bundledMediaIDs.filter { offered.contains($0) }
        return bundled.isEmpty ? Set(offered.prefix(1)) : Set(bundled)
    }
}

extension MediaDescription {
    /// Whether it is a section for data channels in a form that is taken.
    var isDataChannelSection: Bool {
        kind == .application && transportProtocol.isSCTP && formats.contains(dataChannelFormat)
    }

    /// Takes the offered codecs that this end has, with the offer's numbers and in the offer's order.
    fileprivate mutating func acceptCodecs(of offer: MediaDescription, from capabilities: [CodecCapability]) {
        let known = offer.payloadTypes.compactMap { payloadType in
            offer.capability(of: payloadType, among: capabilities).map { (payloadType, $0) }
        }
        for (payloadType, codec) in known {
            var parameters = codec.parameters
            if codec.isRedundancy {
                // What it may hold must be accepted too.
                guard let repeated = offer.redundantPayloadType(of: payloadType),
                    known.contains(where: { $0.0 == repeated && !$0.1.isRedundancy })
                else { continue }
                parameters = "\(repeated)/\(repeated)"
            }
            append(codec, payloadType: payloadType, parameters: parameters)
            feedback += codec.feedback.filter { offer.offers($0, for: payloadType) }
                .map { RTCPFeedback(payloadType: payloadType, kind: $0) }
            if codec.hasRetransmission, let repeating = offer.retransmissionPayloadType(of: payloadType) {
                appendRetransmission(payloadType: repeating, of: payloadType, clockRate: codec.clockRate)
            }
        }
    }

    fileprivate mutating func acceptHeaderExtensions(
        of section: MediaDescription, offer: SessionDescription, from capabilities: [HeaderExtensionCapability]
    ) {
        for mapping in section.headerExtensions + offer.headerExtensions {
            let isKnown = capabilities.contains { $0.uri == mapping.uri && $0.kinds.contains(section.kind) }
            // RFC 8285 §7 lets the answerer choose a number where 4096 or above is offered; we do without it.
            let isUsable = 1...255 ~= mapping.id && (mapping.direction == nil || mapping.direction == .sendrecv)
            let isNew = !headerExtensions.contains { $0.uri == mapping.uri || $0.id == mapping.id }
            if isKnown, isUsable, isNew {
                headerExtensions.append(HeaderExtensionMapping(id: mapping.id, uri: mapping.uri))
            }
        }
    }

    /// Whether a kind of feedback stands in the section for a payload type, or for all.
    func offers(_ kind: FeedbackKind, for payloadType: PayloadType) -> Bool {
        feedback.contains { $0.kind == kind && ($0.payloadType == nil || $0.payloadType == payloadType) }
    }

    /// The payload type that repeats the packets of another (RFC 4588 §8.6).
    func retransmissionPayloadType(of original: PayloadType) -> PayloadType? {
        payloadTypes.first { payloadType in
            rtpMaps.contains { $0.payloadType == payloadType && $0.isRetransmission }
                && formatParameters.contains {
                    $0.payloadType == payloadType && $0.associatedPayloadType == original
                }
        }
    }
}
