import Wire

/// What one direction of a link does to packets; the default carries them at once.
package struct Impairment: Equatable, Sendable {
    /// How much waits at the bottleneck before packets are dropped there.
    package enum QueueLimit: Equatable, Sendable {
        /// The time that the last packet would wait at the present rate.
        case duration(Duration)
        case bytes(Int)
    }

    /// What the sender learns of a packet that is too big.
    package enum TooBigPolicy: String, Sendable {
        /// Nothing: a black hole.
        case silent
        /// An ICMP message with the link's MTU.
        case icmp
    }

    /// The one-way time that every packet takes after the bottleneck.
    package var delay = Duration.zero
    /// Up to this much is added to `delay`, evenly spread; the order is kept.
    package var jitter = Duration.zero
    /// Happens behind the bottleneck, so a lost packet has used its share of the rate.
    package var loss = LossPattern.none
    /// The share of packets that are held back by `reorderingDelay`, so that others overtake them; 0 to 1.
    package var reordering = 0.0
    /// Added to the delay of the packets that are held back.
    package var reorderingDelay = Duration.milliseconds(5)
    /// The share of packets that arrive twice, 0 to 1.
    package var duplication = 0.0
    /// The bottleneck's rate in bits of IP packets a second; `nil` for no bottleneck.
    package var bitsPerSecond: Double?
    /// Means nothing without `bitsPerSecond`. A packet is always taken when none waits.
    package var queueLimit = QueueLimit.duration(.milliseconds(50))
    /// The largest IP packet that passes, in bytes; `nil` for any.
    package var maximumTransmissionUnit: Int?
    /// What happens to a packet beyond `maximumTransmissionUnit`.
    package var tooBig = TooBigPolicy.silent

    package init() {}

    /// The bytes that may wait at the bottleneck.
    var queueByteLimit: Int {
        switch queueLimit {
        case .bytes(let count): count
        case .duration(let duration): Int((bitsPerSecond ?? 0) / 8 * duration.inSeconds)
        }
    }
}
