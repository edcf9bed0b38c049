package import Wire

/// Puts the packets of one stream of Opus into the order and the pace in which they are heard.
///
///     packets ─▶ insert ─▶ ordered by timestamp ─▶ decide ─▶ decoder, time-stretching ─▶ what waits to be played
///
/// Call `insert` for each packet, and `decide` whenever less waits to be played than the device takes next. Each decision makes
/// the sound that follows the one before. Sound waits for as long as the measured jitter asks for; to come nearer to that,
/// silences are cut or lengthened, and sound is played a little faster or slower.
///
/// ```text
/// waiting ──enough waits──▶ playing ──sender falls silent──▶ silent
///    ▲                        ▲ └──nothing there: conceals─┘    │
///    └──another stream────────└──────────a packet is due────────┘
/// ```
package struct AudioJitterBuffer: Sendable {
    /// The bounds between which the wait adapts.
    package struct Configuration: Sendable {
        /// The least that sound waits.
        package var minimumDelay: Duration
        /// The most that sound waits; what is later is lost.
        package var maximumDelay: Duration

        /// A device that takes 10 ms at a time needs as much.
        package init(minimumDelay: Duration = .milliseconds(10), maximumDelay: Duration = .milliseconds(500)) {
            self.minimumDelay = minimumDelay
            self.maximumDelay = maximumDelay
        }
    }

    /// A packet as RTP gave it, with the payloads that it repeats.
    package struct Packet: Sendable {
        /// One more than that of the packet that was sent before.
        package var sequenceNumber: RTPSequenceNumber
        /// 48 kHz; of its first sample.
        package var timestamp: RTPTimestamp
        /// Opus.
        package var payload: [UInt8]
        /// Of the same codec, oldest first.
        package var repeated: [RedundantAudio.Block]

        package init(
            sequenceNumber: RTPSequenceNumber, timestamp: RTPTimestamp, payload: [UInt8],
            repeated: [RedundantAudio.Block] = []
        ) {
            self.sequenceNumber = sequenceNumber
            self.timestamp = timestamp
            self.payload = payload
            self.repeated = repeated
        }
    }

    /// What waits, in order; a packet that was repeated has the number that it must have had.
    struct Entry: Sendable {
        let timestamp: Int64
        let sequence: Int64
        let head: OpusPacket
        let payload: [UInt8]
        let arrival: Instant
        let isRepeated: Bool
    }

    enum State: Sendable {
        /// No sound was given out.
        case waiting
        /// `next` is the timestamp that is due; `waited` samples were concealed in the hope that it comes.
        case playing(next: Int64, waited: Int)
        /// The sender said nothing since `next`.
        case silent(next: Int64)
    }

    /// Arrivals this far from where the stream's time was are of a sender that began anew.
    private static let restartDistance = Duration.seconds(5)
    /// 5 s; what comes on top pushes out the oldest.
    private static let maximumEntryCount = 250
    /// While the path is not known yet.
    private static let initialJitter = Duration.milliseconds(20)
    private static let initialEntryCount = 5
    /// How long after a loss sound waits for the packet that repairs the next one.
    private static let repairMemory = Duration.seconds(10)

    let configuration: Configuration
    var state = State.waiting
    var entries: [Entry] = []
    var estimator = AudioDelayEstimator()
    /// What was given out last, for the number and the kind of what should follow.
    var last: (sequence: Int64, sampleCount: Int, isSilence: Bool)?
    var isConcealing = false
    var lastPaceChange: Instant?
    private var sequences = ReceivedSequences()
    private var timestampReference: Int64?
    private var suspect: Packet?
    private var suspectTransit: Int64 = 0
    private var repairs: (delay: Duration, until: Instant)?

    /// What happened so far.
    package internal(set) var statistics = AudioStatistics()

    /// Begins without a packet.
    package init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// How long sound is to wait beyond the fastest packet's arrival.
    package func targetDelay(now: Instant) -> Duration {
        var jitter = estimator.jitter
        if estimator.entryCount < Self.initialEntryCount { jitter = max(jitter, Self.initialJitter) }
        if let repairs, now < repairs.until { jitter += repairs.delay }
        return min(configuration.minimumDelay + jitter, configuration.maximumDelay)
    }

    /// Packets that wait.
    package var packetCount: Int { entries.count }

    /// Takes a packet of the stream.
    package mutating func insert(_ packet: Packet, now: Instant) {
        guard let head = try? OpusPacket.parse(packet.payload.span) else {
            statistics.malformed += 1
            return
        }
        let timestamp = unwrap(packet.timestamp)
        let transit = now.nanoseconds &- Self.nanoseconds(timestamp)
        if let base = estimator.base, abs(transit &- base) > Self.restartDistance.inNanoseconds {
            handleSuspect(packet, transit: transit, now: now)
            return
        }
        suspect = nil
        let (sequence, isNew, hasGap) = sequences.insert(packet.sequenceNumber)
        guard isNew else {
            statistics.duplicates += 1
            return
        }
        timestampReference = max(timestampReference ?? timestamp, timestamp)
        estimator.handle(transit: transit, now: now)
        if hasGap { noteLoss(packet, head, now: now) }
        insertRepeated(packet, timestamp: timestamp, sequence: sequence, now: now)
        store(
            Entry(
                timestamp: timestamp, sequence: sequence, head: head, payload: packet.payload, arrival: now,
                isRepeated: false))
    }

    /// Drops what waits and forgets the path, for another stream; what was counted stays.
    package mutating func beginAnew() {
        var counted = statistics
        counted.restarts += 1
        counted.packetsDiscarded += UInt64(entries.count)
        self = AudioJitterBuffer(configuration: configuration)
        statistics = counted
    }

    /// Counts what the player's time-stretching made of decoded sound.
    package mutating func countStretch(decodedSampleCount: Int, playedSampleCount: Int) {
        let removed = decodedSampleCount - playedSampleCount
        if removed > 0 { statistics.removedSamplesForAcceleration += UInt64(removed) }
        if removed < 0 { statistics.insertedSamplesForDeceleration += UInt64(-removed) }
    }

    /// The time of a timestamp on the sender's clock.
    static func nanoseconds(_ timestamp: Int64) -> Int64 { timestamp * 62_500 / 3 }

    /// The timestamp whose sound is not given out yet; `nil` before the first.
    var next: Int64? {
        switch state {
        case .waiting: nil
        case .playing(let next, _), .silent(let next): next
        }
    }

    private func unwrap(_ timestamp: RTPTimestamp) -> Int64 {
        guard let reference = timestampReference else { return Int64(timestamp.rawValue) }
        let ahead = Int32(bitPattern: timestamp.rawValue &- UInt32(truncatingIfNeeded: reference))
        return reference + Int64(ahead)
    }

    /// One stray packet changes nothing; two that follow each other are a stream that began anew.
    private mutating func handleSuspect(_ packet: Packet, transit: Int64, now: Instant) {
        guard let first = suspect, first.sequenceNumber.next == packet.sequenceNumber,
            abs(transit &- suspectTransit) < Self.restartDistance.inNanoseconds
        else {
            suspect = packet
            suspectTransit = transit
            return
        }
        beginAnew()
        insert(first, now: now)
        insert(packet, now: now)
    }

    private mutating func noteLoss(_ packet: Packet, _ head: OpusPacket, now: Instant) {
        let frames = max(packet.repeated.count, head.hasForwardErrorCorrection ? 1 : 0)
        guard frames > 0 else { return }
        repairs = (.nanoseconds(Self.nanoseconds(Int64(frames * head.sampleCount))), now + Self.repairMemory)
    }

    private mutating func insertRepeated(_ packet: Packet, timestamp: Int64, sequence: Int64, now: Instant) {
        for (index, block) in packet.repeated.enumerated() where block.timestampOffset > 0 {
            let earlier = timestamp - Int64(block.timestampOffset)
            guard earlier >= next ?? .min, !entries.contains(where: { $0.timestamp == earlier }) else { continue }
            guard let head = try? OpusPacket.parse(block.payload.span) else {
                statistics.malformed += 1
                continue
            }
            store(
                Entry(
                    timestamp: earlier, sequence: sequence - Int64(packet.repeated.count - index), head: head,
                    payload: block.payload, arrival: now, isRepeated: true))
        }
    }

    private mutating func store(_ entry: Entry) {
        guard entry.timestamp >= next ?? .min else {
            statistics.packetsDiscarded += 1
            return
        }
        var index = entries.count
        while index > 0, entries[index - 1].timestamp > entry.timestamp { index -= 1 }
        if index > 0, entries[index - 1].timestamp == entry.timestamp {
            if entries[index - 1].isRepeated { entries[index - 1] = entry } else { statistics.duplicates += 1 }
            return
        }
        entries.insert(entry, at: index)
        if entries.count > Self.maximumEntryCount {
            entries.removeFirst()
            statistics.packetsDiscarded += 1
        }
    }
}

/// Which of the last 64 numbers came.
private struct ReceivedSequences: Sendable {
    private var unwrapper = SequenceUnwrapper()
    private var highest: Int64?
    /// Bit n is set where `highest − n` came.
    private var bits: UInt64 = 0

    /// - Returns: the unwrapped number, whether it is there for the first time, and whether numbers before it are missing.
    mutating func insert(_ number: RTPSequenceNumber) -> (sequence: Int64, isNew: Bool, hasGap: Bool) {
        let sequence = unwrapper.unwrap(number.rawValue)
        guard let highest else {
            self.highest = sequence
            bits = 1
            return (sequence, true, false)
        }
        guard sequence <= highest else {
            let ahead = sequence - highest
            bits = (ahead < 64 ? bits << UInt64(ahead) : 0) | 1
            self.highest = sequence
            return (sequence, true, ahead > 1)
        }
        guard highest - sequence < 64 else { return (sequence, true, false) }
        let bit = UInt64(1) << UInt64(highest - sequence)
        defer { bits |= bit }
        return (sequence, bits & bit == 0, false)
    }
}
