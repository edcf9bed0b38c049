/// What a connection did so far, by the names of the W3C's dictionaries. It names no address.
///
/// Times are seconds and sizes bytes, as there; counters grow from 0 and never shrink.
/// Source: Identifiers for WebRTC's Statistics API, <https://www.w3.org/TR/webrtc-stats/>
package struct RTCStatsReport: Codable, Equatable, Sendable {
    package internal(set) var peerConnection = RTCPeerConnectionStats()
    package internal(set) var transport = RTCTransportStats()
    /// `nil` before ICE chose a pair.
    package internal(set) var candidatePair: RTCIceCandidatePairStats?
    package internal(set) var dataChannels: [RTCDataChannelStats] = []
    package internal(set) var inboundRtp: [RTCInboundRtpStreamStats] = []
    package internal(set) var outboundRtp: [RTCOutboundRtpStreamStats] = []
    package internal(set) var remoteInboundRtp: [RTCRemoteInboundRtpStreamStats] = []

    package init() {}
}

/// §8.8 of the same.
package struct RTCPeerConnectionStats: Codable, Equatable, Sendable {
    package internal(set) var dataChannelsOpened = 0
    package internal(set) var dataChannelsClosed = 0
}

/// §8.10: the one transport under all sections.
package struct RTCTransportStats: Codable, Equatable, Sendable {
    package internal(set) var packetsSent = 0
    package internal(set) var packetsReceived = 0
    package internal(set) var bytesSent = 0
    package internal(set) var bytesReceived = 0
    /// `new`, `connecting`, `connected`, `closed` or `failed`.
    package internal(set) var dtlsState = "new"
    /// `client`, `server` or `unknown`.
    package internal(set) var dtlsRole = "unknown"
    package internal(set) var srtpCipher: String?
    /// How often the path changed.
    package internal(set) var selectedCandidatePairChanges = 0
}

/// §8.12, with what §8.11 says of its two candidates.
package struct RTCIceCandidatePairStats: Codable, Equatable, Sendable {
    package internal(set) var packetsSent = 0
    package internal(set) var packetsReceived = 0
    package internal(set) var bytesSent = 0
    package internal(set) var bytesReceived = 0
    package internal(set) var packetsDiscardedOnSend = 0
    /// Seconds.
    package internal(set) var currentRoundTripTime: Double?
    /// Bits a second that all media together may have; `nil` while nothing sends.
    package internal(set) var availableOutgoingBitrate: Double?
    /// `host`, `srflx`, `prflx` or `relay`.
    package internal(set) var localCandidateType: String
    package internal(set) var remoteCandidateType: String
    /// `udp` or `tcp`; the latter is the way to our own relay.
    package internal(set) var `protocol`: String
    /// `ipv4` or `ipv6`; the W3C tells it by the address.
    package internal(set) var addressFamily: String
}

/// §8.9.
package struct RTCDataChannelStats: Codable, Equatable, Sendable {
    package internal(set) var label: String
    package internal(set) var `protocol`: String
    package internal(set) var dataChannelIdentifier: Int
    /// `connecting`, `open` or `closed`.
    package internal(set) var state: String
    package internal(set) var messagesSent = 0
    package internal(set) var bytesSent = 0
    package internal(set) var messagesReceived = 0
    package internal(set) var bytesReceived = 0
}

/// §8.3.
package struct RTCInboundRtpStreamStats: Codable, Equatable, Sendable {
    package internal(set) var ssrc: UInt32
    /// `video` or `audio`.
    package internal(set) var kind = "video"
    package internal(set) var mid: String
    package internal(set) var packetsReceived: Int
    package internal(set) var packetsLost: Int
    package internal(set) var bytesReceived: Int
    package internal(set) var framesReceived: Int
    package internal(set) var keyFramesReceived: Int
    package internal(set) var frameWidth: Int
    package internal(set) var frameHeight: Int
    package internal(set) var retransmittedPacketsReceived: Int
    /// Packets asked for again.
    package internal(set) var nackCount: Int
    /// Key frames asked for.
    package internal(set) var pliCount: Int
    /// What became of sound; `nil` for video.
    package internal(set) var audio: RTCInboundAudioStats?
}

/// What §8.3 has of sound alone. Samples are of 48 kHz.
package struct RTCInboundAudioStats: Codable, Equatable, Sendable {
    /// 0 (silence) to 1, as the latest packet said; `nil` where none said it.
    package internal(set) var audioLevel: Double?
    package internal(set) var packetsDiscarded: Int
    package internal(set) var totalSamplesReceived: Int
    package internal(set) var concealedSamples: Int
    package internal(set) var concealmentEvents: Int
    package internal(set) var insertedSamplesForDeceleration: Int
    package internal(set) var removedSamplesForAcceleration: Int
    /// Seconds, summed over samples.
    package internal(set) var jitterBufferDelay: Double
    /// Seconds, summed over samples.
    package internal(set) var jitterBufferTargetDelay: Double
    package internal(set) var jitterBufferEmittedCount: Int
}

/// §8.5.
package struct RTCOutboundRtpStreamStats: Codable, Equatable, Sendable {
    package internal(set) var ssrc: UInt32
    package internal(set) var kind = "video"
    package internal(set) var mid: String
    package internal(set) var packetsSent: Int
    package internal(set) var bytesSent: Int
    package internal(set) var retransmittedPacketsSent: Int
    package internal(set) var framesSent: Int
    /// Bits a second that the encoder is to make; `nil` while the stream does not send.
    package internal(set) var targetBitrate: Double?
}

/// §8.4: what the peer says of our stream.
package struct RTCRemoteInboundRtpStreamStats: Codable, Equatable, Sendable {
    package internal(set) var ssrc: UInt32
    package internal(set) var kind = "video"
    /// 0 to 1, since its last report.
    package internal(set) var fractionLost: Double
    /// Seconds.
    package internal(set) var roundTripTime: Double?
    /// Seconds.
    package internal(set) var jitter: Double
}
