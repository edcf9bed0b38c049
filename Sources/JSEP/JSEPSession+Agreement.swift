import SDP
import Wire

/// Turning an offer and its answer into a `NegotiatedSession`.
extension JSEPSession {
    /// What the two descriptions agree on.
    func makeAgreement(
        local: SessionDescription, remote: SessionDescription, isOfferer: Bool
    ) throws(JSEPError) -> NegotiatedSession {
        let transport = try makeTransport(local: local, remote: remote, isOfferer: isOfferer)
        var session = NegotiatedSession(transport: transport, application: nil, media: [])
        var ordinals: [MediaKind: Int] = [:]
        for (localSection, remoteSection) in zip(local.media, remote.media) {
            let ordinal = ordinals[localSection.kind, default: 0]
            ordinals[localSection.kind] = ordinal + 1
            guard !localSection.isRejected, !remoteSection.isRejected else { continue }
            if localSection.kind == .application {
                session.application = try makeApplication(localSection, remoteSection)
            } else if var media = try makeMedia(localSection, remoteSection, of: remote, isOfferer: isOfferer) {
                media.ordinal = ordinal
                session.media.append(media)
            }
        }
        return session
    }

    private func makeTransport(
        local: SessionDescription, remote: SessionDescription, isOfferer: Bool
    ) throws(JSEPError) -> NegotiatedSession.Transport {
        let theirs = try remote.agreedTransport(isAnswer: isOfferer)
        let answerSetup = isOfferer ? theirs.setup : try local.agreedTransport(isAnswer: true).setup
        let answererIsClient = answerSetup == .active
        return NegotiatedSession.Transport(
            dtlsRole: answererIsClient != isOfferer ? .client : .server, remoteFingerprint: theirs.fingerprint)
    }

    private func makeApplication(
        _ local: MediaDescription, _ remote: MediaDescription
    ) throws(JSEPError) -> NegotiatedSession.Application {
        guard let mediaID = local.mediaID else { throw .mediaIDs }
        guard let remotePort = remote.sctpPort else { throw .missing("sctp-port") }
        // RFC 8841 §6.1: 64 KiB where the attribute is absent, any size where it is 0.
        let size = remote.maximumMessageSize ?? 65_536
        // Some peers copy into their answer what they do not know; our own chunk says nothing about the peer.
        let isAgreed = local.sctpInitiation != nil && remote.sctpInitiation != local.sctpInitiation
        return NegotiatedSession.Application(
            mediaID: mediaID, localSCTPPort: local.sctpPort ?? configuration.sctpPort, remoteSCTPPort: remotePort,
            remoteMaximumMessageSize: size == 0 ? nil : size,
            remoteSCTPInitiation: isAgreed ? remote.sctpInitiation : nil)
    }

    private func makeMedia(
        _ local: MediaDescription, _ remote: MediaDescription, of description: SessionDescription, isOfferer: Bool
    ) throws(JSEPError) -> NegotiatedMedia? {
        guard let mediaID = local.mediaID, let transceiver = transceiver(for: mediaID) else { return nil }
        guard remote.isRTCPMultiplexed else { throw .notMultiplexed(mediaID) }
        let answer = isOfferer ? remote : local
        let codecs = makeCodecs(answer: answer, offer: isOfferer ? local : remote, remote: remote)
        guard !codecs.isEmpty else { return nil }
        let localDirection = local.direction ?? .sendrecv
        let remoteSources = remote.sources.map(\.ssrc)
        let repeating = remote.sourceGroups.filter {
            $0.semantics == SourceGroup.flowIdentification && $0.sources.count == 2
        }
        let retransmissions = Dictionary(repeating.map { ($0.sources[1], $0.sources[0]) }) { first, _ in first }
        var originals = [SSRC]()
        for ssrc in remoteSources where retransmissions[ssrc] == nil && !originals.contains(ssrc) {
            originals.append(ssrc)
        }
        let repeats = codecs.contains { $0.retransmissionPayloadType != nil }
        return NegotiatedMedia(
            mediaID: mediaID, transceiverID: transceiver.id, kind: local.kind, ordinal: 0,
            direction: localDirection.intersection(description.direction(of: remote).reversed), codecs: codecs,
            headerExtensions: makeHeaderExtensions(local, remote, description),
            allowsReducedSizeRTCP: local.hasReducedSizeRTCP && remote.hasReducedSizeRTCP, localSSRC: transceiver.ssrc,
            localRetransmissionSSRC: repeats ? transceiver.retransmissionSSRC : nil, canonicalName: canonicalName,
            remoteSSRCs: originals, remoteRetransmissions: retransmissions)
    }

    /// The answer's codecs, in its order. A number that the offer did not give to the same codec is passed over.
    private func makeCodecs(
        answer: MediaDescription, offer: MediaDescription, remote: MediaDescription
    ) -> [NegotiatedCodec] {
        answer.payloadTypes.compactMap { payloadType in
            guard let codec = answer.capability(of: payloadType, among: configuration.codecs),
                offer.names(codec, as: payloadType)
            else { return nil }
            if codec.isRedundancy, answer.redundantPayloadType(of: payloadType) == nil { return nil }
            let feedback = codec.feedback.filter {
                answer.offers($0, for: payloadType) && offer.offers($0, for: payloadType)
            }
            let repeating = answer.retransmissionPayloadType(of: payloadType)
            return NegotiatedCodec(
                codec: codec, payloadType: payloadType,
                retransmissionPayloadType: repeating == offer.retransmissionPayloadType(of: payloadType)
                    ? repeating : nil,
                feedback: Set(feedback),
                remoteParameters: remote.parameters(of: payloadType))
        }
    }

    private func makeHeaderExtensions(
        _ local: MediaDescription, _ remote: MediaDescription, _ description: SessionDescription
    ) -> NegotiatedHeaderExtensions {
        let theirs = remote.headerExtensions + description.headerExtensions
        func id(_ capability: HeaderExtensionCapability) -> UInt8? {
            guard let mapping = local.headerExtensions.first(where: { $0.uri == capability.uri }),
                theirs.contains(where: { $0.uri == mapping.uri && $0.id == mapping.id })
            else { return nil }
            return UInt8(exactly: mapping.id)
        }
        return NegotiatedHeaderExtensions(
            mediaID: id(.mediaID), transportWideSequenceNumber: id(.transportWideSequenceNumber),
            absoluteSendTime: id(.absoluteSendTime), audioLevel: id(.audioLevel),
            absoluteCaptureTime: id(.absoluteCaptureTime))
    }
}
