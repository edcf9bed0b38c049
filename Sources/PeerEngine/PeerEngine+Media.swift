import CongestionControl
import JSEP
import RTP
import SDP
import SRTP
import Wire

/// RTP between SRTP and the sections.
extension PeerEngine {
    /// Takes the sections of the latest agreement; those that are gone go with their state.
    mutating func applyMedia(_ media: [NegotiatedMedia]) {
        let senders = video.filter(\.isSending)
        video = media.filter { $0.kind == .video }
            .compactMap { next in
                // Sections beyond the camera's carry nothing.
                guard let role = VideoRole(ordinal: next.ordinal) else { return nil }
                guard let section = video.first(where: { $0.mediaID == next.mediaID }) else {
                    return VideoSection(next, role: role)
                }
                section.apply(next)
                return section
            }
        applyAudio(media.first { $0.kind == .audio && $0.ordinal == 0 })
        // A section that does not send any more takes back what it has handed over.
        for section in senders where !video.contains(where: { $0 === section && $0.isSending }) {
            sending?.discardVideo(of: section)
        }
        if isSecured { startMedia() }
    }

    private mutating func applyAudio(_ next: NegotiatedMedia?) {
        guard let next else {
            audio = nil
            return
        }
        if let audio, audio.mediaID == next.mediaID { audio.apply(next) } else { audio = AudioSection(next) }
    }

    /// Makes the senders, for which SRTP's profile must be known.
    mutating func startMedia() {
        guard let trailerByteCount = srtp?.profile.tagByteCount else { return }
        for section in video { section.makeSender(trailerByteCount: trailerByteCount, random: &random) }
        audio?.makeSender(trailerByteCount: trailerByteCount, random: &random)
        startSending(trailerByteCount: trailerByteCount)
    }

    /// Takes a datagram of SRTP or SRTCP; what cannot be opened, read or routed is counted and dropped.
    mutating func handleMedia(_ datagram: [UInt8], isControl: Bool) {
        guard isSecured, srtp != nil else {
            counters.earlyMedia += 1
            return
        }
        var packet = datagram
        do throws(SRTPError) {
            if isControl {
                try srtp?.inbound.unprotectControl(&packet)
            } else {
                try srtp?.inbound.unprotect(&packet)
            }
        } catch {
            counters.refusedMedia += 1
            return
        }
        if isControl { handleControl(packet) } else { handleStream(packet) }
    }

    private mutating func handleStream(_ bytes: [UInt8]) {
        guard let packet = try? RTPPacket.parse(bytes) else {
            counters.malformedMedia += 1
            return
        }
        let claims = video.map { $0.streams.claims(packet) }
        let strongest = claims.max() ?? .none
        let audioClaim = audio?.streams.claims(packet) ?? .none
        if let audio, audioClaim > strongest {
            handle(packet, of: audio, audioClaim)
        } else if strongest != .none, let index = claims.firstIndex(of: strongest) {
            handle(packet, of: video[index], strongest)
        } else {
            counters.unroutedMedia += 1
            return
        }
        sendArrivalReports()
    }

    private mutating func handle(_ packet: RTPPacket, of section: VideoSection, _ claim: SectionStreams.Claim) {
        if claim == .bySection { section.learn(packet.ssrc) }
        if let number = section.transportSequenceNumber(of: packet) {
            arrivals.handle(transportSequenceNumber: number, now: now)
        }
        section.receiver?.handle(packet, now: now)
        section.tally.bytesReceived += packet.payload.count
    }

    private mutating func handle(_ packet: RTPPacket, of section: AudioSection, _ claim: SectionStreams.Claim) {
        if claim == .bySection { section.learn(packet.ssrc) }
        if let number = section.transportSequenceNumber(of: packet) {
            arrivals.handle(transportSequenceNumber: number, now: now)
        }
        section.receiver?.handle(packet, now: now)
        section.tally.bytesReceived += packet.payload.count
    }

    /// Reports arrivals in the name of a section that has a stream, which the report names, where there is one.
    private mutating func sendArrivalReports() {
        if let section = video.first(where: { $0.reportsArrivals && $0.receiver?.remoteSSRC != nil }) {
            section.receiver?.sendReports(of: &arrivals, now: now)
        } else if let audio, audio.reportsArrivals {
            audio.receiver?.sendReports(of: &arrivals, now: now)
        } else {
            video.first(where: \.reportsArrivals)?.receiver?.sendReports(of: &arrivals, now: now)
        }
    }

    /// The earliest of what the sections and the report of arrivals wait for.
    var nextMediaTimeout: Instant? {
        let isReporting = audio?.reportsArrivals == true || video.contains(where: \.reportsArrivals)
        var earliest = isReporting ? arrivals.nextTimeout : nil
        if let next = audio?.nextTimeout { earliest = min(earliest ?? next, next) }
        if let next = sending?.nextTimeout(now: now) { earliest = min(earliest ?? next, next) }
        for section in video {
            guard let next = section.nextTimeout else { continue }
            earliest = min(earliest ?? next, next)
        }
        return earliest
    }

    /// Does what is due in all sections.
    mutating func handleMediaTimeout() {
        for section in video { section.handleTimeout(now: now) }
        audio?.handleTimeout(now: now)
        sending?.handleTimeout(now: now)
        sendArrivalReports()
    }

    private mutating func handleControl(_ bytes: [UInt8]) {
        guard let packets = try? RTCPPacket.parse(bytes) else {
            counters.malformedMedia += 1
            return
        }
        // Each section takes what names its streams.
        for packet in packets {
            if case .transportFeedback(let feedback) = packet { sending?.controller.handle(feedback, now: now) }
            for section in video {
                section.receiver?.handle(packet, now: now)
                if section.media.direction.sends { section.sender?.handle(packet, now: now) }
            }
            guard let audio else { continue }
            audio.receiver?.handle(packet, now: now)
            if audio.media.direction.sends { audio.sender?.handle(packet, now: now) }
        }
    }

    /// Takes out of the sections what came of the last call.
    mutating func pollMedia() {
        pollAudio()
        pollVideo()
        pollSending()
    }

    /// - Returns: whether the packet leaves.
    @discardableResult
    mutating func protect(_ packet: [UInt8], isControl: Bool) -> Bool {
        var packet = packet
        do throws(SRTPError) {
            if isControl {
                try srtp?.outbound.protectControl(&packet)
            } else {
                try srtp?.outbound.protect(&packet)
            }
        } catch {
            // SRTP refuses what its key may no longer protect; the packet is lost like any other.
            counters.refusedMedia += 1
            return false
        }
        emit(packet)
        return true
    }
}
