import SDP
import Wire

/// The parts that offers and answers are built of.
extension JSEPSession {
    /// A description of the present version without sections and without transport at session level.
    func makeEmptyDescription() -> SessionDescription {
        var description = SessionDescription(origin: Origin(sessionID: sessionID, version: version))
        description.allowsMixedExtensionForms = true
        description.mediaStreamSemantics = MediaStreamSemantics()
        return description
    }

    /// Our transport attributes; the same in each section, for peers that read only some of them.
    func transportAttributes(setup: SetupRole) -> TransportAttributes {
        TransportAttributes(
            iceCredentials: configuration.iceCredentials, iceOptions: configuration.iceOptions,
            fingerprints: [configuration.fingerprint], setup: setup)
    }

    /// An application section for data channels (RFC 8841 §4).
    func makeApplicationSection(
        mediaID: MediaID, setup: SetupRole, transportProtocol: TransportProtocol = .sctp
    ) -> MediaDescription {
        var section = MediaDescription(
            kind: .application, port: discardPort, transportProtocol: transportProtocol, formats: [dataChannelFormat])
        section.mediaID = mediaID
        section.transport = transportAttributes(setup: setup)
        section.sctpPort = configuration.sctpPort
        section.maximumMessageSize = configuration.maximumMessageSize
        section.sctpInitiation = configuration.sctpInitiation
        return section
    }

    /// An RTP section without codecs and extensions, which the caller adds.
    func makeRTPSection(
        _ transceiver: Transceiver, mediaID: MediaID, setup: SetupRole, direction: MediaDirection,
        transportProtocol: TransportProtocol = .rtp
    ) -> MediaDescription {
        var section = MediaDescription(
            kind: transceiver.kind, port: discardPort, transportProtocol: transportProtocol, formats: [])
        section.mediaID = mediaID
        section.transport = transportAttributes(setup: setup)
        section.direction = direction
        section.isRTCPMultiplexed = true
        section.hasReducedSizeRTCP = true
        return section
    }

    /// Names our streams in a section that sends; called when its codecs are known.
    func addSources(of transceiver: Transceiver, to section: inout MediaDescription) {
        section.streams = []
        section.sources = []
        section.sourceGroups = []
        guard section.direction?.sends == true else { return }
        section.streams = [
            MediaStreamIdentifier(stream: streamName(of: transceiver), track: "track\(transceiver.id.rawValue)")
        ]
        var sources = [transceiver.ssrc]
        if section.rtpMaps.contains(where: \.isRetransmission) {
            sources.append(transceiver.retransmissionSSRC)
            section.sourceGroups = [SourceGroup(semantics: SourceGroup.flowIdentification, sources: sources)]
        }
        section.sources = sources.map {
            SourceAttribute(ssrc: $0, attribute: RawAttribute(name: "cname", value: canonicalName))
        }
    }

    /// A person's voice and camera are one stream, of which a browser lets each wait for the other; the screen, which is
    /// the first video, waits for nobody.
    /// Source: RFC 8830 §2 <https://www.rfc-editor.org/rfc/rfc8830#section-2>
    private func streamName(of transceiver: Transceiver) -> String {
        let screen = transceivers.first { $0.kind == .video }
        return transceiver.id == screen?.id ? "nearhand-screen" : "nearhand"
    }

    /// A section with port 0, which keeps its place (RFC 3264 §6, RFC 9429 §5.3.1).
    func makeRejectedSection(like section: MediaDescription) -> MediaDescription {
        var rejected = MediaDescription(
            kind: section.kind, port: 0, transportProtocol: section.transportProtocol, formats: section.formats)
        rejected.mediaID = section.mediaID
        if section.kind != .application { rejected.direction = .inactive }
        return rejected
    }
}

/// The port of a section whose candidates come later (RFC 8840 §4.1.1).
let discardPort: UInt16 = 9

/// The format of an application section for data channels (RFC 8841 §4.3).
let dataChannelFormat = "webrtc-datachannel"

extension RTPMap {
    /// Whether it names the retransmission format of RFC 4588.
    var isRetransmission: Bool { encodingName.lowercased() == "rtx" }
}
