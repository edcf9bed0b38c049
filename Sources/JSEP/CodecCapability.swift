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
    package static let vp8 = makeVideo("VP8", parameters: startBitrate, payloadType: 96, retransmission: 97)

    /// VP9 with 8 bits and 4:2:0 (RFC 9628 §6).
    package static let vp9 = makeVideo(
        "VP9", parameters: "profile-id=0;\(startBitrate)", payloadType: 98, retransmission: 99)

    /// VP9 with 8 bits and 4:4:4, for text in colour (RFC 9628 §6).
    package static let vp9Profile1 = makeVideo(
        "VP9", parameters: "profile-id=1;\(startBitrate)", payloadType: 100, retransmission: 101)

    /// Opus with in-band error correction and pauses where nobody speaks, one channel preferred (RFC 7587 §7).
    package static let opus = CodecCapability(
        kind: .audio, encodingName: "opus", clockRate: 48_000, channelCount: 2,
        parameters: "minptime=10;useinbandfec=1;usedtx=1;stereo=0", feedback: [.transportWide],
        preferredPayloadType: 111)

    /// Opus packets that repeat earlier ones (RFC 2198); its parameters name Opus's payload type, so they are written last.
    package static let redundantAudio = CodecCapability(
        kind: .audio, encodingName: "red", clockRate: 48_000, channelCount: 2, preferredPayloadType: 63)

    /// Everything that this project packs, in its order of preference.
    package static let all: [CodecCapability] = [.vp9, .vp9Profile1, .vp8, .opus, .redundantAudio]

    private static let startBitrate = "x-google-start-bitrate=2000"

    private static func makeVideo(
        _ encodingName: String, parameters: String, payloadType: PayloadType, retransmission: PayloadType
    ) -> CodecCapability {
        CodecCapability(
            kind: .video, encodingName: encodingName, clockRate: 90_000, parameters: parameters,
            feedback: [.estimatedMaximumBitrate, .transportWide, .fullIntraRequest, .nack, .pictureLossIndication],
            preferredPayloadType: payloadType, preferredRetransmissionPayloadType: retransmission)
    }

    /// Whether it says that packets repeat earlier ones, and is no codec by itself.
    package var isRedundancy: Bool { encodingName.lowercased() == Self.redundantAudio.encodingName }

    /// What of the parameters makes another codec of it: VP9's profile.
    ///
    /// RFC 9628 §6: "If no profile-id is present, Profile 0 MUST be inferred."
    private static func profile(_ encodingName: String, _ parameters: String?) -> String? {
        guard encodingName.lowercased() == "vp9" else { return nil }
        let text = FormatParameters(payloadType: 0, text: parameters ?? "")
        return text.value(of: "profile-id") ?? "0"
    }

    /// Whether both are one codec, whatever else is agreed on about it.
    package func isSameCodec(as other: CodecCapability) -> Bool {
        let map = RTPMap(
            payloadType: 0, encodingName: other.encodingName, clockRate: other.clockRate,
            channelCount: other.channelCount)
        return kind == other.kind && matches(map, parameters: other.parameters)
    }

    /// Whether a peer's line names this codec.
    /// - Parameter parameters: those of the same payload type.
    func matches(_ map: RTPMap, parameters: String?) -> Bool {
        map.encodingName.lowercased() == encodingName.lowercased() && map.clockRate == clockRate
            && (map.channelCount ?? 1) == (channelCount ?? 1)
            && Self.profile(map.encodingName, parameters) == Self.profile(encodingName, self.parameters)
    }
}

extension MediaDescription {
    /// What a payload type's `a=fmtp` says.
    func parameters(of payloadType: PayloadType) -> String? {
        formatParameters.first { $0.payloadType == payloadType }?.text
    }

    /// Whether a payload type of the section is a codec's.
    func names(_ codec: CodecCapability, as payloadType: PayloadType) -> Bool {
        rtpMaps.contains {
            $0.payloadType == payloadType && codec.matches($0, parameters: parameters(of: payloadType))
        }
    }

    /// Which of the capabilities a payload type of the section is.
    func capability(of payloadType: PayloadType, among capabilities: [CodecCapability]) -> CodecCapability? {
        capabilities.first { $0.kind == kind && names($0, as: payloadType) }
    }

    /// The one payload type whose packets a payload type for redundancy holds, both the packet's own and the repeated ones;
    /// `nil` where it may hold several, or the section has no such.
    ///
    /// `a=fmtp:63 111/111` (RFC 2198 §5).
    package func redundantPayloadType(of payloadType: PayloadType) -> PayloadType? {
        guard let parameters = parameters(of: payloadType) else { return nil }
        let named = Set(parameters.split(separator: "/").map { UInt8($0).flatMap { PayloadType(rawValue: $0) } })
        guard named.count == 1, let only = named.first ?? nil, payloadTypes.contains(only) else { return nil }
        return only
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

    /// When a frame was captured (<http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time>).
    package static let absoluteCaptureTime = HeaderExtensionCapability(
        uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time", kinds: [.video], preferredID: 5)

    /// How loud each packet of sound is (RFC 6464 §4).
    package static let audioLevel = HeaderExtensionCapability(
        uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level", kinds: [.audio], preferredID: 4)
}
