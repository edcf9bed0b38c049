package import RTP

/// What an encoder is made for; all but the bit rate and, of VP9, the threads stays for its life.
package struct VPXEncoderConfiguration: Equatable, Sendable {
    /// The format of the frames, and of the pictures: profile 1 of VP9 takes 4:4:4.
    package var codec: VideoCodec
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
    /// 1…3. Frames above layer 0 refer to the latest of layer 0 and are referred to by none:
    /// with two layers 0 1 0 1, with three 0 2 1 2; see `VPXOrder.isBaseLayer`.
    package var temporalLayerCount: Int

    /// What the picture shows.
    package enum Content: Sendable {
        /// Text and windows: sharp, static parts skipped.
        case screen
        /// Film and camera.
        case motion
    }

    /// What is not said suits a shared screen; nothing is checked before an encoder is made.
    package init(
        codec: VideoCodec = .vp8, width: Int, height: Int, bitsPerSecond: Int, frameRate: Int = 30, threads: Int = 2,
        content: Content = .screen, temporalLayerCount: Int = 1
    ) {
        self.codec = codec
        self.width = width
        self.height = height
        self.bitsPerSecond = bitsPerSecond
        self.frameRate = frameRate
        self.threads = threads
        self.content = content
        self.temporalLayerCount = temporalLayerCount
    }

    /// The pictures that an encoder of this codec takes.
    package var imageFormat: VideoImage.Format { codec == .vp9Profile1 ? .i444 : .i420 }

    /// Macroblocks of 16 by 16 pixels in a row and in a column, the last of which may be cut.
    package var macroblockSize: (columns: Int, rows: Int) { ((width + 15) / 16, (height + 15) / 16) }

    /// The layers of the frames that repeat; one frame is one of them.
    var layerPattern: [Int] {
        switch temporalLayerCount {
        case ...1: [0]
        case 2: [0, 1]
        default: [0, 2, 1, 2]
        }
    }
}
