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
    /// What of the rate each section has.
    var allocation = VideoAllocation()

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
        var earliest = [controller.nextTimeout, allocation.nextTimeout].compactMap { $0 }.min()
        let waiting = controller.statistics(now: now).pacer
        if !hasLongBacklog, waiting.packetCount > 0 {
            let tooOld = now + max(.zero, Self.longestWait - waiting.oldestAge)
            earliest = min(earliest ?? tooOld, tooOld)
        }
        return earliest
    }

    /// Does what is due.
    mutating func handleTimeout(now: Instant) {
        controller.handleTimeout(now: now)
        allocation.handleTimeout(now: now)
    }

    /// Takes back what a section has handed over and has not left.
    mutating func discardVideo(of section: VideoSection) {
        let mediaID = section.mediaID
        controller.discardVideo { $0.mediaID == mediaID }
        allocation.handleStop(of: section.role)
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
    /// Begins to pace when a section sends, and anew when the peer begins or ceases to tell arrivals.
    mutating func startSending(trailerByteCount: Int) {
        let senders = video.filter(\.isSending)
        let streams = senders.map(\.streams) + (audio?.isSending == true ? [audio?.streams].compactMap(\.self) : [])
        guard !streams.isEmpty else { return }
        let hasTransportFeedback = streams.contains { $0.transportSequenceNumberID != nil }
        guard sending?.hasTransportFeedback != hasTransportFeedback else { return }
        let waiting = sending?.controller.statistics(now: now).pacer.packetCount ?? 0
        let hadLongBacklog = sending?.hasLongBacklog ?? false
        sending = MediaSending(
            hasTransportFeedback: hasTransportFeedback, roundTripTime: pathRoundTripTime ?? .milliseconds(100),
            trailerByteCount: trailerByteCount)
        for section in senders {
            if hadLongBacklog { outputs.append(.event(.videoBacklogChanged(section.role, isTooLong: false))) }
            // What waited is gone; the receiver might never notice that a frame's end is.
            if waiting > 0 { outputs.append(.event(.keyFrameRequested(section.role))) }
        }
    }

    /// Has a packet of a section's wait for its turn.
    mutating func enqueue(_ packet: RTPPacket, _ mediaClass: MediaClass, of mediaID: MediaID) {
        guard let trailerByteCount = sending?.trailerByteCount else { return }
        sending?.controller.enqueue(
            OutgoingMedia(mediaID: mediaID, packet: packet), mediaClass,
            byteCount: packet.byteCount + trailerByteCount, now: now)
    }

    /// Sends what is due, and tells what encoders are to do.
    mutating func pollSending() {
        while let output = sending?.controller.pollOutput(now: now) {
            switch output {
            case .packet(let media, let mediaClass, let cluster):
                if let audio, audio.mediaID == media.mediaID {
                    send(media.packet, of: audio, cluster)
                } else if let section = video.first(where: { $0.mediaID == media.mediaID }) {
                    send(media.packet, of: section, mediaClass, cluster)
                }
            case .padding(let byteCount, let cluster): sendPadding(byteCount, cluster)
            case .bitrateChanged(let bitrate): sending?.allocation.total = bitrate.targetBitrate
            }
        }
        let roles = video.filter(\.isSending).map(\.role)
        for (role, bitrate) in sending?.allocation.pollChanges(of: roles, now: now) ?? [] {
            outputs.append(.event(.videoBitrate(role, bitrate)))
        }
        if let isTooLong = sending?.pollBacklog(now: now) {
            for role in roles { outputs.append(.event(.videoBacklogChanged(role, isTooLong: isTooLong))) }
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

    private mutating func send(_ packet: RTPPacket, of section: AudioSection, _ cluster: ProbeClusterID?) {
        guard section.media.direction.sends, let trailerByteCount = sending?.trailerByteCount,
            let datagram = section.sender?.makeDatagram(packet, numbers: &transportSequenceNumbers, now: now),
            protect(datagram.bytes, isControl: false)
        else { return }
        section.tally.packetsSent += 1
        section.tally.bytesSent += datagram.bytes.count
        section.rate.handlePacket(byteCount: datagram.bytes.count + trailerByteCount)
        sending?.controller.handleSent(
            datagram.transportSequenceNumber, byteCount: datagram.bytes.count + trailerByteCount,
            mediaClass: .audio, cluster: cluster, now: now)
    }
}
