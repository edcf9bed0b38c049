/// What a VP8 encoder is made for; all but the bit rate stays for its life.
package struct VP8EncoderConfiguration: Equatable, Sendable {
    /// Pixels, 1…16383.
    package var width: Int
    /// Pixels, 1…16383.
    package var height: Int
    /// Bits each second that rate control aims at.
    package var bitsPerSecond: Int
    /// Frames each second that rate control counts on; a slower source gets no larger frames.
    package var frameRate: Int
    /// Coder threads, 1…16.
    package var threads: Int
    /// What is drawn, which decides between sharpness and smoothness.
    package var content: Content

    /// What the picture shows.
    package enum Content: Sendable {
        /// Text and windows: sharp, static parts skipped.
        case screen
        /// Film and camera.
        case motion
    }

    /// What is not said suits a shared screen; nothing is checked before an encoder is made.
    package init(
        width: Int, height: Int, bitsPerSecond: Int, frameRate: Int = 30, threads: Int = 2, content: Content = .screen
    ) {
        self.width = width
        self.height = height
        self.bitsPerSecond = bitsPerSecond
        self.frameRate = frameRate
        self.threads = threads
        self.content = content
    }
}
