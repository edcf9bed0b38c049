import CongestionControl
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
    /// Bits a second that all media together may have; `nil` while nothing sends.
    package internal(set) var availableOutgoingBitrate: Double?
    package internal(set) var video: [Video] = []
    /// `nil` without a section for sound.
    package internal(set) var audio: Audio?

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
        /// The section's `mid`.
        package let mediaID: String
        /// `nil` while nothing was received.
        package let receiver: Receiver?
        /// `nil` while nothing was sent.
        package let sender: Sender?
    }

    /// The section for sound.
    package struct Audio: Sendable {
        /// The section's `mid`.
        package let mediaID: String
        /// `nil` while nothing was received.
        package let receiver: AudioReceiver?
        /// `nil` while nothing was sent.
        package let sender: Sender?
    }

    /// What the section for sound received, of all its streams unless said otherwise.
    package struct AudioReceiver: Sendable {
        /// The present stream's source.
        package let ssrc: SSRC
        /// What became of the packets.
        package let counters: AudioReceiverCounters
        /// What became of the sound.
        package let playout: AudioStatistics
        /// Packets of the present stream that are missing; negative when duplicates outnumber them.
        package let packetsLost: Int
        /// Payload bytes of all streams.
        package let bytesReceived: Int
        /// How loud the latest packet said to be; `nil` where none said it.
        package let level: AudioLevel?
    }

    /// What a section received, of all its streams unless said otherwise.
    package struct Receiver: Sendable {
        /// The present stream's source; the peer may change it at any time.
        package let ssrc: SSRC
        /// What became of the packets.
        package let counters: VideoReceiverCounters
        /// Packets of the present stream that are missing; negative when duplicates outnumber them.
        package let packetsLost: Int
        /// Payload bytes of all streams of the section, repeated packets included.
        package let bytesReceived: Int
        /// Pixels, of the latest key frame; 0 before one.
        package let frameWidth: Int
        /// Pixels, of the latest key frame; 0 before one.
        package let frameHeight: Int
    }

    /// What a section sent.
    package struct Sender: Sendable {
        /// The stream's source.
        package let ssrc: SSRC
        /// Packets of both streams, the repeating one included, before SRTP.
        package let packetsSent: Int
        /// Their bytes, headers included, before SRTP.
        package let bytesSent: Int
        /// Packets that were sent again.
        package let retransmittedPacketsSent: Int
        /// Frames handed over, whether or not a packet of theirs arrived.
        package let framesSent: Int
        /// Bits a second that the encoder is to make; `nil` while the section does not send.
        package let targetBitrate: Double?
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
        let isSending = audio?.isSending == true || video.contains(where: \.isSending)
        let bitrate = isSending ? sending?.controller.statistics(now: now).bitrate : nil
        statistics.availableOutgoingBitrate = bitrate?.availableOutgoingBitrate.bitsPerSecond
        statistics.video = video.map { section in
            section.statistics(targetBitrate: sending?.allocation.bitrate(of: section.role, now: now)?.bitsPerSecond)
        }
        statistics.audio = audio?.statistics()
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
    /// Payload bytes received.
    var bytesReceived = 0
    /// Pixels, of the latest key frame; 0 before one.
    var frameWidth = 0
    /// Pixels, of the latest key frame; 0 before one.
    var frameHeight = 0
    /// Packets handed to SRTP.
    var packetsSent = 0
    /// Their bytes, before SRTP.
    var bytesSent = 0
    /// Frames handed to the sender.
    var framesSent = 0
    /// What the peer said last of our stream.
    var report: ReceptionReport?
}

extension VideoSection {
    /// What the section counted so far.
    func statistics(targetBitrate: Double?) -> PeerEngineStatistics.Video {
        PeerEngineStatistics.Video(
            mediaID: mediaID.rawValue, receiver: receiverStatistics(),
            sender: senderStatistics(targetBitrate: media.direction.sends ? targetBitrate : nil))
    }

    private func receiverStatistics() -> PeerEngineStatistics.Receiver? {
        guard let ssrc = receiver?.remoteSSRC, let counters = receiver?.counters else { return nil }
        return PeerEngineStatistics.Receiver(
            ssrc: ssrc, counters: counters, packetsLost: Int(receiver?.cumulativeLost ?? 0),
            bytesReceived: tally.bytesReceived, frameWidth: tally.frameWidth, frameHeight: tally.frameHeight)
    }

    private func senderStatistics(targetBitrate: Double?) -> PeerEngineStatistics.Sender? {
        guard let repeated = sender?.repeatedPacketCount else { return nil }
        return PeerEngineStatistics.Sender(
            ssrc: media.localSSRC, packetsSent: tally.packetsSent, bytesSent: tally.bytesSent,
            retransmittedPacketsSent: Int(clamping: repeated), framesSent: tally.framesSent,
            targetBitrate: targetBitrate, report: tally.report)
    }
}

extension AudioSection {
    /// What the section counted so far.
    func statistics() -> PeerEngineStatistics.Audio {
        PeerEngineStatistics.Audio(
            mediaID: mediaID.rawValue, receiver: receiverStatistics(),
            sender: sender == nil
                ? nil
                : PeerEngineStatistics.Sender(
                    ssrc: media.localSSRC, packetsSent: tally.packetsSent, bytesSent: tally.bytesSent,
                    retransmittedPacketsSent: 0, framesSent: tally.framesSent, targetBitrate: nil,
                    report: tally.report))
    }

    private func receiverStatistics() -> PeerEngineStatistics.AudioReceiver? {
        guard let ssrc = receiver?.remoteSSRC, let counters = receiver?.counters, let playout = receiver?.statistics
        else { return nil }
        return PeerEngineStatistics.AudioReceiver(
            ssrc: ssrc, counters: counters, playout: playout, packetsLost: Int(receiver?.cumulativeLost ?? 0),
            bytesReceived: tally.bytesReceived, level: receiver?.level)
    }
}
