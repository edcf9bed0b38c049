import CongestionControl
import JSEP
import RTP
import SDP
import SRTP
import Wire

/// A packet that waits for its turn.
struct OutgoingMedia: Sendable {
    /// The section whose sender made it.
    let mediaID: MediaID
    /// Without its number among all of the transport, which it gets when it leaves.
    let packet: RTPPacket
}

/// Decides when media leaves and how much encoders make, and notes what of it was told.
struct MediaSending: Sendable {
    /// From this age on of what waits, an encoder's next frame would only come later: it is to be left out.
    static let longestWait = Duration.milliseconds(150)
    /// From this age on frames are wanted again.
    static let shortWait = Duration.milliseconds(75)
    /// What may be on its way before anything is known of a path (RFC 6928 §2), for the rate to begin with.
    private static let initialWindowByteCount = 12_000
    /// The rate to begin with, whatever the path's round trip: a probe finds more within one.
    private static let startBitrates = Bitrate.kilobits(300)...Bitrate.kilobits(1_000)

    /// The rule of use is kept by `pollSending`.
    var controller: MediaSendController<OutgoingMedia>
    /// Whether the peer agreed to tell arrivals.
    let hasTransportFeedback: Bool
    /// What SRTP adds to a packet.
    let trailerByteCount: Int
    /// Whether it was told that what waits does so for too long.
    private(set) var hasLongBacklog = false

    /// Begins as bold as the path's round trip allows.
    init(hasTransportFeedback: Bool, roundTripTime: Duration, trailerByteCount: Int) {
        self.hasTransportFeedback = hasTransportFeedback
        self.trailerByteCount = trailerByteCount
        let window = Double(Self.initialWindowByteCount) * 8 / max(roundTripTime.inSeconds, 0.001)
        let start = min(
            max(Bitrate(bitsPerSecond: window), Self.startBitrates.lowerBound), Self.startBitrates.upperBound)
        controller = MediaSendController(
            configuration: CongestionControlConfiguration(
                startBitrate: start, hasTransportFeedback: hasTransportFeedback, roundTripTime: roundTripTime))
    }

    /// When something leaves, is given up, or has waited for too long.
    func nextTimeout(now: Instant) -> Instant? {
        let waiting = controller.statistics(now: now).pacer
        guard !hasLongBacklog, waiting.packetCount > 0 else { return controller.nextTimeout }
        let tooOld = now + max(.zero, Self.longestWait - waiting.oldestAge)
        return min(controller.nextTimeout ?? tooOld, tooOld)
    }

    /// Whether what waits does so for too long, each time that this changes.
    mutating func pollBacklog(now: Instant) -> Bool? {
        let age = controller.statistics(now: now).pacer.oldestAge
        let isLong = hasLongBacklog ? age > Self.shortWait : age >= Self.longestWait
        guard isLong != hasLongBacklog else { return nil }
        hasLongBacklog = isLong
        return isLong
    }
}

/// What leaves of all sections, at the rate that the path carries.
extension PeerEngine {
    /// The sections that send, and can.
    var sendingMediaIDs: Set<MediaID> {
        Set(video.filter { $0.media.direction.sends && $0.sender != nil }.map(\.mediaID))
    }

    /// Begins to pace when a section sends, and anew when the peer begins or ceases to tell arrivals.
    mutating func startSending(trailerByteCount: Int) {
        let senders = video.filter { $0.media.direction.sends && $0.sender != nil }
        guard !senders.isEmpty else { return }
        let hasTransportFeedback = senders.contains { $0.transportSequenceNumberID != nil }
        guard sending?.hasTransportFeedback != hasTransportFeedback else { return }
        let waiting = sending?.controller.statistics(now: now).pacer.packetCount ?? 0
        let hadLongBacklog = sending?.hasLongBacklog ?? false
        sending = MediaSending(
            hasTransportFeedback: hasTransportFeedback, roundTripTime: pathRoundTripTime ?? .milliseconds(100),
            trailerByteCount: trailerByteCount)
        if hadLongBacklog { outputs.append(.event(.videoBacklogChanged(isTooLong: false))) }
        // What waited is gone; the receiver might never notice that a frame's end is.
        if waiting > 0 { outputs.append(.event(.keyFrameRequested)) }
    }

    /// Has a packet of a section's wait for its turn.
    mutating func enqueue(_ packet: RTPPacket, of section: VideoSection, isRepeated: Bool) {
        guard let trailerByteCount = sending?.trailerByteCount else { return }
        sending?.controller.enqueue(
            OutgoingMedia(mediaID: section.mediaID, packet: packet), isRepeated ? .retransmission : .video,
            byteCount: packet.byteCount + trailerByteCount, now: now)
    }

    /// Sends what is due, and tells what encoders are to do.
    mutating func pollSending() {
        while let output = sending?.controller.pollOutput(now: now) {
            switch output {
            case .packet(let media, let mediaClass, let cluster):
                guard let section = video.first(where: { $0.mediaID == media.mediaID }) else { continue }
                send(media.packet, of: section, mediaClass, cluster)
            case .padding(let byteCount, let cluster): sendPadding(byteCount, cluster)
            case .bitrateChanged(let bitrate): outputs.append(.event(.bitrateChanged(bitrate)))
            }
        }
        if let isTooLong = sending?.pollBacklog(now: now) {
            outputs.append(.event(.videoBacklogChanged(isTooLong: isTooLong)))
        }
    }

    /// A probe that lacks packets is filled up on a repeating stream; where there is none it stays short.
    private mutating func sendPadding(_ byteCount: Int, _ cluster: ProbeClusterID) {
        for section in video where section.media.direction.sends {
            guard let packet = section.sender?.makePadding(byteCount: byteCount) else { continue }
            return send(packet, of: section, nil, cluster)
        }
    }

    private mutating func send(
        _ packet: RTPPacket, of section: VideoSection, _ mediaClass: MediaClass?, _ cluster: ProbeClusterID?
    ) {
        guard section.media.direction.sends, let trailerByteCount = sending?.trailerByteCount,
            let datagram = section.sender?.makeDatagram(packet, numbers: &transportSequenceNumbers, now: now),
            protect(datagram.bytes, isControl: false)
        else { return }
        section.tally.packetsSent += 1
        section.tally.bytesSent += datagram.bytes.count
        sending?.controller.handleSent(
            datagram.transportSequenceNumber, byteCount: datagram.bytes.count + trailerByteCount,
            mediaClass: mediaClass, cluster: cluster, now: now)
    }
}
