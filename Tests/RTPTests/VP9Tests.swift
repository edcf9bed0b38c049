import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("The VP9 payload format")
struct VP9Tests {
    /// Each descriptor with its bytes (RFC 9628 §4.2).
    static let descriptors: [(String, VP9PayloadDescriptor)] = [
        ("00", make { _ in }),
        ("08", make { $0.isStartOfFrame = true }),
        (
            "45",
            make {
                $0.isInterPicturePredicted = true; $0.isEndOfFrame = true; $0.isNotUpperReference = true
            }
        ),
        ("80 9234", make { $0.pictureID = 0x1234 }),
        (
            "ec 9234 30 07",
            make {
                $0.isInterPicturePredicted = true
                $0.isStartOfFrame = true
                $0.isEndOfFrame = true
                $0.pictureID = 0x1234
                $0.layer = .init(temporal: 1, isSwitchingUpPoint: true)
                $0.temporalLevelZeroIndex = 7
            }
        ),
        (
            "38 45",
            make {
                $0.isFlexible = true
                $0.isStartOfFrame = true
                $0.layer = .init(temporal: 2)
                $0.layer?.spatial = 2
                $0.layer?.isInterLayerPredicted = true
            }
        ),
        (
            "d0 8001 03 05 fe",
            make {
                $0.isInterPicturePredicted = true
                $0.isFlexible = true
                $0.pictureID = 1
                $0.referenceDifferences = [1, 2, 127]
            }
        ),
        (
            "0a 18 0780 0438 02 14 02 34 01",
            make {
                $0.isStartOfFrame = true
                $0.scalabilityStructure = VP9ScalabilityStructure()
                $0.scalabilityStructure?.sizes = [.init(width: 1_920, height: 1_080)]
                $0.scalabilityStructure?.group = [
                    .init(temporalLayer: 0, isSwitchingUpPoint: true, referenceDifferences: [2]),
                    .init(temporalLayer: 1, isSwitchingUpPoint: true, referenceDifferences: [1]),
                ]
            }
        ),
        (
            "02 30 0140 00b4 0280 0168",
            make {
                $0.scalabilityStructure = VP9ScalabilityStructure()
                $0.scalabilityStructure?.spatialLayerCount = 2
                $0.scalabilityStructure?.sizes = [.init(width: 320, height: 180), .init(width: 640, height: 360)]
            }
        ),
        (
            "02 48 00",
            make {
                $0.scalabilityStructure = VP9ScalabilityStructure()
                $0.scalabilityStructure?.spatialLayerCount = 3
                $0.scalabilityStructure?.group = []
            }
        ),
    ]

    private static func make(_ change: (inout VP9PayloadDescriptor) -> Void) -> VP9PayloadDescriptor {
        var descriptor = VP9PayloadDescriptor()
        change(&descriptor)
        return descriptor
    }

    @Test("Descriptors are read and written", arguments: descriptors)
    func descriptor(text: String, descriptor: VP9PayloadDescriptor) throws {
        let (parsed, offset) = try VP9PayloadDescriptor.parse(hex(text) + [0xAA])
        #expect(parsed == descriptor)
        #expect(offset == hex(text).count)
        #expect(descriptor.serialize() == hex(text))
    }

    @Test("Every descriptor cut short is refused", arguments: descriptors)
    func truncation(text: String, descriptor: VP9PayloadDescriptor) {
        for count in 0..<hex(text).count {
            #expect(throws: ParseError.self) { try VP9PayloadDescriptor.parse(Array(hex(text).prefix(count))) }
        }
    }

    @Test("A picture number of seven bits is read, a fourth reference is refused")
    func limits() throws {
        let (descriptor, offset) = try VP9PayloadDescriptor.parse(hex("80 7f aa"))
        #expect(descriptor.pictureID == 127)
        #expect(offset == 2)
        #expect(throws: ParseError.invalid("VP9 reference count")) {
            try VP9PayloadDescriptor.parse(hex("d0 8001 03 05 07 09"))
        }
    }

    /// The first bytes of frames that libvpx 1.12 made of pictures of 1920 × 1080.
    @Test("The frame header tells the profile, key frames and their size")
    func frameHeader() throws {
        let key = try #require(VP9FrameHeader.parse(hex("824983422077f043763638241c194c18")))
        #expect(key.isKeyFrame && key.profile == 0 && key.width == 1_920 && key.height == 1_080)
        let full = try #require(VP9FrameHeader.parse(hex("a2498342200efe086ec6c70483832983")))
        #expect(full.isKeyFrame && full.profile == 1 && full.width == 1_920 && full.height == 1_080)
        let delta = try #require(VP9FrameHeader.parse(hex("860040921cfc5da180030070b027fe4e")))
        #expect(!delta.isKeyFrame && !delta.isIntraOnly && delta.profile == 0 && delta.width == 0)
        #expect(VP9FrameHeader.parse(hex("a60040921cfc5da180030070b027fe4e"))?.profile == 1)
        #expect(VP9FrameHeader.parse(hex("89"))?.showsExistingFrame == true)
        #expect(delta.showsExistingFrame == false)
    }

    @Test("An intra-only frame has a size and is no key frame")
    func intraOnly() throws {
        // Marker 2, profile 0, delta, hidden, not resilient; intra only, reset 0; sync; refresh 1; 640 × 480.
        let header = try #require(VP9FrameHeader.parse(hex("8489306840204fe03be0")))
        #expect(header.isIntraOnly && !header.isKeyFrame)
        #expect(header.width == 640 && header.height == 480)
    }

    @Test(
        "What begins no frame is refused",
        arguments: [
            "", "02498342", "c2498342", "824983432077f04376", "8249834220", "8249834220 77f0",
            // Profile 0 has no RGB; profile 1 no 4:2:0.
            "82498342e077f043760000", "a249834226ffff00000000",
        ])
    func refused(text: String) {
        #expect(VP9FrameHeader.parse(hex(text)) == nil)
    }

    @Test("Every prefix and random change of a header returns")
    func hostile() {
        var random = SeededRandom(seed: 9)
        for text in ["824983422077f043763638241c194c18", "a2498342200efe086ec6c70483832983", "8489306840204fe03be0"] {
            for _ in 0..<2_000 {
                var bytes = Array(hex(text).prefix(Int.random(in: 0...16, using: &random)))
                if !bytes.isEmpty {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if let header = VP9FrameHeader.parse(bytes) { #expect(header.width <= 65_536) }
            }
        }
    }

    private func frame(_ byteCount: Int, isKeyFrame: Bool, layer: Int? = nil, isSync: Bool = false) -> EncodedVideoFrame
    {
        EncodedVideoFrame(
            codec: .vp9, isKeyFrame: isKeyFrame, temporalLayer: layer, isLayerSync: isSync,
            rtpTimestamp: RTPTimestamp(rawValue: 0), width: isKeyFrame ? 640 : 0, height: isKeyFrame ? 480 : 0,
            payload: (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) })
    }

    @Test("A frame is cut into payloads that differ little", arguments: [1, 81, 82, 1_000, 12_345])
    func packetizer(byteCount: Int) throws {
        var packetizer = VP9Packetizer(maximumPayloadByteCount: 100, firstPictureID: 0x7FFF)
        let payloads = packetizer.makePayloads(frame(byteCount, isKeyFrame: true))
        #expect(payloads.count == (byteCount + 80) / 81)
        #expect(payloads.allSatisfy { $0.count <= 100 })
        var restored = [UInt8]()
        for (index, payload) in payloads.enumerated() {
            let (descriptor, offset) = try VP9PayloadDescriptor.parse(payload)
            #expect(descriptor.isStartOfFrame == (index == 0))
            #expect(descriptor.isEndOfFrame == (index == payloads.count - 1))
            #expect(!descriptor.isInterPicturePredicted && !descriptor.isFlexible)
            #expect(descriptor.pictureID == 0x7FFF)
            #expect(descriptor.scalabilityStructure?.sizes == (index == 0 ? [.init(width: 640, height: 480)] : nil))
            restored += payload[offset...]
        }
        #expect(restored == frame(byteCount, isKeyFrame: true).payload)
        let following = packetizer.makePayloads(frame(1, isKeyFrame: false))
        let next = try VP9PayloadDescriptor.parse(try #require(following.first)).0
        #expect(next.pictureID == 0)
        #expect(next.isInterPicturePredicted && next.layer == nil && next.scalabilityStructure == nil)
    }

    @Test("A layered stream counts the pictures of layer 0 and announces its group")
    func layers() throws {
        var packetizer = VP9Packetizer(maximumPayloadByteCount: 1_200, firstPictureID: 5)
        let frames = [
            frame(9, isKeyFrame: true, layer: 0), frame(9, isKeyFrame: false, layer: 1, isSync: true),
            frame(9, isKeyFrame: false, layer: 0), frame(9, isKeyFrame: false, layer: 1, isSync: true),
        ]
        let descriptors = try frames.flatMap { packetizer.makePayloads($0) }.map {
            try VP9PayloadDescriptor.parse($0).0
        }
        #expect(descriptors.map(\.layer?.temporal) == [0, 1, 0, 1])
        #expect(descriptors.map(\.temporalLevelZeroIndex) == [1, 1, 2, 2])
        #expect(descriptors.first?.scalabilityStructure?.group?.map(\.temporalLayer) == [0, 1])
        #expect(descriptors.first?.scalabilityStructure?.group?.map(\.referenceDifferences) == [[2], [1]])
    }

    @Test("An empty frame has no packets")
    func emptyFrame() {
        var packetizer = VP9Packetizer(maximumPayloadByteCount: 100, firstPictureID: 0)
        #expect(packetizer.makePayloads(frame(0, isKeyFrame: true)).isEmpty)
    }
}
