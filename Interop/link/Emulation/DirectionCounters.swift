/// What one direction of a link did since it was made, or since its counters were cleared.
package struct DirectionCounters: Codable, Equatable, Sendable {
    /// Packets that came to the entrance, whatever became of them.
    package var received = 0
    /// Bytes of IP packets, headers included.
    package var receivedBytes = 0
    /// Packets that left, each copy counted.
    package var delivered = 0
    /// As `receivedBytes`, each copy counted.
    package var deliveredBytes = 0
    /// Vanished by `Impairment.loss`.
    package var lost = 0
    /// Dropped because the bottleneck's queue was full.
    package var queueDrops = 0
    /// Refused at the entrance by the MTU.
    package var tooBig = 0
    /// Held back by `Impairment.reordering`; with little traffic nothing may have overtaken them.
    package var reordered = 0
    /// Sent on twice.
    package var duplicated = 0
    /// What could not be handed to the device behind the link; not 0 means that the emulator itself lost packets.
    package var undeliverable = 0

    package init() {}
}
