import RTP
import SessionDomain
import Testing
import Wire

@testable import Node

/// A camera and its sound over two real connections.
@Suite(.serialized) struct CameraSyncTests {
    @Test func picturesWaitForSoundThatTakesLongToTheLoudspeaker() async throws {
        let pair = try IntroducedPair()
        await pair.start()
        try await pair.untilVerified()
        var camera = Camera()
        // Both streams' clocks are told by reports in the first seconds.
        try await camera.record(pair, seconds: 2)
        let before = try await camera.leastDelay(pair, from: 0)
        await pair.answering.setPlaybackLatency(.milliseconds(300))
        var growth = Duration.zero
        // The wait is brought in slowly: a tenth of the time that passes.
        for _ in 0..<15 where growth < .milliseconds(120) {
            let first = camera.sent.count
            try await camera.record(pair, seconds: 1)
            growth = try await camera.leastDelay(pair, from: first) - before
        }
        await pair.close()
        #expect(growth >= .milliseconds(120))
    }
}

/// Sends pictures and sound as they are recorded, and plays the sound at the other end.
private struct Camera {
    var sent: [(timestamp: RTPTimestamp, at: Instant)] = []
    private let start = NodeClock().now
    private var recorded = Duration.zero
    private var played = Duration.zero

    mutating func record(_ pair: IntroducedPair, seconds: Int) async throws {
        let end = NodeClock().now + .seconds(seconds)
        while NodeClock().now < end {
            let now = NodeClock().now
            while recorded < now - start { await sendSound(pair.offering) }
            await sendPicture(pair.offering, at: now)
            while played < now - start { await play(pair.answering) }
            try await Task.sleep(for: .milliseconds(40))
        }
    }

    /// How long the fastest of the pictures from one on took, when all have come; none is lost and none passes another.
    ///
    /// The fastest, because the others also wait for the processor beside hundreds of other tests.
    func leastDelay(_ pair: IntroducedPair, from first: Int) async throws -> Duration {
        let frames = try await eventually("every picture") {
            let seen = await pair.answeringSeen.cameraFrames
            return seen.count == sent.count ? seen : nil
        }
        // On the line timestamps begin anywhere.
        let offset = try #require(sent.first).timestamp.distance(to: frames[0].timestamp)
        #expect(zip(frames, sent).allSatisfy { $1.timestamp.distance(to: $0.timestamp) == offset })
        let delays = zip(frames, sent).dropFirst(first).map { frame, sent in frame.arrival - sent.at }
        return try #require(delays.min())
    }

    /// 20 ms that Opus made: a head (RFC 6716 §3.1), which is all that is read on the way, and something.
    private mutating func sendSound(_ link: SecureLink) async {
        let timestamp = RTPTimestamp(rawValue: UInt32(recorded.inNanoseconds * 48 / 1_000_000))
        await link.send(EncodedAudioFrame(rtpTimestamp: timestamp, payload: [0xF8, 1, 2, 3]))
        recorded += .milliseconds(20)
    }

    /// A VP8 key frame's head (RFC 6386 §9.1), which is all that is read on the way, and something.
    private mutating func sendPicture(_ link: SecureLink, at now: Instant) async {
        let timestamp = RTPTimestamp(rawValue: UInt32((now - start).inNanoseconds * 90 / 1_000_000))
        sent.append((timestamp, now))
        let frame = EncodedVideoFrame(
            codec: .vp8, isKeyFrame: true, rtpTimestamp: timestamp, width: 64, height: 64,
            payload: [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 64, 0, 64, 0] + [UInt8](repeating: 0, count: 100))
        await link.send(frame, on: .camera)
    }

    private mutating func play(_ link: SecureLink) async {
        let decision = await link.nextAudio(queuedSampleCount: 0)
        played += .nanoseconds(decision.sampleCount * 1_000_000 / 48)
    }
}
