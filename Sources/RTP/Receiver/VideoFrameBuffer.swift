import Wire

/// Puts packets in order and frames together, and gives out only what a decoder can decode.
///
/// A delta frame leaves when every packet since the frame before is here; a whole key frame leaves at once, and
/// what is older goes with it. After a loss that is given up, nothing leaves until a key frame; but where the stream
/// has temporal layers and layer 0 is all there, only what needs the lost frames is left out.
struct VideoFrameBuffer {
    /// What a packet did to the buffer.
    enum Insertion {
        /// It is kept for its frame.
        case stored
        /// It was here before, or its frame has left.
        case late
        /// Its payload is not of the codec's format; nothing was kept.
        case malformed
    }

    private struct Entry {
        var timestamp: RTPTimestamp
        var marker: Bool
        /// Its data is empty for a packet of padding alone.
        var payload: VideoPayload
        var captureTime: AbsoluteCaptureTime?

        var isPadding: Bool { payload.data.isEmpty && payload.head == nil }
    }

    /// Packets kept at most; about 2 MB.
    static let maximumPacketCount = 2_048

    private let captureTimeExtension: UInt8?
    private var entries: [Int64: Entry] = [:]
    /// Where the next frame must begin; `nil` while only a key frame helps.
    private var nextSequence: Int64?
    /// In ascending order.
    private var keyFrameStarts: [Int64] = []
    /// How far the packets from `nextSequence` on are known to be here.
    private var scanned: Int64?
    /// Everything up to here has left or is given up.
    private var floor: Int64?
    private var layers = LayerContinuity()
    /// Of the latest frame that left.
    private var codec: VideoCodec?

    /// - Parameter captureTimeExtension: the number under which packets tell when their frame was captured.
    init(captureTimeExtension: UInt8? = nil) {
        self.captureTimeExtension = captureTimeExtension
    }

    /// Nothing can be decoded before the next key frame.
    var needsKeyFrame: Bool { nextSequence == nil }

    /// The start of a key frame is here, so that the rest may be on its way.
    var hasKeyFrameStart: Bool { !keyFrameStarts.isEmpty }

    /// Takes a packet, in whatever order it comes.
    /// - Parameters:
    ///   - codec: the one that the packet's payload type stands for.
    ///   - sequence: the unwrapped number.
    mutating func insert(_ packet: RTPPacket, codec: VideoCodec, sequence: Int64) -> Insertion {
        if let floor, sequence <= floor { return .late }
        guard entries[sequence] == nil else { return .late }
        var entry = Entry(timestamp: packet.timestamp, marker: packet.marker, payload: VideoPayload(data: []))
        if !packet.payload.isEmpty {
            guard let payload = VideoPayload.parse(packet.payload, codec: codec) else { return .malformed }
            entry.payload = payload
            entry.captureTime = captureTimeExtension.flatMap { packet.headerExtensions.absoluteCaptureTime(id: $0) }
            if payload.head?.isKeyFrame == true {
                let index = keyFrameStarts.firstIndex { $0 > sequence } ?? keyFrameStarts.endIndex
                keyFrameStarts.insert(sequence, at: index)
            }
        }
        entries[sequence] = entry
        trim()
        return .stored
    }

    /// The next frame that the packet just inserted makes whole, or that waited for it; call until `nil`.
    mutating func popFrame(after sequence: Int64) -> EncodedVideoFrame? {
        if let frame = popNextFrame() { return frame }
        guard let start = keyFrameStarts.last(where: { $0 <= sequence }), start != nextSequence else { return nil }
        var position: Int64?
        guard case .frame(let frame) = popFrame(from: start, resumingAt: &position) else { return nil }
        return frame
    }

    /// The next frame in order that is whole and decodable; call until `nil` after `abandon`.
    mutating func popNextFrame() -> EncodedVideoFrame? {
        while let start = nextSequence {
            var position = scanned
            switch popFrame(from: start, resumingAt: &position) {
            case .frame(let frame): return frame
            case .leftOut: continue
            case .nothing:
                scanned = nextSequence == nil ? nil : position
                return nil
            }
        }
        return nil
    }

    /// Gives up everything up to a packet. Frames after it wait for a key frame, unless they had left already or need
    /// nothing that is lost.
    mutating func abandon(upTo sequence: Int64) {
        guard let start = nextSequence, sequence >= start else { return }
        guard layers.hasLayers, let next = startAfter(sequence) else { return startOver() }
        forget(upTo: next - 1)
        nextSequence = next
        layers.noteLoss()
    }

    /// Where the first frame after a loss begins, when layer 0 is known to be all there until then.
    ///
    /// The packets behind the loss may belong to a frame of a higher layer that began in it.
    private func startAfter(_ sequence: Int64) -> Int64? {
        guard var position = entries.keys.filter({ $0 > sequence }).min() else { return nil }
        while let entry = entries[position] {
            let isStart = entry.payload.head != nil
            if !entry.isPadding {
                guard layers.isLevelZeroIntact(before: entry.payload.layer, isStartOfFrame: isStart) else { return nil }
                if isStart { return position }
            }
            position += 1
        }
        return position
    }

    /// Where the packets that still matter begin; what is missing before it is not worth asking for.
    var firstNeededSequence: Int64? { floor.map { $0 + 1 } }

    private enum Pop {
        case frame(EncodedVideoFrame)
        /// A whole frame went, because it needs one that is lost.
        case leftOut
        case nothing
    }

    /// Looks for a whole frame whose first packet, after padding, stands at `start`.
    /// - Parameter position: the last packet of the run from `start` on, found here and used the next time.
    private mutating func popFrame(from start: Int64, resumingAt position: inout Int64?) -> Pop {
        var first = start
        while let entry = entries[first], entry.isPadding { first += 1 }
        guard let entry = entries[first] else { return .nothing }
        guard let head = entry.payload.head else {
            guard start == nextSequence else { return .nothing }
            if layers.isLeftOver(entry.payload.layer) {
                forget(upTo: first)
                nextSequence = first + 1
                return .leftOut
            }
            // Nothing is missing, and yet no frame begins here: the sender left something out.
            startOver()
            return .nothing
        }
        var last = max(first, position ?? first)
        while let reached = entries[last] {
            let isLast = reached.marker || entries[last + 1].map { $0.timestamp != entry.timestamp } == true
            if isLast { return takeFrame(first...last, head: head, entry: entry) }
            position = last
            last += 1
        }
        return .nothing
    }

    private mutating func takeFrame(_ range: ClosedRange<Int64>, head: VideoPayload.Head, entry: Entry) -> Pop {
        // A decoder has nothing of another codec to begin from.
        guard head.isKeyFrame || head.codec == codec else {
            startOver()
            return .nothing
        }
        let verdict = layers.judge(entry.payload.layer, isKeyFrame: head.isKeyFrame)
        guard verdict != .broken else {
            startOver()
            return .nothing
        }
        var payload = [UInt8]()
        var captureTime: AbsoluteCaptureTime?
        for sequence in range {
            payload += entries[sequence]?.payload.data ?? []
            captureTime = captureTime ?? entries[sequence]?.captureTime
        }
        forget(upTo: range.upperBound)
        nextSequence = range.upperBound + 1
        guard verdict == .decodable else { return .leftOut }
        codec = head.codec
        return .frame(
            EncodedVideoFrame(
                codec: head.codec, isKeyFrame: head.isKeyFrame,
                temporalLayer: entry.payload.layer.map { Int($0.temporal) },
                isLayerSync: entry.payload.layer?.dependsOnLayerZeroAlone ?? false, rtpTimestamp: entry.timestamp,
                width: head.width, height: head.height, payload: payload, captureTime: captureTime))
    }

    private mutating func forget(upTo sequence: Int64) {
        for key in entries.keys where key <= sequence { entries[key] = nil }
        keyFrameStarts.removeAll { $0 <= sequence }
        floor = sequence
        scanned = nil
    }

    private mutating func startOver() {
        nextSequence = nil
        scanned = nil
        if let start = keyFrameStarts.min() { forget(upTo: start - 1) }
    }

    /// An over-full buffer holds frames that will never be whole.
    private mutating func trim() {
        guard entries.count > Self.maximumPacketCount, let newest = entries.keys.max() else { return }
        forget(upTo: newest - Int64(Self.maximumPacketCount / 2))
        startOver()
    }
}
