import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The VP8 payload format")
struct VP8Tests {
    /// Each descriptor with its bytes (RFC 7741 §4.2).
    static let descriptors: [(String, VP8PayloadDescriptor)] = [
        ("10", make { $0.isStartOfPartition = true }),
        ("03", make { $0.partitionIndex = 3 }),
        ("20", make { $0.isNonReference = true }),
        (
            "9080 9234",
            make {
                $0.isStartOfPartition = true; $0.pictureID = 0x1234
            }
        ),
        ("8040 55", make { $0.temporalLevelZeroIndex = 0x55 }),
        (
            "8020 a0",
            make {
                $0.temporalLayer = 2; $0.isLayerSync = true
            }
        ),
        ("8010 1f", make { $0.keyFrameIndex = 31 }),
        (
            "90f0 8001 07 43",
            make {
                $0.isStartOfPartition = true
                $0.pictureID = 1
                $0.temporalLevelZeroIndex = 7
                $0.temporalLayer = 1
                $0.keyFrameIndex = 3
            }
        ),
    ]

    private static func make(_ change: (inout VP8PayloadDescriptor) -> Void) -> VP8PayloadDescriptor {
        var descriptor = VP8PayloadDescriptor()
        change(&descriptor)
        return descriptor
    }

    @Test("Descriptors are read and written", arguments: descriptors)
    func descriptor(text: String, descriptor: VP8PayloadDescriptor) throws {
        let (parsed, offset) = try VP8PayloadDescriptor.parse(hex(text) + [0xAA])
        #expect(parsed == descriptor)
        #expect(offset == hex(text).count)
        #expect(descriptor.serialize() == hex(text))
    }

    @Test("A picture number of seven bits is read")
    func shortPictureID() throws {
        let (descriptor, offset) = try VP8PayloadDescriptor.parse(hex("9080 7f aa"))
        #expect(descriptor.pictureID == 127)
        #expect(offset == 3)
    }

    @Test("Every descriptor cut short is refused", arguments: descriptors)
    func truncation(text: String, descriptor: VP8PayloadDescriptor) {
        for count in 0..<hex(text).count {
            #expect(throws: ParseError.self) { try VP8PayloadDescriptor.parse(Array(hex(text).prefix(count))) }
        }
    }

    @Test("The frame header tells key frames and their size")
    func frameHeader() {
        // 1366 × 768, with the scale bits set.
        let key = VP8FrameHeader.parse(hex("504200 9d012a 5645 00c3 00"))
        #expect(key == VP8FrameHeader(isKeyFrame: true, width: 1_366, height: 768))
        #expect(VP8FrameHeader.parse(hex("514200"))?.isKeyFrame == false)
        #expect(VP8FrameHeader.parse(hex("504200 9d012b 5645 00c3")) == nil)
        #expect(VP8FrameHeader.parse(hex("504200 9d012a 5645 00")) == nil)
        #expect(VP8FrameHeader.parse(hex("5142")) == nil)
    }

    private func encoded(_ payload: [UInt8]) -> EncodedVideoFrame {
        EncodedVideoFrame(
            isKeyFrame: true, rtpTimestamp: RTPTimestamp(rawValue: 0), width: 1, height: 1, payload: payload)
    }

    @Test("A frame is cut into payloads that differ by a byte at most", arguments: [1, 96, 97, 1_000, 12_345])
    func packetizer(byteCount: Int) throws {
        var packetizer = VP8Packetizer(maximumPayloadByteCount: 100, firstPictureID: 0x7FFF)
        let frame = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        let payloads = packetizer.makePayloads(encoded(frame))
        #expect(payloads.count == (byteCount + 95) / 96)
        #expect(payloads.allSatisfy { $0.count <= 100 })
        let counts = payloads.map(\.count)
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
        var restored = [UInt8]()
        for (index, payload) in payloads.enumerated() {
            let (descriptor, offset) = try VP8PayloadDescriptor.parse(payload)
            #expect(descriptor.isStartOfFrame == (index == 0))
            #expect(descriptor.pictureID == 0x7FFF)
            restored += payload[offset...]
        }
        #expect(restored == frame)
        let next = try #require(packetizer.makePayloads(encoded(frame)).first)
        #expect(try VP8PayloadDescriptor.parse(next).0.pictureID == 0)
    }

    @Test("An empty frame has no packets")
    func emptyFrame() {
        var packetizer = VP8Packetizer(maximumPayloadByteCount: 100, firstPictureID: 0)
        #expect(packetizer.makePayloads(encoded([])).isEmpty)
    }
}
