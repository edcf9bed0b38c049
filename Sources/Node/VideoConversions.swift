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
    init(_ frame: EncodedVideoFrame, of picture: Picture, timeline: inout PictureTimeline) {
        self.init(
            picture: picture, codec: Codec(frame.codec), isKeyFrame: frame.isKeyFrame, width: frame.width,
            height: frame.height,
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
            height: frame.height, payload: frame.payload,
            // The child counts the time as the network thread does: from the machine's start.
            captureTime: AbsoluteCaptureTime(frame.capturedAt))
    }
}

extension VideoFrame.Codec {
    /// The codec as the page is told it.
    init(_ codec: VideoCodec) {
        self =
            switch codec {
            case .vp8: .vp8
            case .vp9: .vp9
            case .vp9Profile1: .vp9Profile1
            }
    }
}

extension VideoCodec {
    /// The codec as RTP has it.
    init(_ codec: VideoFrame.Codec) {
        self =
            switch codec {
            case .vp8: .vp8
            case .vp9: .vp9
            case .vp9Profile1: .vp9Profile1
            }
    }
}

extension EncodedVideoFrame {
    /// A frame that the page encoded as it goes on the wire, dated by its capture.
    init(_ frame: PageFrame) {
        let ticks = frame.timestamp.multipliedReportingOverflow(by: 9).partialValue / 100
        self.init(
            codec: VideoCodec(frame.codec), isKeyFrame: frame.isKeyFrame,
            rtpTimestamp: RTPTimestamp(rawValue: UInt32(truncatingIfNeeded: ticks)), width: frame.width,
            height: frame.height, payload: frame.payload)
    }
}
