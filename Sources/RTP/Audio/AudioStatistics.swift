/// What a stream's jitter buffer did, in the words of W3C's statistics; their difference over time is what tells.
/// Source: <https://www.w3.org/TR/webrtc-stats/#inboundrtpstats-dict*>
package struct AudioStatistics: Equatable, Sendable {
    /// Seconds that samples waited from their packet's arrival to the decoder, summed over samples.
    package var jitterBufferDelay = 0.0
    /// Seconds that samples were to wait, summed over samples.
    package var jitterBufferTargetDelay = 0.0
    /// Samples that came out of packets.
    package var jitterBufferEmittedCount: UInt64 = 0
    /// Samples given out since the stream began, whatever they were made of.
    package var totalSamplesReceived: UInt64 = 0
    /// Samples made in place of lost or late ones. Those of error correction, and comfort noise, are none.
    package var concealedSamples: UInt64 = 0
    /// Runs of concealed samples.
    package var concealmentEvents: UInt64 = 0
    /// Samples added by playing slower.
    package var insertedSamplesForDeceleration: UInt64 = 0
    /// Samples left out by playing faster.
    package var removedSamplesForAcceleration: UInt64 = 0
    /// Packets that came too late, or were passed over to catch up.
    package var packetsDiscarded: UInt64 = 0
    /// Packets that came twice.
    package var duplicates: UInt64 = 0
    /// Packets that are not of Opus, or whose repetitions lie about their lengths.
    package var malformed: UInt64 = 0
    /// Samples restored from the packet behind the lost one.
    package var errorCorrectedSamples: UInt64 = 0
    /// Samples of lost packets that a later packet repeated.
    package var repeatedSamples: UInt64 = 0
    /// Samples of comfort noise.
    package var comfortSamples: UInt64 = 0
    /// How often the sender began anew.
    package var restarts: UInt64 = 0

    package init() {}
}
