internal import Wire

/// Asks for further frames of a still picture until it is fine; then the still screen costs nothing.
///
/// Rate control makes a large change coarse. The frames after it, of which nothing moves any more, carry what is
/// missing.
struct Sharpening: Equatable {
    /// The quantizer, of 63, from which text looks as on the screen itself.
    private static let fineQuantizer = 12
    /// Frames after a change; more would show no difference, whatever the quantizer.
    private static let maximumFrames = 20
    /// Slower than movement, because nobody waits for the last bit of sharpness.
    private static let interval: Duration = .milliseconds(100)

    private var framesLeft = 0
    /// Of the last frame.
    private var quantizer = 0
    private var lastFrameAt = Instant.origin

    /// When a frame should be made although nothing changed; `nil` when the picture is fine.
    var nextFrameAt: Instant? { framesLeft > 0 ? lastFrameAt + Self.interval : nil }

    /// Takes note of a frame that was made.
    mutating func noteFrame(quantizer: Int, afterChange: Bool, now: Instant) {
        lastFrameAt = now
        self.quantizer = quantizer
        framesLeft = afterChange ? Self.maximumFrames : framesLeft - 1
        if quantizer <= Self.fineQuantizer { framesLeft = min(framesLeft, afterChange ? 1 : 0) }
    }

    /// A coarse picture that was left alone has room to become fine.
    mutating func noteHigherRate() {
        if quantizer > Self.fineQuantizer { framesLeft = Self.maximumFrames }
    }
}
