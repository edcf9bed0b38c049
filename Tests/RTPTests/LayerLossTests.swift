import TestSupport
import Testing
import Wire

@testable import RTP

/// Frames as a sender cuts them, into a buffer that gives up what is lost.
@Suite("Lost frames of streams with and without temporal layers")
struct LayerLossTests {
    /// A sender's packets, of `packetsPerFrame` each.
    private struct Stream {
        var packetizer = VideoPacketizer(maximumPayloadByteCount: 60, firstPictureID: 3)
        var sequence: Int64 = 100
        var number: UInt32 = 0

        static let heads: [VideoCodec: (key: String, delta: String)] = [
            .vp8: ("504200 9d012a 8002 e001", "514200"),
            .vp9: ("824983422077f043763638241c194c18", "860040921cfc5da1"),
            .vp9Profile1: ("a2498342200efe086ec6c70483832983", "a60040921cfc5da1"),
        ]

        /// The packets of the next frame; its number is its time.
        mutating func next(
            _ codec: VideoCodec, isKeyFrame: Bool = false, layer: Int? = nil, packetCount: Int = 1
        ) -> [(Int64, VideoCodec, RTPPacket)] {
            let head = hex(isKeyFrame ? Self.heads[codec]?.key ?? "" : Self.heads[codec]?.delta ?? "")
            let frame = EncodedVideoFrame(
                codec: codec, isKeyFrame: isKeyFrame, temporalLayer: layer, isLayerSync: (layer ?? 0) > 0,
                rtpTimestamp: RTPTimestamp(rawValue: number), width: 1, height: 1,
                payload: head + [UInt8](repeating: 1, count: packetCount * 38 - head.count))
            number += 1
            let payloads = packetizer.makePayloads(frame)
            return payloads.enumerated().map { index, payload in
                defer { sequence += 1 }
                return (
                    sequence, codec,
                    RTPPacket(
                        marker: index == payloads.count - 1, payloadType: 96,
                        sequenceNumber: RTPSequenceNumber(rawValue: UInt16(sequence)),
                        timestamp: frame.rtpTimestamp, ssrc: SSRC(1), payload: payload)
                )
            }
        }
    }

    private func feed(_ packets: [(Int64, VideoCodec, RTPPacket)], to buffer: inout VideoFrameBuffer) -> [UInt32] {
        var out: [UInt32] = []
        for (sequence, codec, packet) in packets {
            _ = buffer.insert(packet, codec: codec, sequence: sequence)
            while let frame = buffer.popFrame(after: sequence) { out.append(frame.rtpTimestamp.rawValue) }
        }
        return out
    }

    private func drain(_ buffer: inout VideoFrameBuffer) -> [UInt32] {
        var out: [UInt32] = []
        while let frame = buffer.popNextFrame() { out.append(frame.rtpTimestamp.rawValue) }
        return out
    }

    @Test("Every codec's frames come out as they went in", arguments: VideoCodec.allCases, [nil, 0] as [Int?])
    func whole(codec: VideoCodec, layer: Int?) throws {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        for number in 0..<6 {
            let layer = layer.map { _ in number % 2 }
            let packets = stream.next(codec, isKeyFrame: number == 0, layer: layer, packetCount: 3)
            #expect(packets.count >= 3)
            for (sequence, codec, packet) in packets.shuffled() {
                _ = buffer.insert(packet, codec: codec, sequence: sequence)
            }
            let popped = buffer.popFrame(after: stream.sequence)
            let frame = try #require(popped)
            #expect(frame.codec == codec && frame.isKeyFrame == (number == 0) && frame.temporalLayer == layer)
            #expect(frame.rtpTimestamp.rawValue == UInt32(number))
            #expect(frame.width == (number > 0 ? 0 : codec == .vp8 ? 640 : 1_920))
        }
    }

    @Test("A lost frame of layer 1 is left out without a key frame", arguments: VideoCodec.allCases)
    func higherLayer(codec: VideoCodec) {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        let frames = (0..<7).map { stream.next(codec, isKeyFrame: $0 == 0, layer: $0 % 2) }
        #expect(feed(frames[0] + frames[1] + frames[2], to: &buffer) == [0, 1, 2])
        #expect(feed(frames[4] + frames[5], to: &buffer) == [])
        buffer.abandon(upTo: frames[3][0].0)
        #expect(drain(&buffer) == [4, 5])
        #expect(!buffer.needsKeyFrame)
        #expect(feed(frames[6], to: &buffer) == [6])
    }

    @Test("A lost frame of layer 0 needs a key frame, whatever follows", arguments: VideoCodec.allCases, [3, 4, 5])
    func layerZero(codec: VideoCodec, next: Int) {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        let frames = (0..<7).map { stream.next(codec, isKeyFrame: $0 == 0, layer: $0 % 2) }
        #expect(feed(frames[0] + frames[1] + frames[next], to: &buffer) == [0, 1])
        buffer.abandon(upTo: frames[next - 1][0].0)
        #expect(drain(&buffer) == [])
        #expect(buffer.needsKeyFrame)
    }

    @Test("The rest of a damaged frame goes with it, also when it comes late")
    func leftOver() {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        let frames = (0..<5).map { stream.next(.vp9, isKeyFrame: $0 == 0, layer: $0 % 2, packetCount: 4) }
        #expect(feed(frames[0] + frames[1] + frames[2], to: &buffer) == [0, 1, 2])
        let damaged = frames[3]
        #expect(feed([damaged[1]], to: &buffer) == [])
        buffer.abandon(upTo: damaged[0].0)
        #expect(!buffer.needsKeyFrame)
        #expect(feed(Array(damaged[2...]) + frames[4], to: &buffer) == [4])
    }

    @Test("A damaged frame of layer 0 needs a key frame")
    func damagedLayerZero() {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        let frames = (0..<4).map { stream.next(.vp8, isKeyFrame: $0 == 0, layer: $0 % 2, packetCount: 4) }
        #expect(feed(frames[0] + frames[1] + frames[2].dropFirst(), to: &buffer) == [0, 1])
        buffer.abandon(upTo: frames[2][0].0)
        #expect(buffer.needsKeyFrame)
    }

    @Test("Without layers every loss needs a key frame", arguments: VideoCodec.allCases)
    func withoutLayers(codec: VideoCodec) {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        let frames = (0..<4).map { stream.next(codec, isKeyFrame: $0 == 0 || $0 == 3) }
        #expect(feed(frames[0] + frames[2], to: &buffer) == [0])
        buffer.abandon(upTo: frames[1][0].0)
        #expect(buffer.needsKeyFrame)
        #expect(feed(frames[3], to: &buffer) == [3])
    }

    @Test("The codec changes at a key frame, and only there")
    func codecChange() {
        var stream = Stream()
        var buffer = VideoFrameBuffer()
        #expect(feed(stream.next(.vp8, isKeyFrame: true) + stream.next(.vp8), to: &buffer) == [0, 1])
        #expect(feed(stream.next(.vp9), to: &buffer) == [])
        #expect(buffer.needsKeyFrame)
        #expect(feed(stream.next(.vp9Profile1, isKeyFrame: true) + stream.next(.vp9Profile1), to: &buffer) == [3, 4])
    }

    @Test("After a loss, a frame of layer 2 waits for one that refers to layer 0 alone")
    func threeLayers() {
        var continuity = LayerContinuity()
        func layer(_ temporal: UInt8, _ index: UInt8, alone: Bool = false, frees: Bool = false) -> FrameLayer {
            FrameLayer(
                temporal: temporal, levelZeroIndex: index, dependsOnLayerZeroAlone: alone, freesHigherLayers: frees)
        }
        #expect(continuity.judge(layer(0, 255), isKeyFrame: true) == .decodable)
        #expect(continuity.judge(layer(2, 255), isKeyFrame: false) == .decodable)
        continuity.noteLoss()
        #expect(continuity.judge(layer(2, 255), isKeyFrame: false) == .leaveOut)
        #expect(continuity.judge(layer(1, 255, alone: true), isKeyFrame: false) == .decodable)
        #expect(continuity.judge(layer(2, 255), isKeyFrame: false) == .leaveOut)
        #expect(continuity.judge(layer(0, 0), isKeyFrame: false) == .decodable)
        #expect(continuity.judge(layer(2, 0), isKeyFrame: false) == .leaveOut)
        #expect(continuity.judge(layer(0, 1, frees: true), isKeyFrame: false) == .decodable)
        #expect(continuity.judge(layer(2, 1), isKeyFrame: false) == .decodable)
        continuity.noteLoss()
        #expect(continuity.judge(layer(0, 3), isKeyFrame: false) == .broken)
        #expect(continuity.judge(nil, isKeyFrame: false) == .broken)
    }
}
