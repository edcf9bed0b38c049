/// What a voice is encoded with; each setting can change in mid-call.
package struct OpusEncoderConfiguration: Equatable, Sendable {
    /// 6,000 to 510,000; what lies outside is brought to the nearer end (RFC 7587 §6.1). With error correction this is
    /// the whole, so each frame gives a part of its bits to the one before.
    package var bitsPerSecond: Int
    /// The share of packets that the receiver is expected to lose, 0 to 1. With error correction it decides how many bits
    /// go to the repeated frames.
    package var expectedLoss: Double
    /// Each packet holds a coarse form of the frame before it (RFC 6716 §2.1.7), as far as the rate allows and loss is
    /// expected.
    package var usesForwardErrorCorrection: Bool
    /// Nothing is to be sent while nobody speaks, but for a frame in each 400 ms (RFC 6716 §2.1.9).
    package var usesDiscontinuousTransmission: Bool
    /// 0 (fast) to 10 (good).
    package var complexity: Int

    /// What is not said suits a voice: 32 kbit/s carry its whole range. Complexity 9 takes about 1 % of a core.
    package init(
        bitsPerSecond: Int = 32_000, expectedLoss: Double = 0, usesForwardErrorCorrection: Bool = true,
        usesDiscontinuousTransmission: Bool = true, complexity: Int = 9
    ) {
        self.bitsPerSecond = bitsPerSecond
        self.expectedLoss = expectedLoss
        self.usesForwardErrorCorrection = usesForwardErrorCorrection
        self.usesDiscontinuousTransmission = usesDiscontinuousTransmission
        self.complexity = complexity
    }
}
