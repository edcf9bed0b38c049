package import CongestionControl
package import DTLS
package import DataChannel
package import RTP
package import SCTP
package import Wire

/// What `PeerEngine.pollOutput` hands out.
package enum PeerEngineOutput: Equatable {
    /// Goes to the peer on the selected path: at most 1,200 bytes, or what the path was found to carry.
    case datagram([UInt8])
    case event(PeerEngineEvent)
}

/// What happened between us and the peer.
package enum PeerEngineEvent: Equatable, Sendable {
    /// The peer showed the certificate that its description names: from here on it is the one.
    case secured
    /// A channel of the peer's, or of ours, can be used.
    case dataChannelOpened(DataChannelID, label: String, protocol: String)
    case dataChannelMessage(DataChannelID, DataChannelMessage)
    /// What waits on the channel fell to its threshold.
    case dataChannelBufferedAmountLow(DataChannelID)
    case dataChannelClosed(DataChannelID)
    /// A frame that the decoder can take now.
    case videoFrame(VideoRole, EncodedVideoFrame)
    /// The peer cannot go on without a key frame of ours.
    case keyFrameRequested(VideoRole)
    /// How the peer receives our video.
    case videoReceptionReported(VideoRole, ReceptionReport)
    /// What the section's encoder may make; told first when the section may send.
    case videoBitrate(VideoRole, Bitrate)
    /// Whether what encoders made waits for too long here: while it does, frames are to be left out.
    case videoBacklogChanged(VideoRole, isTooLong: Bool)
    /// A stream of the peer's sound begins, the first or another.
    case audioStarted(SSRC)
    /// How the peer receives our sound.
    case audioReceptionReported(ReceptionReport)
    /// The association is over; nothing follows.
    case ended(PeerEngineEnd)
}

/// Why an engine's association ended.
package enum PeerEngineEnd: Error, Equatable, Sendable {
    /// Our side called `close`.
    case closed
    /// The peer closed DTLS or SCTP in order.
    case closedByPeer
    /// DTLS failed; the peer may be somebody else.
    case dtls(DTLSError)
    /// The keys that DTLS gave are of no use to SRTP.
    case srtpUnavailable
    /// SCTP failed: the peer aborted, broke the protocol or stopped to answer.
    case sctp(CloseReason)
}
