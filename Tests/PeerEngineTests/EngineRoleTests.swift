import CongestionControl
import PeerEngine
import RTP
import TestSupport
import Testing
import Wire

@Suite("Engine: screen and camera")
struct EngineRoleTests {
    private func frame(_ number: Int, isKeyFrame: Bool = false, byteCount: Int = 2_000) -> EncodedVideoFrame {
        let head: [UInt8] = isKeyFrame ? [0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 240, 0] : [0x11, 0, 0]
        return EncodedVideoFrame(
            isKeyFrame: isKeyFrame, rtpTimestamp: RTPTimestamp(rawValue: UInt32(number) * 3_000),
            width: isKeyFrame ? 320 : 0, height: isKeyFrame ? 240 : 0,
            payload: head + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: byteCount))
    }

    private func connect() throws -> EnginePair {
        let path = NetemConfiguration(latency: .milliseconds(25), bytesPerSecond: 500_000)
        let pair = try EnginePair(path: path, hasVideo: true, videoSectionCount: 2)
        #expect(pair.connect())
        return pair
    }

    /// What both encoders were told last, in bits a second.
    private func targets(_ pair: EnginePair) throws -> (screen: Double, camera: Double) {
        let screen = try #require(pair.right.bitrates(of: .screen).last).bitsPerSecond
        let camera = try #require(pair.right.bitrates(of: .camera).last).bitsPerSecond
        return (screen, camera)
    }

    @Test("the camera has a third while it is on, and the screen all of it afterwards")
    func shares() throws {
        let pair = try connect()
        var rates = try targets(pair)
        #expect(abs(rates.camera * 3 - rates.screen) < 10, "who begins is told as if the other were there")
        pair.right.sendVideo(frame(0, isKeyFrame: true), on: .screen, now: pair.now)
        for number in 0..<60 {
            pair.right.sendVideo(frame(number, isKeyFrame: number == 0), on: .camera, now: pair.now)
            pair.ends.run(for: .milliseconds(33))
        }
        rates = try targets(pair)
        #expect(abs(rates.camera * 2 - rates.screen) < 10)
        let total = try #require(pair.right.statistics.availableOutgoingBitrate)
        #expect(rates.camera + rates.screen <= total * 1.031)
        pair.ends.run(for: .seconds(3))
        rates = try targets(pair)
        #expect(abs(rates.camera * 3 - rates.screen) < 10, "the camera made nothing for two seconds")
    }

    @Test("a camera alone has everything")
    func cameraAlone() throws {
        let pair = try connect()
        for number in 0..<10 {
            pair.right.sendVideo(frame(number, isKeyFrame: number == 0), on: .camera, now: pair.now)
            pair.ends.run(for: .milliseconds(33))
        }
        let alone = try targets(pair)
        #expect(alone.camera > alone.screen)
        pair.right.sendVideo(frame(0, isKeyFrame: true), on: .screen, now: pair.now)
        pair.ends.run(for: .milliseconds(1))
        let both = try targets(pair)
        #expect(both.camera < alone.camera && both.screen == alone.screen)
        pair.right.discardVideo(.screen)
        pair.ends.run(for: .milliseconds(1))
        #expect(try targets(pair).camera >= alone.camera * 0.9)
    }

    @Test("stopping one picture leaves the other alone")
    func stopOne() throws {
        let pair = try connect()
        let face = frame(1, isKeyFrame: true, byteCount: 20_000)
        pair.right.sendVideo(frame(0, isKeyFrame: true, byteCount: 60_000), on: .screen, now: pair.now)
        pair.right.sendVideo(face, on: .camera, now: pair.now)
        pair.ends.run(for: .milliseconds(5))
        pair.right.discardVideo(.screen)
        pair.ends.run(for: .seconds(2))
        #expect(pair.left.frames(of: .camera).map(\.payload) == [face.payload])
        #expect(pair.left.frames(of: .screen).isEmpty)
        #expect(pair.left.counters == PeerEngineCounters())
    }

    @Test("who receives asks for the picture that it lacks")
    func keyFrames() throws {
        let pair = try connect()
        for role in VideoRole.allCases { pair.right.sendVideo(frame(0, isKeyFrame: true), on: role, now: pair.now) }
        pair.ends.run(for: .milliseconds(100))
        pair.left.requestKeyFrame(of: .camera, now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { pair.right.events.contains(.keyFrameRequested(.camera)) })
        #expect(!pair.right.events.contains(.keyFrameRequested(.screen)))
    }

    /// A frame with the uncompressed header that says so (VP9 bitstream specification §6.2); its content is a pattern.
    private func vp9(_ number: Int, isKeyFrame: Bool, profile: UInt8) -> EncodedVideoFrame {
        // frame_marker 2, profile bits low and high, show_existing_frame 0, frame_type, show_frame 1, error_resilient 0
        var head: [UInt8] = [0x80 | (profile & 1) << 5 | (isKeyFrame ? 0 : 4) | 2]
        if isKeyFrame {
            // Sync code; then color_space 1, color_range 0 and for profile 1: no subsampling, reserved; 320 × 240.
            head += [0x49, 0x83, 0x42]
            head +=
                profile == 0
                ? bits("001 0 0000000100111111 0000000011101111")
                : bits(
                    "001 0 0 0 0 0000000100111111 0000000011101111")
        }
        return EncodedVideoFrame(
            codec: profile == 0 ? .vp9 : .vp9Profile1, isKeyFrame: isKeyFrame,
            rtpTimestamp: RTPTimestamp(rawValue: UInt32(number) * 3_000), width: isKeyFrame ? 320 : 0,
            height: isKeyFrame ? 240 : 0,
            payload: head + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 3_000))
    }

    private func bits(_ text: String) -> [UInt8] {
        let digits = text.filter { $0 != " " }
        return stride(from: 0, to: digits.count, by: 8)
            .map { start in
                digits.dropFirst(start).prefix(8).reduce(0) { $0 << 1 | ($1 == "1" ? 1 : 0) }
                    << UInt8(max(0, start + 8 - digits.count))
            }
    }

    @Test("the codec changes with a key frame and without an exchange, and lost packets are repeated in any")
    func codecChange() throws {
        let pair = try connect()
        #expect(pair.right.sendableVideoCodecs(of: .screen) == [.vp9, .vp9Profile1, .vp8])
        #expect(pair.left.sendableVideoCodecs(of: .screen).isEmpty, "the left end receives")
        pair.ends.rightToLeft.filter = { number, _ in !number.isMultiple(of: 7) }
        var sent: [EncodedVideoFrame] = []
        for number in 0..<60 {
            let isKeyFrame = number.isMultiple(of: 20)
            let next: EncodedVideoFrame =
                switch number / 20 {
                case 0: vp9(number, isKeyFrame: isKeyFrame, profile: 1)
                case 1: frame(number, isKeyFrame: isKeyFrame)
                default: vp9(number, isKeyFrame: isKeyFrame, profile: 0)
                }
            sent.append(next)
            pair.right.sendVideo(next, on: .screen, now: pair.now)
            pair.ends.run(for: .milliseconds(33))
        }
        pair.ends.run(for: .seconds(1))
        let received = pair.left.frames(of: .screen)
        #expect(received.map(\.payload) == sent.map(\.payload))
        #expect(received.filter(\.isKeyFrame).map(\.codec) == [.vp9Profile1, .vp8, .vp9])
        #expect(received.filter(\.isKeyFrame).map(\.width) == [320, 320, 320])
        let types = Set(pair.right.departures.map(\.payloadType))
        #expect(types == [96, 97, 98, 99, 100, 101], "each codec and its repeating stream")
        #expect(pair.left.counters == PeerEngineCounters())
    }
}
