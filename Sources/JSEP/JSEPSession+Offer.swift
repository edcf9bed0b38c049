package import SDP
import Wire

extension JSEPSession {
    /// Makes an offer: the sections agreed on before in their places, then what was added since.
    ///
    /// Nothing changes until it is set.
    /// - Throws: `JSEPError.wrongState` unless the state is stable, or has an offer of ours that this one replaces.
    /// Source: RFC 9429 §5.2 <https://www.rfc-editor.org/rfc/rfc9429#section-5.2>
    package mutating func makeOffer() throws(JSEPError) -> SessionDescription {
        switch stage {
        case .stable, .haveLocalOffer: break
        case .haveRemoteOffer, .closed: throw .wrongState(signalingState, .offer)
        }
        var offer = MadeDescription(description: makeEmptyDescription())
        for section in (pendingLocalDescription ?? currentLocalDescription)?.media ?? [] {
            offer.description.media.append(makeSection(renewing: section))
        }
        for transceiver in transceivers where transceiver.mediaID == nil { append(transceiver, to: &offer) }
        if hasDataChannels, !offer.description.media.contains(where: { $0.kind == .application && !$0.isRejected }) {
            let mediaID = freeMediaID(in: offer.description)
            offer.description.media.append(makeApplicationSection(mediaID: mediaID, setup: .actpass))
        }
        offer.description.addBundleGroup()
        offer.description = addingCandidates(to: offer.description)
        made = offer
        return offer.description
    }

    /// The section of an earlier agreement, with this end's present wishes. Its payload types and extensions stay.
    private func makeSection(renewing section: MediaDescription) -> MediaDescription {
        guard !section.isRejected else { return makeRejectedSection(like: section) }
        var renewed = section
        renewed.port = discardPort
        renewed.isBundleOnly = false
        renewed.transport = transportAttributes(setup: .actpass)
        renewed.candidates = []
        renewed.hasEndOfCandidates = false
        if section.kind == .application { renewed.sctpInitiation = configuration.sctpInitiation }
        if let transceiver = transceiver(for: section.mediaID) {
            renewed.direction = transceiver.direction
            addSources(of: transceiver, to: &renewed)
        }
        return renewed
    }

    private func append(_ transceiver: Transceiver, to offer: inout MadeDescription) {
        let mediaID = freeMediaID(in: offer.description)
        var section = makeRTPSection(
            transceiver, mediaID: mediaID, setup: .actpass, direction: transceiver.direction)
        var numbers = NumberTable(sections: offer.description.media)
        for codec in configuration.codecs where codec.kind == transceiver.kind {
            section.append(codec, numbers: &numbers)
        }
        for capability in configuration.headerExtensions where capability.kinds.contains(transceiver.kind) {
            guard let id = numbers.extensionID(for: capability) else { continue }
            section.headerExtensions.append(HeaderExtensionMapping(id: id, uri: capability.uri))
        }
        guard !section.formats.isEmpty else { return }
        addSources(of: transceiver, to: &section)
        offer.description.media.append(section)
        offer.assignments[transceiver.id] = mediaID
    }

    /// A `mid` that no section has, here or in what was agreed on before.
    private func freeMediaID(in description: SessionDescription) -> MediaID {
        let taken = Set(description.media.compactMap(\.mediaID) + transceivers.compactMap(\.mediaID))
        var number = description.media.count
        while taken.contains(MediaID(rawValue: "\(number)")) { number += 1 }
        return MediaID(rawValue: "\(number)")
    }
}

extension SessionDescription {
    /// Bundles every section that is not rejected (RFC 9143 §7.2).
    mutating func addBundleGroup() {
        let mediaIDs = media.filter { !$0.isRejected }.compactMap(\.mediaID)
        groups = mediaIDs.isEmpty ? [] : [Group(semantics: Group.bundleSemantics, mediaIDs: mediaIDs)]
    }
}

extension MediaDescription {
    /// Adds a codec, and its repeating stream, to an offered section.
    fileprivate mutating func append(_ codec: CodecCapability, numbers: inout NumberTable) {
        guard let payloadType = numbers.payloadType(for: codec) else { return }
        var parameters = codec.parameters
        if codec.isRedundancy {
            // What it holds is the codec before it.
            guard let repeated = payloadTypes.last else { return }
            parameters = "\(repeated)/\(repeated)"
        }
        append(codec, payloadType: payloadType, parameters: parameters)
        feedback += codec.feedback.map { RTCPFeedback(payloadType: payloadType, kind: $0) }
        if codec.hasRetransmission,
            let repeating = numbers.retransmissionPayloadType(for: codec, repeating: payloadType)
        {
            appendRetransmission(payloadType: repeating, of: payloadType, clockRate: codec.clockRate)
        }
    }

    /// Adds a codec under the number that was found for it.
    mutating func append(_ codec: CodecCapability, payloadType: PayloadType, parameters: String?) {
        formats.append(payloadType.description)
        rtpMaps.append(
            RTPMap(
                payloadType: payloadType, encodingName: codec.encodingName, clockRate: codec.clockRate,
                channelCount: codec.channelCount))
        if let parameters { formatParameters.append(FormatParameters(payloadType: payloadType, text: parameters)) }
    }

    /// Adds the format that repeats `original` (RFC 4588 §8.1).
    mutating func appendRetransmission(payloadType: PayloadType, of original: PayloadType, clockRate: UInt32) {
        formats.append(payloadType.description)
        rtpMaps.append(RTPMap(payloadType: payloadType, encodingName: "rtx", clockRate: clockRate))
        formatParameters.append(FormatParameters(payloadType: payloadType, text: "apt=\(original)"))
    }
}
