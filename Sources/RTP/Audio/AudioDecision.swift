/// What stands next in the sound that is played.
package enum AudioDecision: Equatable, Sendable {
    /// How fast decoded sound is to be played.
    package enum Pace: Sendable {
        /// As it is.
        case normal
        /// Shortened, since more waits than has to.
        case accelerate
        /// Stretched, since less waits than has to.
        case decelerate
    }

    /// Nothing has come yet, or not for long enough: silence without the decoder.
    case silence(sampleCount: Int)
    /// A packet for the decoder, and what is to be done with its sound.
    case decode(payload: [UInt8], sampleCount: Int, pace: Pace)
    /// The lost packet before this one, which follows in the next decision.
    case decodeForwardErrorCorrection(next: [UInt8], sampleCount: Int)
    /// A packet is lost or late: the decoder goes on with what was heard.
    case conceal(sampleCount: Int)
    /// The sender is silent: the decoder's comfort noise, as in `conceal`, but nothing is missing.
    case comfort(sampleCount: Int)

    /// How much sound it makes at 48 kHz, before it is stretched.
    package var sampleCount: Int {
        switch self {
        case .silence(let count), .conceal(let count), .comfort(let count), .decode(_, let count, _),
            .decodeForwardErrorCorrection(_, let count):
            count
        }
    }
}
