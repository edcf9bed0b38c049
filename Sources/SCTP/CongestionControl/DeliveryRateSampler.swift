import Wire

/// How fast data arrived between the sending of a packet and its acknowledgement.
/// Source: draft-ietf-ccwg-bbr §4.5, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
package struct DeliverySample: Equatable, Sendable {
    /// All bytes ever acknowledged, up to now.
    package var delivered: Int
    /// All bytes acknowledged when the newest acknowledged packet left.
    package var priorDelivered: Int
    /// The longer of the time that sending and that acknowledging took.
    package var interval: Duration
    /// Whether the sender, not the path, set the pace.
    package var isApplicationLimited: Bool

    package init(delivered: Int, priorDelivered: Int, interval: Duration, isApplicationLimited: Bool) {
        self.delivered = delivered
        self.priorDelivered = priorDelivered
        self.interval = interval
        self.isApplicationLimited = isApplicationLimited
    }

    /// Bytes that arrived in the interval.
    package var volume: Int { delivered - priorDelivered }

    /// Bytes a second.
    package var rate: Double { interval > .zero ? Double(volume) / interval.inSeconds : 0 }
}

/// What was known when a packet left.
struct PacketRecord: Sendable {
    /// When the packet left.
    let sentAt: Instant
    /// Bytes in flight, this packet included.
    var flightSize: Int
    /// Whether the packet is larger than the base size.
    var isLarge = false
    fileprivate let delivered: Int
    fileprivate let deliveredAt: Instant
    fileprivate let firstSentAt: Instant
    fileprivate let isApplicationLimited: Bool
}

/// Measures the rate at which the path delivers.
///
///     rate = bytes acknowledged since the packet left ÷ max(time to send them, time until they were acknowledged)
///
/// Source: draft-ietf-ccwg-bbr §4.5, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
struct DeliveryRateSampler: Sendable {
    /// All bytes ever acknowledged.
    private(set) var delivered = 0
    private var deliveredAt = Instant.origin
    /// When the packet left with which the present measurement of the sending rate begins.
    private var firstSentAt = Instant.origin
    /// Samples are limited by the sender until this many bytes are delivered; 0 for none.
    private var applicationLimitedUntil = 0
    private var newest: (packetNumber: Int, record: PacketRecord)?

    /// Notes what is known as a packet leaves.
    /// - Parameter flightSize: bytes in flight without it.
    mutating func makeRecord(flightSize: Int, now: Instant) -> PacketRecord {
        if flightSize == 0 {
            firstSentAt = now
            deliveredAt = now
        }
        return PacketRecord(
            sentAt: now, flightSize: flightSize, delivered: delivered, deliveredAt: deliveredAt,
            firstSentAt: firstSentAt, isApplicationLimited: applicationLimitedUntil > 0)
    }

    /// Notes that the path could have taken more than there was to send.
    mutating func noteApplicationLimit(flightSize: Int) {
        applicationLimitedUntil = max(delivered + flightSize, 1)
    }

    /// Takes bytes acknowledged for the first time.
    /// - Parameter record: of the packet that carried them; `nil` when it had been given up.
    mutating func handleAcknowledgement(of bytes: Int, record: PacketRecord?, packetNumber: Int, now: Instant) {
        delivered += bytes
        deliveredAt = now
        guard let record, packetNumber > newest?.packetNumber ?? -1 else { return }
        newest = (packetNumber, record)
    }

    /// The sample of what was acknowledged since the last call.
    mutating func takeSample(now: Instant) -> DeliverySample? {
        guard let (_, record) = newest else { return nil }
        newest = nil
        if delivered > applicationLimitedUntil { applicationLimitedUntil = 0 }
        let sending = record.sentAt - record.firstSentAt
        let acknowledging = now - record.deliveredAt
        firstSentAt = record.sentAt
        return DeliverySample(
            delivered: delivered, priorDelivered: record.delivered, interval: max(sending, acknowledging),
            isApplicationLimited: record.isApplicationLimited)
    }
}
