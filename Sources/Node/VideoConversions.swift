import Console
import Desktop
import RTP
import Wire

/// Turns the 32-bit RTP timestamps of one stream into microseconds that only go forward, for WebCodecs.
struct PictureTimeline {
    private var last: RTPTimestamp?
    /// Ticks of 90 kHz since the first frame.
    private var ticks: Int64 = 0

    /// Frames come in decodable order, so a difference beyond half the range is a step back.
    mutating func microseconds(of timestamp: RTPTimestamp) -> UInt64 {
        if let last { ticks += Int64(Int32(bitPattern: last.distance(to: timestamp))) }
        last = timestamp
        return UInt64(max(0, ticks)) * 100 / 9
    }
}

extension VideoFrame {
    /// A received frame as the console's page takes it.
    init(_ frame: EncodedVideoFrame, timeline: inout PictureTimeline) {
        self.init(
            isKeyFrame: frame.isKeyFrame, width: frame.width, height: frame.height,
            timestamp: timeline.microseconds(of: frame.rtpTimestamp), payload: frame.payload)
    }
}

extension EncodedVideoFrame {
    /// A frame of the desktop child as it goes on the wire, dated by its capture.
    init(_ frame: DesktopReport.Frame) {
        let ticks = frame.capturedAt.nanoseconds / 100_000 * 9
        self.init(
            codec: frame.codec, isKeyFrame: frame.isKeyFrame, temporalLayer: frame.temporalLayer,
            isLayerSync: frame.isLayerSync,
            rtpTimestamp: RTPTimestamp(rawValue: UInt32(truncatingIfNeeded: ticks)), width: frame.width,
            height: frame.height, payload: frame.payload)
    }
}
