import DataChannel
import JSEP
package import RTP
import SCTP
import SDP
import SRTP
package import Wire

/// What an engine knows of its association, for `RTCStatsReport`.
package struct PeerEngineStatistics: Sendable {
    /// Datagrams and their bytes that went to and came from the path.
    package internal(set) var traffic = Traffic()
    /// The path's round trip as SCTP measures it, before that as the handshake did.
    package internal(set) var roundTripTime: Duration?
    /// The SRTP profile's name in the IANA registry; `nil` without media.
    package internal(set) var srtpCipher: String?
    package internal(set) var video: [Video] = []

    /// Datagrams in both directions.
    package struct Traffic: Equatable, Sendable {
        package internal(set) var packetsSent = 0
        package internal(set) var bytesSent = 0
        package internal(set) var packetsReceived = 0
        package internal(set) var bytesReceived = 0

        package init() {}
    }

    /// One video section.
    package struct Video: Sendable {
        package let mediaID: String
        /// `nil` while nothing was received.
        package let receiver: Receiver?
        /// `nil` while nothing was sent.
        package let sender: Sender?
    }

    package struct Receiver: Sendable {
        package let ssrc: SSRC
        package let counters: VideoReceiverCounters
        /// Packets that are missing; negative when duplicates outnumber them.
        package let packetsLost: Int
        package let bytesReceived: Int
        package let frameWidth: Int
        package let frameHeight: Int
    }

    package struct Sender: Sendable {
        package let ssrc: SSRC
        package let packetsSent: Int
        package let bytesSent: Int
        package let retransmittedPacketsSent: Int
        package let framesSent: Int
        /// What the peer said last.
        package let report: ReceptionReport?
    }
}

extension PeerEngine {
    /// What is known now.
    package func statistics() -> PeerEngineStatistics {
        var statistics = PeerEngineStatistics()
        statistics.traffic = traffic
        statistics.roundTripTime = channels.association.roundTripTime ?? pathRoundTripTime
        statistics.srtpCipher = srtpCipher
        statistics.video = video.map { $0.statistics() }
        return statistics
    }
}

extension SRTPProfile {
    /// The name in the IANA registry of DTLS-SRTP profiles.
    var registeredName: String {
        switch self {
        case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aes128CMSHA180: "SRTP_AES128_CM_HMAC_SHA1_80"
        }
    }
}

/// What a section counts beside its receiver and sender.
struct VideoTally {
    var bytesReceived = 0
    var frameWidth = 0
    var frameHeight = 0
    var packetsSent = 0
    var bytesSent = 0
    var framesSent = 0
    var report: ReceptionReport?
}

extension VideoSection {
    func statistics() -> PeerEngineStatistics.Video {
        PeerEngineStatistics.Video(
            mediaID: mediaID.rawValue, receiver: receiverStatistics(), sender: senderStatistics())
    }

    private func receiverStatistics() -> PeerEngineStatistics.Receiver? {
        guard let ssrc = receiver?.remoteSSRC, let counters = receiver?.counters else { return nil }
        return PeerEngineStatistics.Receiver(
            ssrc: ssrc, counters: counters, packetsLost: Int(receiver?.cumulativeLost ?? 0),
            bytesReceived: tally.bytesReceived, frameWidth: tally.frameWidth, frameHeight: tally.frameHeight)
    }

    private func senderStatistics() -> PeerEngineStatistics.Sender? {
        guard let repeated = sender?.repeatedPacketCount else { return nil }
        return PeerEngineStatistics.Sender(
            ssrc: media.localSSRC, packetsSent: tally.packetsSent, bytesSent: tally.bytesSent,
            retransmittedPacketsSent: Int(clamping: repeated), framesSent: tally.framesSent, report: tally.report)
    }
}
