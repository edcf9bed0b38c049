import DataChannel
import Glibc
import ICE
import JSEP
import PeerEngine
import RTP
import SDP
import Wire

/// What a transport counts for `RTCStatsReport`.
struct TransportTally {
    /// How often a path was announced, the first time included.
    var pathChangeCount = 0
    /// The channels that are not closed, and the latest that were.
    var channels: [DataChannelID: RTCDataChannelStats] = [:]
    /// Channels that could be used, of either side.
    var openedCount = 0
    /// Of these, the ones that were closed afterwards.
    var closedCount = 0
    /// Closed channels are told no more after these many, so that a session of many files stays small.
    static let closedChannelLimit = 32
    private var closed: [DataChannelID] = []

    /// Notes a channel that was asked for here; what is sent on it counts from now on.
    mutating func begin(_ id: DataChannelID, label: String, subprotocol: String) {
        channels[id] = RTCDataChannelStats(
            label: label, protocol: subprotocol, dataChannelIdentifier: Int(id.rawValue), state: "connecting")
    }

    /// Counts a channel that can be used.
    mutating func open(_ id: DataChannelID, label: String, subprotocol: String) {
        if channels[id] == nil { begin(id, label: label, subprotocol: subprotocol) }
        openedCount += 1
        channels[id]?.state = "open"
    }

    /// Marks a channel closed; the oldest closed one is forgotten beyond the limit.
    mutating func close(_ id: DataChannelID) {
        guard let channel = channels[id], channel.state != "closed" else { return }
        // One that was never open does not count (<https://www.w3.org/TR/webrtc-stats/#dom-rtcpeerconnectionstats-datachannelsclosed>).
        if channel.state == "open" { closedCount += 1 }
        channels[id]?.state = "closed"
        closed.append(id)
        guard closed.count > Self.closedChannelLimit else { return }
        channels[closed.removeFirst()] = nil
    }

    /// Counts a message handed over, whether or not it has left.
    mutating func send(_ message: DataChannelMessage, on id: DataChannelID) {
        channels[id]?.messagesSent += 1
        channels[id]?.bytesSent += message.byteCount
    }

    /// Counts a message of the peer's.
    mutating func receive(_ message: DataChannelMessage, on id: DataChannelID) {
        channels[id]?.messagesReceived += 1
        channels[id]?.bytesReceived += message.byteCount
    }
}

extension PeerTransport {
    /// What is known now; the pair in use is given the datagrams of the whole connection.
    func statistics() -> RTCStatsReport {
        let engine = engine.statistics()
        var report = RTCStatsReport()
        report.peerConnection = RTCPeerConnectionStats(
            dataChannelsOpened: tally.openedCount, dataChannelsClosed: tally.closedCount)
        report.transport = RTCTransportStats(
            packetsSent: engine.traffic.packetsSent, packetsReceived: engine.traffic.packetsReceived,
            bytesSent: engine.traffic.bytesSent, bytesReceived: engine.traffic.bytesReceived, dtlsState: dtlsState,
            dtlsRole: dtlsRole, srtpCipher: engine.srtpCipher, selectedCandidatePairChanges: tally.pathChangeCount)
        if let path = agent.selectedPath {
            report.candidatePair = RTCIceCandidatePairStats(
                packetsSent: engine.traffic.packetsSent, packetsReceived: engine.traffic.packetsReceived,
                bytesSent: engine.traffic.bytesSent, bytesReceived: engine.traffic.bytesReceived,
                packetsDiscardedOnSend: agent.unsentDatagramCount,
                currentRoundTripTime: (engine.roundTripTime ?? agent.roundTripTime)?.inSeconds,
                availableOutgoingBitrate: engine.availableOutgoingBitrate,
                localCandidateType: path.local.rawValue, remoteCandidateType: path.remote.rawValue,
                protocol: path.isTCP ? "tcp" : "udp", addressFamily: path.family.rawValue)
        }
        report.dataChannels = tally.channels.values.sorted { $0.dataChannelIdentifier < $1.dataChannelIdentifier }
        for video in engine.video { report.add(video) }
        if let audio = engine.audio { report.add(audio) }
        return report
    }

    private var dtlsState: String {
        switch state {
        case .new: "new"
        case .connecting: engine.isSecured ? "connected" : "connecting"
        case .connected, .disconnected: "connected"
        case .failed: "failed"
        case .closed: "closed"
        }
    }

    private var dtlsRole: String {
        switch descriptions.negotiated?.transport.dtlsRole {
        case .client: "client"
        case .server: "server"
        case nil: "unknown"
        }
    }
}

extension RTCStatsReport {
    fileprivate mutating func add(_ video: PeerEngineStatistics.Video) {
        let mid = video.mediaID
        if let receiver = video.receiver {
            let counters = receiver.counters
            inboundRtp.append(
                RTCInboundRtpStreamStats(
                    ssrc: receiver.ssrc.rawValue, mid: mid, packetsReceived: Int(clamping: counters.packets),
                    packetsLost: receiver.packetsLost, bytesReceived: receiver.bytesReceived,
                    framesReceived: Int(clamping: counters.frames),
                    keyFramesReceived: Int(clamping: counters.keyFrames), frameWidth: receiver.frameWidth,
                    frameHeight: receiver.frameHeight,
                    retransmittedPacketsReceived: Int(clamping: counters.recovered),
                    nackCount: Int(clamping: counters.retransmissionRequests),
                    pliCount: Int(clamping: counters.keyFrameRequests)))
        }
        if let sender = video.sender { add(sender, kind: "video", mid: mid) }
    }

    fileprivate mutating func add(_ audio: PeerEngineStatistics.Audio) {
        let mid = audio.mediaID
        if let receiver = audio.receiver {
            inboundRtp.append(
                RTCInboundRtpStreamStats(
                    ssrc: receiver.ssrc.rawValue, kind: "audio", mid: mid,
                    packetsReceived: Int(clamping: receiver.counters.packets), packetsLost: receiver.packetsLost,
                    bytesReceived: receiver.bytesReceived, framesReceived: 0, keyFramesReceived: 0, frameWidth: 0,
                    frameHeight: 0, retransmittedPacketsReceived: 0, nackCount: 0, pliCount: 0,
                    audio: RTCInboundAudioStats(receiver)))
        }
        if let sender = audio.sender { add(sender, kind: "audio", mid: mid) }
    }

    private mutating func add(_ sender: PeerEngineStatistics.Sender, kind: String, mid: String) {
        outboundRtp.append(
            RTCOutboundRtpStreamStats(
                ssrc: sender.ssrc.rawValue, kind: kind, mid: mid, packetsSent: sender.packetsSent,
                bytesSent: sender.bytesSent,
                retransmittedPacketsSent: sender.retransmittedPacketsSent, framesSent: sender.framesSent,
                targetBitrate: sender.targetBitrate))
        guard let told = sender.report else { return }
        remoteInboundRtp.append(
            RTCRemoteInboundRtpStreamStats(
                ssrc: sender.ssrc.rawValue, kind: kind, fractionLost: told.lossFraction,
                roundTripTime: told.roundTripTime?.inSeconds, jitter: told.jitter.inSeconds))
    }
}

extension RTCInboundAudioStats {
    fileprivate init(_ receiver: PeerEngineStatistics.AudioReceiver) {
        let playout = receiver.playout
        // 127 is silence, whatever its level (RFC 6464 §3).
        audioLevel = receiver.level.map { level in
            level.decibelsBelowOverload == 127 ? 0 : pow(10, -Double(level.decibelsBelowOverload) / 20)
        }
        packetsDiscarded = Int(clamping: playout.packetsDiscarded)
        totalSamplesReceived = Int(clamping: playout.totalSamplesReceived)
        concealedSamples = Int(clamping: playout.concealedSamples)
        concealmentEvents = Int(clamping: playout.concealmentEvents)
        insertedSamplesForDeceleration = Int(clamping: playout.insertedSamplesForDeceleration)
        removedSamplesForAcceleration = Int(clamping: playout.removedSamplesForAcceleration)
        jitterBufferDelay = playout.jitterBufferDelay
        jitterBufferTargetDelay = playout.jitterBufferTargetDelay
        jitterBufferEmittedCount = Int(clamping: playout.jitterBufferEmittedCount)
    }
}
