import CongestionControl
import JSEP
package import RTP
import SDP
import SRTP
package import Wire

/// RTP between SRTP and the frames.
extension PeerEngine {
    /// Sends a frame; lost when its section does not send, or before `secured`.
    package mutating func sendVideo(_ frame: EncodedVideoFrame, on role: VideoRole, now: Instant) {
        self.now = now
        guard isSecured, let section = videoSection(role), section.isSending else { return }
        section.sender?.send(frame, now: now)
        section.tally.framesSent += 1
        sending?.allocation.handleFrame(of: role, now: now)
    }

    /// The codecs of frames that the peer takes, in its order of preference; none before an agreement on sending.
    package func sendableVideoCodecs(of role: VideoRole) -> [VideoCodec] {
        videoSection(role)?.sendableCodecs ?? []
    }

    /// Asks the peer for a key frame, for a decoder that failed or began late.
    package mutating func requestKeyFrame(of role: VideoRole, now: Instant) {
        self.now = now
        videoSection(role)?.receiver?.requestKeyFrame(now: now)
    }

    /// Stops our video at once: what waits is dropped, and nothing sent before can be asked for again.
    package mutating func discardVideo(_ role: VideoRole) {
        guard let section = videoSection(role) else { return }
        section.sender?.discard()
        sending?.discardVideo(of: section)
    }

    private func videoSection(_ role: VideoRole) -> VideoSection? { video.first { $0.role == role } }

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
        // A section that does not send any more takes back what it has handed over.
        for section in senders where !video.contains(where: { $0 === section && $0.isSending }) {
            sending?.discardVideo(of: section)
        }
        if isSecured { startVideo() }
    }

    /// Makes the senders, for which SRTP's profile must be known.
    mutating func startVideo() {
        guard let trailerByteCount = srtp?.profile.tagByteCount else { return }
        for section in video { section.makeSender(trailerByteCount: trailerByteCount, random: &random) }
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
        guard let strongest = claims.max(), strongest != .none, let index = claims.firstIndex(of: strongest) else {
            counters.unroutedMedia += 1
            return
        }
        if strongest == .bySection { video[index].learn(packet.ssrc) }
        if let number = video[index].transportSequenceNumber(of: packet) {
            arrivals.handle(transportSequenceNumber: number, now: now)
        }
        video[index].receiver?.handle(packet, now: now)
        video[index].tally.bytesReceived += packet.payload.count
        reportingSection?.receiver?.sendReports(of: &arrivals, now: now)
    }

    /// The section in whose name arrivals are reported: one that has a stream, which the report names, where there is one.
    private var reportingSection: VideoSection? {
        video.first { $0.reportsArrivals && $0.receiver?.remoteSSRC != nil } ?? video.first(where: \.reportsArrivals)
    }

    /// The earliest of what the sections and the report of arrivals wait for.
    var nextVideoTimeout: Instant? {
        var earliest = reportingSection == nil ? nil : arrivals.nextTimeout
        if let next = sending?.nextTimeout(now: now) { earliest = min(earliest ?? next, next) }
        for section in video {
            guard let next = section.nextTimeout else { continue }
            earliest = min(earliest ?? next, next)
        }
        return earliest
    }

    /// Does what is due in all sections.
    mutating func handleVideoTimeout() {
        for section in video { section.handleTimeout(now: now) }
        sending?.handleTimeout(now: now)
        reportingSection?.receiver?.sendReports(of: &arrivals, now: now)
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
        }
    }

    /// Takes out of the sections what came of the last call.
    mutating func pollVideo() {
        for section in video {
            while let output = section.receiver?.pollOutput() {
                switch output {
                case .frame(let frame):
                    if frame.isKeyFrame {
                        section.tally.frameWidth = Int(frame.width)
                        section.tally.frameHeight = Int(frame.height)
                    }
                    outputs.append(.event(.videoFrame(section.role, frame)))
                case .rtcp(let packet): protect(packet, isControl: true)
                }
            }
            while let output = section.sender?.pollOutput() {
                switch output {
                case .packet(let packet, let isRepeated): enqueue(packet, of: section, isRepeated: isRepeated)
                case .rtcp(let packet): protect(packet, isControl: true)
                case .keyFrameRequested: outputs.append(.event(.keyFrameRequested(section.role)))
                case .receptionReported(let report):
                    if let time = report.roundTripTime { section.receiver?.roundTripTime = time }
                    section.tally.report = report
                    sending?.controller.handle(report, now: now)
                    outputs.append(.event(.videoReceptionReported(section.role, report)))
                case .bitrateEstimated(let bitsPerSecond):
                    let bitrate = Bitrate(bitsPerSecond: Double(bitsPerSecond))
                    sending?.controller.handleReceiverEstimate(bitrate)
                }
            }
        }
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
