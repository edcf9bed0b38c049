package import RTP
package import Wire

/// How much may be sent, and why; the names are those of the WebRTC statistics.
package struct MediaBitrate: Equatable, Sendable {
    /// What video encoders may make together.
    package let targetBitrate: Bitrate
    /// What all that leaves may have together.
    package let availableOutgoingBitrate: Bitrate
    package let reason: BitrateReason
}

/// What `MediaSendController.pollOutput` gives.
package enum MediaSendOutput<Packet: Sendable>: Sendable {
    /// It leaves now: number it, send it, then call `handleSent` with the same class and cluster.
    case packet(Packet, MediaClass, cluster: ProbeClusterID?)
    /// Something without meaning of so many bytes, the whole datagram, leaves now: a packet sent before on the repeating
    /// stream, or padding. Then call `handleSent` without a class, or nothing where there is no stream to pad.
    case padding(byteCount: Int, cluster: ProbeClusterID)
    /// Encoders should follow.
    case bitrateChanged(MediaBitrate)
}

extension MediaSendOutput: Equatable where Packet: Equatable {}

/// Decides for all media of one transport when each packet leaves and how much encoders make.
///
///     encoders ─ enqueue ─▶ pacer ─ pollOutput ─▶ number, SRTP, path
///         ▲                   ▲                        │ handleSent
///         └─ bitrateChanged ─ estimator ◀──────────────┘◀─ feedback, REMB, receiver reports
///
/// The rule of use: after each call, `pollOutput(now:)` until it gives `nil`, then call `handleTimeout` at `nextTimeout`.
/// Nothing waits and nothing wakes anybody while nothing is sent.
package struct MediaSendController<Packet: Sendable>: Sendable {
    /// A change of the target below this share is not told.
    static var smallestChange: Double { 0.03 }
    /// Video gets this share of the total at least, however much is repeated.
    static var leastVideoShare: Double { 0.5 }

    private var estimator: BandwidthEstimator
    private var pacer = MediaPacer<Packet>()
    private var told: MediaBitrate?
    private var audioBitrate: Bitrate
    private let minimumBitrate: Bitrate
    private var repeated = RepeatedShare()

    package init(configuration: CongestionControlConfiguration) {
        estimator = BandwidthEstimator(configuration: configuration)
        audioBitrate = configuration.audioBitrate
        minimumBitrate = configuration.minimumBitrate
    }

    /// What sound takes; video gets less by as much. Zero while nobody speaks.
    package mutating func setAudioBitrate(_ bitrate: Bitrate) {
        audioBitrate = bitrate
    }

    /// Adds a packet that is to leave.
    /// - Parameter byteCount: the whole datagram, SRTP's trailer included.
    package mutating func enqueue(_ packet: Packet, _ mediaClass: MediaClass, byteCount: Int, now: Instant) {
        pacer.enqueue(packet, mediaClass, byteCount: byteCount, now: now)
    }

    /// Notes what left, right after it was given out.
    /// - Parameters:
    ///   - number: its transport-wide number; `nil` where it has none.
    ///   - mediaClass: as given out; `nil` for padding.
    package mutating func handleSent(
        _ number: UInt16?, byteCount: Int, mediaClass: MediaClass?, cluster: ProbeClusterID?, now: Instant
    ) {
        repeated.add(byteCount, isRepeated: mediaClass == .retransmission, now: now)
        // A voice takes what it takes: it is no reason to look for more.
        let isFollowing = mediaClass != nil && mediaClass != .audio
        estimator.handleSent(number, byteCount: byteCount, cluster: cluster, isMedia: isFollowing, now: now)
    }

    /// Takes the peer's report of arrivals.
    package mutating func handle(_ feedback: TransportFeedback, now: Instant) {
        estimator.handle(feedback, now: now)
    }

    /// Takes the receiver's estimate (REMB).
    package mutating func handleReceiverEstimate(_ bitrate: Bitrate) {
        estimator.handleReceiverEstimate(bitrate)
    }

    /// Takes what the peer reports of our stream.
    package mutating func handle(_ report: ReceptionReport, now: Instant) {
        estimator.handle(report, now: now)
    }

    /// Drops video that waits: sharing stopped.
    /// - Parameter isDropped: tells of each packet whether it goes; those behind it stay in order.
    package mutating func discardVideo(where isDropped: (Packet) -> Bool = { _ in true }) {
        pacer.removeVideo(where: isDropped)
        pacer.removeProbes()
    }

    /// When `handleTimeout` is to be called; valid after `pollOutput` gave `nil`.
    package var nextTimeout: Instant? {
        [pacer.nextTimeout(bounds(now: nil)), windowTimeout, estimator.nextTimeout].compactMap { $0 }.min()
    }

    /// Does what is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        estimator.handleTimeout(now: now)
    }

    /// The next packet or change; `nil` when there is nothing more until the next call.
    package mutating func pollOutput(now: Instant) -> MediaSendOutput<Packet>? {
        if estimator.isDraining { pacer.removeProbes() }
        while let cluster = estimator.pollProbe() { pacer.enqueue(cluster) }
        if let change = pollChange() { return .bitrateChanged(change) }
        return pacer.poll(bounds(now: now), now: now).map {
            switch $0 {
            case .packet(let packet, let mediaClass, let cluster): .packet(packet, mediaClass, cluster: cluster)
            case .padding(let byteCount, let cluster): .padding(byteCount: byteCount, cluster: cluster)
            }
        }
    }

    /// What is known now.
    package func statistics(now: Instant) -> MediaSendStatistics {
        MediaSendStatistics(
            bitrate: bitrate, roundTripTime: estimator.roundTripTime, lossFraction: estimator.lossFraction,
            queueDelay: estimator.queueDelay, isApplicationLimited: estimator.isApplicationLimited,
            pacer: pacer.statistics(now: now), counters: estimator.counters)
    }

    private var bitrate: MediaBitrate {
        let total = estimator.availableOutgoingBitrate
        let rest = max(total - audioBitrate, min(minimumBitrate, total))
        return MediaBitrate(
            targetBitrate: max(rest - rest * repeated.share, rest * Self.leastVideoShare),
            availableOutgoingBitrate: total, reason: estimator.reason)
    }

    private mutating func pollChange() -> MediaBitrate? {
        var next = bitrate
        if let told {
            let before = told.targetBitrate.bitsPerSecond
            guard abs(next.targetBitrate.bitsPerSecond - before) > before * Self.smallestChange else { return nil }
            if next.availableOutgoingBitrate == told.availableOutgoingBitrate {
                next = MediaBitrate(
                    targetBitrate: next.targetBitrate, availableOutgoingBitrate: next.availableOutgoingBitrate,
                    reason: .allocation)
            }
        }
        told = next
        return next
    }

    private func bounds(now: Instant?) -> MediaPacer<Packet>.Bounds {
        let hasRoom = estimator.windowByteCount.map { estimator.inFlightByteCount < $0 } ?? true
        let isOverdue = now.flatMap { now in windowTimeout.map { $0 <= now } } ?? false
        return MediaPacer<Packet>.Bounds(
            bitrate: estimator.availableOutgoingBitrate, isWindowOpen: hasRoom || isOverdue)
    }

    /// When a closed window lets one packet through.
    private var windowTimeout: Instant? {
        guard pacer.isVideoWaiting, let window = estimator.windowByteCount, estimator.inFlightByteCount >= window else {
            return nil
        }
        return estimator.windowTimeout
    }
}

/// What a controller knows, for statistics and the quality indicator.
package struct MediaSendStatistics: Equatable, Sendable {
    /// What was told last, or would be.
    package let bitrate: MediaBitrate
    /// The least of the last seconds, without what stands in queues.
    package let roundTripTime: Duration
    /// 0 to 1, over about a second; `nil` while nothing is known.
    package let lossFraction: Double?
    /// How long packets stand in queues on the path.
    package let queueDelay: Duration
    /// Whether less is sent than might be.
    package let isApplicationLimited: Bool
    /// What waits here.
    package let pacer: PacerQueueStatistics
    /// What of the peer's feedback was of no use.
    package let counters: FeedbackCounters
}

/// The share of repeated packets in what is sent, over about two seconds.
struct RepeatedShare: Sendable {
    /// The time in which what was sent counts for a third.
    private static let memory = 2.0
    private var total = 0.0
    private var repeated = 0.0
    private var lastUpdate: Instant?

    /// 0 to 1.
    var share: Double { total > 10_000 ? repeated / total : 0 }

    /// Takes a packet that left.
    mutating func add(_ byteCount: Int, isRepeated: Bool, now: Instant) {
        let elapsed = lastUpdate.map { min(max(0, (now - $0).inSeconds), 10) } ?? 0
        lastUpdate = now
        let kept = max(0, 1 - elapsed / Self.memory)
        total = total * kept + Double(byteCount)
        repeated = repeated * kept + (isRepeated ? Double(byteCount) : 0)
    }
}
