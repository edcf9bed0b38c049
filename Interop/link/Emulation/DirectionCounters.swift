/// What one direction of a link did since it was made, or since its counters were cleared.
package struct DirectionCounters: Codable, Equatable, Sendable {
    package var received = 0
    package var receivedBytes = 0
    package var delivered = 0
    package var deliveredBytes = 0
    /// Vanished by `Impairment.loss`.
    package var lost = 0
    /// Dropped because the bottleneck's queue was full.
    package var queueDrops = 0
    package var tooBig = 0
    package var reordered = 0
    package var duplicated = 0
    /// What could not be handed to the device behind the link; not 0 means that the emulator itself lost packets.
    package var undeliverable = 0

    package init() {}
}
