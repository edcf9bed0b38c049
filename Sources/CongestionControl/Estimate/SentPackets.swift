import RTP
import Wire

/// What left lately, by its transport-wide number, until the peer has told what became of it.
///
///     forgotten │ told of │ in flight │
///            first     highest      last     (numbers that do not wrap)
///
/// Feedback is a peer's word: a number that was not sent, or was told of before, changes nothing and is counted.
struct SentPackets: Sendable {
    private struct Entry {
        let sent: Instant
        let byteCount: Int
        let cluster: ProbeClusterID?
        var fate = Fate.inFlight
    }

    private enum Fate { case inFlight, passedOver, lost, received }

    /// Half the number space is 32,768; this is 15 s at 6 Mbit/s.
    static let maximumCount = 8_192
    /// What is told later is of no more use.
    static let maximumAge = Duration.seconds(10)
    /// In flight for longer counts as gone: nothing on the way to the peer stores so much.
    static let maximumFlightTime = Duration.seconds(3)

    /// From `firstNumber` on; `nil` where a number was used by somebody else.
    private var entries: [Entry?] = []
    private var head = 0
    private var firstNumber: Int64 = 0
    private var lastNumber: Int64?
    private var highestTold: Int64 = -1
    /// Bytes on their way, as far as the peer told.
    private(set) var inFlightByteCount = 0
    /// When the latest packet left.
    private(set) var lastSent: Instant?

    /// Notes a packet that leaves, and forgets the oldest.
    mutating func insert(_ number: UInt16, byteCount: Int, cluster: ProbeClusterID?, now: Instant) {
        var next = Int64(number)
        if let last = lastNumber {
            let ahead = Int64(number &- UInt16(truncatingIfNeeded: last))
            guard ahead > 0 else { return }
            next = last + ahead
            if ahead > Int64(Self.maximumCount) { forgetAll(before: next) }
        } else {
            firstNumber = next
        }
        while firstNumber + Int64(entries.count - head) < next { entries.append(nil) }
        entries.append(Entry(sent: now, byteCount: byteCount, cluster: cluster))
        lastNumber = next
        lastSent = now
        inFlightByteCount += byteCount
        forgetOld(now: now)
    }

    /// What one report says that was not known before.
    /// - Parameter base: when the report's first delta begins, by the peer's clock.
    mutating func take(
        _ feedback: TransportFeedback, base: Instant, counters: inout FeedbackCounters
    ) -> FeedbackNews {
        var news = FeedbackNews()
        var arrival = base
        let toldBefore = highestTold
        for (index, status) in feedback.statuses.enumerated() {
            if case .received(let delta) = status { arrival += .microseconds(Int64(delta) * 250) }
            let number = feedback.baseSequenceNumber &+ UInt16(truncatingIfNeeded: index)
            guard let position = position(of: number), let entry = entries[position] else {
                if case .received = status { counters.unknownPackets += 1 }
                continue
            }
            let unwrapped = firstNumber + Int64(position - head)
            switch (status, entry.fate) {
            case (.received, .received): counters.duplicatePackets += 1
            case (.received, _):
                settle(position, as: .received)
                highestTold = max(highestTold, unwrapped)
                news.received.append(
                    PacketArrival(
                        number: unwrapped, sent: entry.sent, arrival: arrival, byteCount: entry.byteCount,
                        cluster: entry.cluster, isBehindGap: isUnknown(position - 1)))
            case (.notReceived, .inFlight), (.notReceived, .passedOver):
                settle(position, as: .lost)
                news.lost.append(entry.sent)
            case (.notReceived, _): break
            }
        }
        passOver(from: toldBefore)
        news.received.sort { ($0.arrival, $0.number) < ($1.arrival, $1.number) }
        return news
    }

    /// Stops to count as in flight what is too old to be.
    mutating func expire(now: Instant) {
        guard inFlightByteCount > 0, let lastSent, now - lastSent > Self.maximumFlightTime else { return }
        for position in head..<entries.count where entries[position]?.fate == .inFlight {
            settle(position, as: .passedOver)
        }
    }

    /// What no report tells of although later packets were told of: its report was lost, or comes late.
    private mutating func passOver(from first: Int64) {
        var number = max(first, firstNumber)
        while number < highestTold {
            let position = head + Int(number - firstNumber)
            if entries[position]?.fate == .inFlight { settle(position, as: .passedOver) }
            number += 1
        }
    }

    private func isUnknown(_ position: Int) -> Bool {
        guard position >= head, let entry = entries[position] else { return false }
        return entry.fate == .inFlight || entry.fate == .passedOver
    }

    private func position(of number: UInt16) -> Int? {
        guard let last = lastNumber else { return nil }
        let unwrapped = last - Int64(UInt16(truncatingIfNeeded: last) &- number)
        guard unwrapped >= firstNumber else { return nil }
        return head + Int(unwrapped - firstNumber)
    }

    private mutating func settle(_ position: Int, as fate: Fate) {
        guard let entry = entries[position] else { return }
        if entry.fate == .inFlight { inFlightByteCount -= entry.byteCount }
        entries[position]?.fate = fate
    }

    private mutating func forgetOld(now: Instant) {
        while head < entries.count {
            if let entry = entries[head], entries.count - head <= Self.maximumCount,
                now - entry.sent <= Self.maximumAge
            {
                break
            }
            settle(head, as: .passedOver)
            head += 1
            firstNumber += 1
        }
        if head > Self.maximumCount {
            entries.removeFirst(head)
            head = 0
        }
    }

    private mutating func forgetAll(before number: Int64) {
        entries.removeAll()
        head = 0
        firstNumber = number
        inFlightByteCount = 0
    }
}

/// One packet whose arrival was told.
struct PacketArrival: Equatable, Sendable {
    /// Its transport-wide number, unwrapped.
    let number: Int64
    /// By our clock.
    let sent: Instant
    /// By the peer's clock, whose origin is unknown.
    let arrival: Instant
    /// The whole datagram.
    let byteCount: Int
    /// The probe it belonged to.
    let cluster: ProbeClusterID?
    /// Whether it is unknown what became of the packet before it: a report was lost or comes late.
    var isBehindGap = false
}

/// What a report said that was not known before.
struct FeedbackNews: Equatable, Sendable {
    /// In the order of their arrival.
    var received: [PacketArrival] = []
    /// When the packets left that did not arrive.
    var lost: [Instant] = []
}

/// What a peer's feedback caused that is of no use.
package struct FeedbackCounters: Equatable, Sendable {
    /// Arrivals of packets that were not sent, or so long ago that they are forgotten.
    package internal(set) var unknownPackets = 0
    /// Arrivals that were told before.
    package internal(set) var duplicatePackets = 0
    /// Leaps of the peer's clock.
    package internal(set) var clockJumps = 0

    package init() {}
}
