import Wire

/// Puts packets in order and frames together, and gives out only what a decoder can decode.
///
/// A delta frame leaves when every packet since the frame before is here; a whole key frame leaves at once, and
/// what is older goes with it. After a loss that is given up, nothing leaves until a key frame.
struct VP8FrameBuffer {
    /// What a packet did to the buffer.
    enum Insertion {
        /// It is kept for its frame.
        case stored
        /// It was here before, or its frame has left.
        case late
        /// Its payload is not of VP8's format; nothing was kept.
        case malformed
    }

    private struct Entry {
        var timestamp: RTPTimestamp
        var marker: Bool
        var isStartOfFrame: Bool
        /// `nil` unless the packet begins a frame.
        var header: VP8FrameHeader?
        /// Empty for a packet of padding alone.
        var data: ArraySlice<UInt8>
    }

    /// Packets kept at most; about 2 MB.
    static let maximumPacketCount = 2_048

    private var entries: [Int64: Entry] = [:]
    /// Where the next frame must begin; `nil` while only a key frame helps.
    private var nextSequence: Int64?
    /// In ascending order.
    private var keyFrameStarts: [Int64] = []
    /// How far the packets from `nextSequence` on are known to be here.
    private var scanned: Int64?
    /// Everything up to here has left or is given up.
    private var floor: Int64?

    /// Nothing can be decoded before the next key frame.
    var needsKeyFrame: Bool { nextSequence == nil }

    /// The start of a key frame is here, so that the rest may be on its way.
    var hasKeyFrameStart: Bool { !keyFrameStarts.isEmpty }

    /// Takes a packet, in whatever order it comes.
    /// - Parameter sequence: the unwrapped number.
    mutating func insert(_ packet: RTPPacket, sequence: Int64) -> Insertion {
        if let floor, sequence <= floor { return .late }
        guard entries[sequence] == nil else { return .late }
        var entry = Entry(
            timestamp: packet.timestamp, marker: packet.marker, isStartOfFrame: false, header: nil, data: [])
        if !packet.payload.isEmpty {
            guard let (descriptor, offset) = try? VP8PayloadDescriptor.parse(packet.payload) else { return .malformed }
            entry.data = packet.payload[offset...]
            entry.isStartOfFrame = descriptor.isStartOfFrame
            if entry.isStartOfFrame {
                guard let header = VP8FrameHeader.parse(entry.data) else { return .malformed }
                entry.header = header
                if header.isKeyFrame {
                    let index = keyFrameStarts.firstIndex { $0 > sequence } ?? keyFrameStarts.endIndex
                    keyFrameStarts.insert(sequence, at: index)
                }
            }
        }
        entries[sequence] = entry
        trim()
        return .stored
    }

    /// The next frame that the packet just inserted makes whole, or that waited for it; call until `nil`.
    mutating func popFrame(after sequence: Int64) -> EncodedVideoFrame? {
        if let start = nextSequence {
            var position = scanned
            if let frame = popFrame(from: start, resumingAt: &position) { return frame }
            scanned = nextSequence == nil ? nil : position
        }
        guard let start = keyFrameStarts.last(where: { $0 <= sequence }), start != nextSequence else { return nil }
        var position: Int64?
        return popFrame(from: start, resumingAt: &position)
    }

    /// Gives up everything up to a packet. Frames after it wait for a key frame, unless they had left already.
    mutating func abandon(upTo sequence: Int64) {
        guard let start = nextSequence, sequence >= start else { return }
        startOver()
    }

    /// Where the packets that still matter begin; what is missing before it is not worth asking for.
    var firstNeededSequence: Int64? { floor.map { $0 + 1 } }

    /// Looks for a whole frame whose first packet, after padding, stands at `start`.
    /// - Parameter position: the last packet of the run from `start` on, found here and used the next time.
    private mutating func popFrame(from start: Int64, resumingAt position: inout Int64?) -> EncodedVideoFrame? {
        var first = start
        while let entry = entries[first], entry.data.isEmpty, !entry.isStartOfFrame { first += 1 }
        guard let head = entries[first] else { return nil }
        guard head.isStartOfFrame, let header = head.header else {
            // Nothing is missing, and yet no frame begins here: the sender left something out.
            if start == nextSequence { startOver() }
            return nil
        }
        var last = max(first, position ?? first)
        while let entry = entries[last] {
            let isLast = entry.marker || entries[last + 1].map { $0.timestamp != head.timestamp } == true
            if isLast { return takeFrame(first...last, header: header, timestamp: head.timestamp) }
            position = last
            last += 1
        }
        return nil
    }

    private mutating func takeFrame(
        _ range: ClosedRange<Int64>, header: VP8FrameHeader, timestamp: RTPTimestamp
    ) -> EncodedVideoFrame? {
        var payload = [UInt8]()
        for sequence in range { payload += entries[sequence]?.data ?? [] }
        forget(upTo: range.upperBound)
        nextSequence = range.upperBound + 1
        return EncodedVideoFrame(
            codec: .vp8, isKeyFrame: header.isKeyFrame, rtpTimestamp: timestamp, width: header.width,
            height: header.height, payload: payload)
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
