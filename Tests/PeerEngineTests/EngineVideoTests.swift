import PeerEngine
import RTP
import TestSupport
import Testing
import Wire

@Suite("Engine: video")
struct EngineVideoTests {
    /// A frame whose VP8 header is right and whose content is a pattern (RFC 6386 §9.1).
    private func frame(_ number: Int, isKeyFrame: Bool, byteCount: Int = 6_000) -> EncodedVideoFrame {
        let width: UInt16 = 320
        let height: UInt16 = 240
        var payload: [UInt8] = [isKeyFrame ? 0x10 : 0x11, 0, 0]
        if isKeyFrame {
            payload += [
                0x9D, 0x01, 0x2A, UInt8(width & 0xFF), UInt8(width >> 8), UInt8(height & 0xFF), UInt8(height >> 8),
            ]
        }
        while payload.count < byteCount { payload.append(UInt8(truncatingIfNeeded: payload.count &+ number)) }
        return EncodedVideoFrame(
            codec: .vp8, isKeyFrame: isKeyFrame, rtpTimestamp: RTPTimestamp(rawValue: UInt32(number) * 3_000),
            width: isKeyFrame ? width : 0, height: isKeyFrame ? height : 0, payload: payload)
    }

    /// Sends frames at 30 a second and gives what was sent.
    private func send(_ count: Int, on pair: EnginePair) -> [EncodedVideoFrame] {
        (0..<count)
            .map { number in
                let next = frame(number, isKeyFrame: number == 0)
                pair.right.sendVideo(next, now: pair.now)
                pair.ends.run(for: .milliseconds(33))
                return next
            }
    }

    @Test("frames arrive whole and in order")
    func frames() throws {
        let pair = try EnginePair(hasVideo: true)
        #expect(pair.connect())
        let sent = send(30, on: pair)
        pair.ends.run(for: .milliseconds(100))
        #expect(pair.left.frames.map(\.payload) == sent.map(\.payload))
        #expect(pair.left.frames.first?.width == 320)
        #expect(pair.ends.rightToLeft.statistics.largestDatagram <= PeerEngine.maximumDatagramByteCount)
        #expect(pair.left.counters == PeerEngineCounters())
    }

    @Test("lost packets are asked for again, and no frame is missing")
    func loss() throws {
        let pair = try EnginePair(hasVideo: true)
        #expect(pair.connect())
        pair.ends.setPath(NetemConfiguration(latency: .milliseconds(20), loss: 0.05))
        let sent = send(90, on: pair)
        pair.ends.run(for: .seconds(1))
        #expect(pair.ends.rightToLeft.statistics.lost > 0)
        #expect(pair.left.frames.map(\.payload) == sent.map(\.payload))
    }

    @Test("frames arrive with the time of their capture, also where packets of theirs were lost")
    func captureTime() throws {
        let pair = try EnginePair(hasVideo: true)
        #expect(pair.connect())
        pair.ends.setPath(NetemConfiguration(latency: .milliseconds(20), loss: 0.1))
        var times: [AbsoluteCaptureTime] = []
        for number in 0..<60 {
            var next = frame(number, isKeyFrame: number == 0)
            next.captureTime = AbsoluteCaptureTime(pair.now)
            next.captureTime.map { times.append($0) }
            pair.right.sendVideo(next, now: pair.now)
            pair.ends.run(for: .milliseconds(33))
        }
        pair.ends.run(for: .seconds(1))
        #expect(pair.ends.rightToLeft.statistics.lost > 10)
        #expect(pair.left.frames.map(\.captureTime) == times)
        #expect(pair.ends.rightToLeft.statistics.largestDatagram <= PeerEngine.maximumDatagramByteCount)
    }

    @Test("packets of two sections are numbered and reported as those of one transport")
    func twoSections() throws {
        let pair = try EnginePair(hasVideo: true, videoSectionCount: 2)
        #expect(pair.connect())
        for role in VideoRole.allCases {
            pair.right.sendVideo(frame(role.ordinal, isKeyFrame: true), on: role, now: pair.now)
        }
        pair.ends.run(for: .milliseconds(40))
        #expect(pair.left.frames(of: .screen).map(\.payload) == [frame(0, isKeyFrame: true).payload])
        #expect(pair.left.frames(of: .camera).map(\.payload) == [frame(1, isKeyFrame: true).payload])
        #expect(pair.right.videoPacketCount >= 10)
        #expect(pair.right.videoPacketCount == pair.right.departures.count)
        let arrived = pair.right.departures.count { $0.instant + .milliseconds(10) <= pair.now }
        #expect(arrived >= 10 && pair.left.unreportedArrivalCount == arrived)
        // Probes for more than the two frames go on for a while.
        pair.ends.run(for: .seconds(1))
        #expect(pair.left.unreportedArrivalCount == 0)
    }

    @Test("a decoder that failed gets a key frame")
    func keyFrameRequest() throws {
        let pair = try EnginePair(hasVideo: true)
        #expect(pair.connect())
        _ = send(3, on: pair)
        pair.left.requestKeyFrame(now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { pair.right.events.contains(.keyFrameRequested(.screen)) })
        #expect(!pair.right.events.contains(.keyFrameRequested(.camera)))
    }
}
