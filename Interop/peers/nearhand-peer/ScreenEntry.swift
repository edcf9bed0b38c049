/// What the scenario `screen` is told, and tells.
struct ScreenEntry: Codable {
    // To a sender:

    /// The program whose command `desktop` is the child.
    var program: String?
    /// `VideoCodec`'s raw value.
    var codec: String?
    /// `standard` or `sampling`.
    var mode: String?
    /// At most this many bits each second, whatever the line takes.
    var maximumBitsPerSecond: Int?

    // To a viewer:

    /// Where the picture goes: blue, green, red and 255 for each pixel, row by row.
    var file: String?
    /// Where the marks are: squares of this many pixels in one row, from this corner, on a screen so wide.
    var marks: Marks?

    // From both, since the last reading:

    var frameCount: Int?
    var keyFrameCount: Int?
    var byteCount: Int?
    /// Of the last frame.
    var width: Int?
    var height: Int?
    /// What the encoder may make, in bits each second; from a sender.
    var bitsPerSecond: Int?
    /// From a viewer: each mark's number when it was first seen, and when its picture was decoded, in nanoseconds of
    /// CLOCK_MONOTONIC.
    var seen: [[Int64]]?

    /// A number in Gray code, white squares for ones, the lowest bit first.
    struct Marks: Codable {
        var x: Int
        var y: Int
        var side: Int
        var count: Int
        var screenWidth: Int
    }
}
