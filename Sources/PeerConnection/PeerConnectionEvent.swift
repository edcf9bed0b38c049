package import DataChannel
package import ICE
package import PeerEngine
package import RTP
package import SDP
package import Wire

/// What a connection tells its owner, in the order in which it happened.
package enum PeerConnectionEvent: Sendable {
    /// For the peer, by the sealed relay.
    case localCandidate(ICECandidateLine)
    /// No more candidates come in this ICE generation.
    case endOfCandidates
    case stateChanged(PeerConnectionState)
    /// A channel of the peer's, or of ours, can be used.
    case dataChannelOpened(DataChannelID, label: String, protocol: String)
    case dataChannelMessage(DataChannelID, DataChannelMessage)
    /// What waits on the channel fell to its threshold or below.
    case dataChannelBufferedAmountLow(DataChannelID)
    case dataChannelClosed(DataChannelID)
    /// A frame that the decoder can take now.
    case videoFrame(VideoRole, EncodedVideoFrame)
    /// The peer cannot go on without a key frame of ours.
    case keyFrameRequested(VideoRole)
    /// How the peer receives our video.
    case videoReceptionReported(VideoRole, ReceptionReport)
    /// What the section's encoder may make from now on; told first when the section may send.
    case videoBitrate(VideoRole, bitsPerSecond: Int)
    /// Whether what encoders made waits for too long here: while it does, frames are to be left out.
    case videoBacklogChanged(VideoRole, isTooLong: Bool)
    /// A stream of the peer's sound begins, the first or another: ask `nextAudio` from now on.
    case audioStarted(SSRC)
    /// How the peer receives our sound; loss decides error correction.
    case audioReceptionReported(ReceptionReport)
    /// The way that packets take, each time it changes.
    case selectedPath(SelectedPath)
    /// The path is lost, or the network changed: the offering side makes an offer that restarts ICE, the other side
    /// asks it to. Told again, at growing intervals, until a path works.
    case restartWanted
}

/// Where a connection stands.
///
///     new ─▶ connecting ─▶ connected ◀─▶ disconnected
///               └───────────────┴─────────────┴──▶ failed, closed
package enum PeerConnectionState: Equatable, Sendable {
    /// Made, and at most one description set.
    case new
    /// Both descriptions are there.
    case connecting
    /// A path works, and the peer has shown the certificate that its description names.
    case connected
    /// The path was lost; an ICE restart may find another. The association with the peer lives on.
    case disconnected
    /// Over; there is no way back.
    case failed(PeerConnectionFailure)
    /// One of the sides closed it.
    case closed
}

/// Why a connection failed.
package enum PeerConnectionFailure: Error, Equatable, Sendable {
    /// ICE found no path, and what became of the relay.
    case noPath(RelayOutcome)
    /// There was a path, and no other was found in its place in time.
    case pathLost
    /// Nothing failed, and nothing came of it in time either.
    case timedOut
    /// DTLS, SRTP or SCTP ended.
    case association(PeerEngineEnd)
}

/// Why a connection does not take a call.
package enum PeerConnectionError: Error, Equatable, Sendable {
    /// The connection is closed or failed.
    case closed
    /// No agent can be made, or none takes what the peer's description says.
    case ice(ICEError)
}
