import Wire

/// One parser, or a stack of them, that sees bytes from outside; its raw value names its folder under `Tests/Fuzz/Corpus`.
///
/// The normal tests replay the folders; `make fuzz` looks for new inputs with libFuzzer and AddressSanitizer.
package enum FuzzEntry: String, CaseIterable, Sendable {
    // Before anybody is authenticated.
    case stunMessage = "stun-message"
    case dtlsHandshake = "dtls-handshake"
    case link
    case managerLink = "manager-link"
    case signalingFromClient = "signaling-from-client"
    case signalingFromService = "signaling-from-service"
    case pairingMessage = "pairing-message"
    // From a peer whose key was checked.
    case sealedMessage = "sealed-message"
    case sessionDescription = "session-description"
    case remoteOffer = "remote-offer"
    case iceCandidate = "ice-candidate"
    case sctpHandshake = "sctp-handshake"
    case sctpPacket = "sctp-packet"
    case dataChannel = "data-channel"
    case controlMessage = "control-message"
    case rtpPacket = "rtp-packet"
    case rtcpPacket = "rtcp-packet"
    case vp9Descriptor = "vp9-descriptor"
    case vp9Header = "vp9-header"
    case videoStream = "video-stream"
    case audioStream = "audio-stream"
    // From our own child, which shows what others draw.
    case desktopReport = "desktop-report"

    /// Feeds one input. Whatever the bytes, it returns; a trap is a defect of ours.
    package func run(_ bytes: Span<UInt8>) {
        switch self {
        case .stunMessage: fuzzSTUNMessage(bytes)
        case .dtlsHandshake: fuzzDTLSHandshake(bytes)
        case .link: fuzzLink(bytes)
        case .managerLink: fuzzManagerLink(bytes)
        case .signalingFromClient: fuzzSignalingFromClient(bytes)
        case .signalingFromService: fuzzSignalingFromService(bytes)
        case .pairingMessage: fuzzPairingMessage(bytes)
        case .sealedMessage: fuzzSealedMessage(bytes)
        case .sessionDescription: fuzzSessionDescription(bytes)
        case .remoteOffer: fuzzRemoteOffer(bytes)
        case .iceCandidate: fuzzICECandidate(bytes)
        case .sctpHandshake: fuzzSCTPHandshake(bytes)
        case .sctpPacket: fuzzSCTPPacket(bytes)
        case .dataChannel: fuzzDataChannel(bytes)
        case .controlMessage: fuzzControlMessage(bytes)
        case .rtpPacket: fuzzRTPPacket(bytes)
        case .rtcpPacket: fuzzRTCPPacket(bytes)
        case .vp9Descriptor: fuzzVP9Descriptor(bytes)
        case .vp9Header: fuzzVP9Header(bytes)
        case .videoStream: fuzzVideoStream(bytes)
        case .audioStream: fuzzAudioStream(bytes)
        case .desktopReport: fuzzDesktopReport(bytes)
        }
    }
}
