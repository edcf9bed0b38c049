package import SDP
package import Wire

/// A codec that this end can send and receive.
package struct CodecCapability: Hashable, Sendable {
    /// The kind of section that it is for.
    package var kind: MediaKind
    /// The name of `a=rtpmap`, compared without regard to case.
    package var encodingName: String
    /// Hertz.
    package var clockRate: UInt32
    /// Channels, for sound; `nil` means one.
    package var channelCount: UInt8?
    /// The text of `a=fmtp`, where there is one.
    package var parameters: String?
    /// What is asked for and answered to, where the peer names it too.
    package var feedback: [FeedbackKind]
    /// Whether lost packets are repeated in a stream of their own (RFC 4588).
    package var hasRetransmission: Bool
    /// The number in our offers, unless it is taken.
    package var preferredPayloadType: PayloadType
    /// The number of the repeating stream.
    package var preferredRetransmissionPayloadType: PayloadType?

    /// Describes a codec; it has retransmission when a number for that is given.
    package init(
        kind: MediaKind, encodingName: String, clockRate: UInt32, channelCount: UInt8? = nil, parameters: String? = nil,
        feedback: [FeedbackKind] = [], preferredPayloadType: PayloadType,
        preferredRetransmissionPayloadType: PayloadType? = nil
    ) {
        self.kind = kind
        self.encodingName = encodingName
        self.clockRate = clockRate
        self.channelCount = channelCount
        self.parameters = parameters
        self.feedback = feedback
        hasRetransmission = preferredRetransmissionPayloadType != nil
        self.preferredPayloadType = preferredPayloadType
        self.preferredRetransmissionPayloadType = preferredRetransmissionPayloadType
    }

    /// VP8 with retransmission and all the feedback that this project reads (RFC 7741 §6).
    ///
    /// libwebrtc starts at 300 kbit/s and shrinks a screen to a thumbnail until its estimate has grown; its own
    /// parameter lets it start at 2 Mbit/s. Other stacks pass over a parameter that they do not know.
    package static let vp8 = CodecCapability(
        kind: .video, encodingName: "VP8", clockRate: 90_000, parameters: "x-google-start-bitrate=2000",
        feedback: [.estimatedMaximumBitrate, .transportWide, .fullIntraRequest, .nack, .pictureLossIndication],
        preferredPayloadType: 96, preferredRetransmissionPayloadType: 97)

    /// Opus in stereo with in-band error correction (RFC 7587 §7).
    package static let opus = CodecCapability(
        kind: .audio, encodingName: "opus", clockRate: 48_000, channelCount: 2,
        parameters: "minptime=10;useinbandfec=1", feedback: [.transportWide], preferredPayloadType: 111)

    /// Whether a peer's line names this codec.
    func matches(_ map: RTPMap) -> Bool {
        map.encodingName.lowercased() == encodingName.lowercased() && map.clockRate == clockRate
            && (map.channelCount ?? 1) == (channelCount ?? 1)
    }
}

/// A header extension that this end can write and read.
/// Source: RFC 8285 §5 <https://www.rfc-editor.org/rfc/rfc8285#section-5>
package struct HeaderExtensionCapability: Hashable, Sendable {
    /// What the extension is, as `a=extmap` names it; compared as it stands.
    package var uri: String
    /// The kinds of section that it is for.
    package var kinds: Set<MediaKind>
    /// The number in our offers, unless it is taken; 1 to 14.
    package var preferredID: UInt8

    package init(uri: String, kinds: Set<MediaKind>, preferredID: UInt8) {
        self.uri = uri
        self.kinds = kinds
        self.preferredID = preferredID
    }

    /// The section's `mid` in each packet (RFC 9143 §15.2).
    package static let mediaID = HeaderExtensionCapability(
        uri: "urn:ietf:params:rtp-hdrext:sdes:mid", kinds: [.audio, .video], preferredID: 1)

    /// A sequence number for the whole transport (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
    package static let transportWideSequenceNumber = HeaderExtensionCapability(
        uri: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", kinds: [.audio, .video],
        preferredID: 2)

    /// The time of sending, 24 bits (<http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time>).
    package static let absoluteSendTime = HeaderExtensionCapability(
        uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", kinds: [.audio, .video], preferredID: 3)
}
