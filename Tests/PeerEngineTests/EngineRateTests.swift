import CongestionControl
import PeerEngine
import RTP
import TestSupport
import Testing
import Wire

@Suite("Engine: video at the rate of the path")
struct EngineRateTests {
    private static let frameInterval = Duration.microseconds(33_333)

    private func path(_ kilobits: Int, latency: Duration = .milliseconds(25), loss: Double = 0) -> NetemConfiguration {
        NetemConfiguration(latency: latency, loss: loss, bytesPerSecond: kilobits * 125)
    }

    /// A frame of VP8 (RFC 6386 §9.1) whose time is its number.
    private func frame(_ number: Int, isKeyFrame: Bool, byteCount: Int) -> EncodedVideoFrame {
        let head: [UInt8] = isKeyFrame ? [0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 240, 0] : [0x11, 0, 0]
        return EncodedVideoFrame(
            codec: .vp8, isKeyFrame: isKeyFrame, rtpTimestamp: RTPTimestamp(rawValue: UInt32(number) * 3_000),
            width: isKeyFrame ? 320 : 0, height: isKeyFrame ? 240 : 0,
            payload: head + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: max(byteCount, 100)))
    }

    /// An encoder that follows the right end's rate, and leaves frames out when it is told to.
    /// - Returns: how many frames it made.
    @discardableResult
    private func film(_ pair: EnginePair, for time: Duration, from first: Int = 0) -> Int {
        let end = pair.now + time
        var number = first
        while pair.now < end {
            if !pair.right.hasLongBacklog, let bitrate = pair.right.bitrates.last {
                let byteCount = Int(bitrate.bitsPerSecond / 8 / 30)
                pair.right.sendVideo(frame(number, isKeyFrame: number == 0, byteCount: byteCount), now: pair.now)
                number += 1
            }
            pair.ends.run(for: Self.frameInterval)
        }
        return number - first
    }

    private func connect(_ path: NetemConfiguration, hasTransportFeedback: Bool = true) throws -> EnginePair {
        let pair = try EnginePair(path: path, hasVideo: true, hasTransportFeedback: hasTransportFeedback)
        #expect(pair.connect())
        return pair
    }

    @Test("the encoder follows a link that goes from 4 to 0.5 and back to 4 Mbit/s")
    func follow() throws {
        let pair = try connect(path(4_000))
        var number = film(pair, for: .seconds(8))
        #expect(try #require(pair.right.bitrates.last).bitsPerSecond > 2_400_000)
        pair.ends.rightToLeft.configuration = path(500)
        number += film(pair, for: .seconds(1), from: number)
        let low = try #require(pair.right.bitrates.last)
        #expect(low.bitsPerSecond < 600_000, "within a second of the drop")
        number += film(pair, for: .milliseconds(500), from: number)
        #expect(pair.ends.rightToLeft.queueingDelay(now: pair.now) < .milliseconds(100))
        number += film(pair, for: .seconds(6), from: number)
        #expect(pair.ends.rightToLeft.queueingDelay(now: pair.now) < .milliseconds(150))
        #expect(try #require(pair.right.bitrates.last).bitsPerSecond > 250_000)
        let last = pair.left.eventInstants.last ?? .origin
        #expect(pair.now - last < .milliseconds(500), "pictures go on")
        pair.ends.rightToLeft.configuration = path(4_000)
        let back = pair.now
        film(pair, for: .seconds(8), from: number)
        let recovered = pair.right.bitrates.first { $0.since >= back && $0.bitsPerSecond >= 3_200_000 }
        #expect(recovered != nil, "within 8 s of the return")
        #expect(pair.left.counters == PeerEngineCounters())
    }

    @Test("what statistics say is what the encoder was told")
    func statistics() throws {
        let pair = try connect(path(4_000))
        film(pair, for: .seconds(2))
        let told = try #require(pair.right.bitrates.last).bitsPerSecond
        let statistics = pair.right.statistics
        let target = try #require(statistics.video.first?.sender?.targetBitrate)
        #expect(abs(target - told) <= told * 0.031)
        #expect(try #require(statistics.availableOutgoingBitrate) >= target)
        #expect(pair.left.statistics.availableOutgoingBitrate == nil)
    }

    @Test("frames are left out while what was made waits for too long")
    func backlog() throws {
        let pair = try connect(path(500))
        film(pair, for: .seconds(3))
        let begin = pair.now
        pair.right.sendVideo(frame(1_000, isKeyFrame: true, byteCount: 100_000), now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { pair.right.hasLongBacklog })
        #expect((Duration.milliseconds(150)...Duration.milliseconds(160)).contains(pair.now - begin))
        #expect(pair.ends.run(for: .seconds(3)) { !pair.right.hasLongBacklog })
        #expect(pair.ends.run(for: .seconds(1)) { pair.left.frames.last?.payload.count == 100_010 })
        #expect(pair.right.waitingPacketCount == 0)
    }

    @Test(
        "after a stop nothing leaves, neither what waits nor a probe, and the next picture comes whole",
        arguments: [(500, 1_500, 100_000), (4_000, 120, 20_000), (20_000, 210, 20_000)])
    func stop(kilobits: Int, milliseconds: Int, byteCount: Int) throws {
        let pair = try connect(path(kilobits, latency: .milliseconds(100)))
        let number = film(pair, for: .milliseconds(milliseconds))
        pair.right.sendVideo(frame(number, isKeyFrame: false, byteCount: byteCount), now: pair.now)
        pair.ends.run(for: .milliseconds(5))
        #expect(pair.right.waitingPacketCount > 0)
        pair.right.discardVideo()
        let left = pair.right.departures.count
        #expect(pair.right.waitingPacketCount == 0)
        pair.ends.run(for: .seconds(4))
        #expect(pair.right.departures.count == left)
        #expect(!pair.right.hasLongBacklog)
        let next = frame(5_000, isKeyFrame: true, byteCount: 5_000)
        pair.right.sendVideo(next, now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { pair.left.frames.last?.payload == next.payload })
    }

    @Test("packets leave in order: those of each stream, repeated and padding ones too, and those of the transport")
    func numbers() throws {
        let pair = try connect(path(4_000, loss: 0.05))
        let count = film(pair, for: .seconds(6))
        pair.ends.run(for: .seconds(1))
        let departures = pair.right.departures
        let streams = Dictionary(grouping: departures, by: \.ssrc).values
        #expect(streams.count == 2)
        for stream in streams {
            #expect(zip(stream, stream.dropFirst()).allSatisfy { $1.sequenceNumber == $0.sequenceNumber &+ 1 })
        }
        let numbers = departures.compactMap(\.transportSequenceNumber)
        #expect(numbers.count == departures.count)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 })
        let padding = departures.filter(\.hasPadding)
        let repeated = streams.min { $0.count < $1.count } ?? []
        #expect(!padding.isEmpty && padding.count < repeated.count)
        #expect(padding.allSatisfy { $0.byteCount <= 280 && $0.ssrc == repeated.first?.ssrc })
        // The receiver takes padding for what it is.
        #expect(pair.left.frames.count == count)
        #expect(pair.left.counters == PeerEngineCounters())
        let receiver = try #require(pair.left.statistics.video.first?.receiver)
        #expect(receiver.counters.unknownPayloadType == 0)
        let lost = pair.ends.rightToLeft.statistics.lost
        #expect(lost > 10 && repeated.count - padding.count < lost * 2 + 2 * count)
    }

    @Test("reports of what was never sent, or told before, change nothing")
    func hostileFeedback() throws {
        let pair = try connect(path(4_000))
        film(pair, for: .seconds(3))
        pair.ends.run(for: .seconds(1))
        let told = pair.right.bitrates.count
        let sent = pair.right.departures.count
        let before = pair.right.statistics.availableOutgoingBitrate
        var random = SeededRandom(seed: 7)
        for count in 0..<300 {
            let feedback = TransportFeedback(
                senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2),
                baseSequenceNumber: UInt16.random(in: 0...UInt16.max, using: &random),
                referenceTime: UInt32.random(in: 0...0xFF_FFFF, using: &random),
                feedbackCount: UInt8(truncatingIfNeeded: count),
                statuses: (0..<200)
                    .map { _ in
                        Bool.random(using: &random)
                            ? .notReceived : .received(delta: Int16.random(in: -9_000...9_000, using: &random))
                    })
            pair.left.sendControl([.transportFeedback(feedback)], now: pair.now)
            pair.ends.run(for: .milliseconds(2))
        }
        pair.ends.run(for: .seconds(1))
        #expect(pair.right.bitrates.count == told)
        #expect(pair.right.statistics.availableOutgoingBitrate == before)
        #expect(pair.right.departures.count == sent)
    }

    @Test("the receiver's own estimate bounds the rate, and no value of it goes beyond our bounds")
    func receiverEstimate() throws {
        let pair = try connect(path(10_000), hasTransportFeedback: false)
        film(pair, for: .milliseconds(500))
        for (said, told) in [(700_000, 700_000), (0, 50_000), (UInt64.max, 20_000_000)] as [(UInt64, Double)] {
            let estimate = EstimatedMaximumBitrate(senderSSRC: SSRC(rawValue: 1), bitsPerSecond: said, sources: [])
            pair.left.sendControl([.estimatedMaximumBitrate(estimate)], now: pair.now)
            pair.ends.run(for: .milliseconds(100))
            let last = try #require(pair.right.bitrates.last).bitsPerSecond
            // Repeated packets take their share.
            #expect(last <= told && last > told * 0.9)
        }
    }

    @Test("a peer that reports nothing gets a picture nevertheless", arguments: [true, false])
    func silence(hasTransportFeedback: Bool) throws {
        let pair = try connect(path(4_000), hasTransportFeedback: hasTransportFeedback)
        pair.ends.leftToRight.filter = { _, datagram in datagram.count < 2 || !(192...223).contains(datagram[1]) }
        pair.right.sendVideo(frame(0, isKeyFrame: true, byteCount: 60_000), now: pair.now)
        #expect(pair.ends.run(for: .seconds(2)) { pair.left.frames.count == 1 })
        let count = film(pair, for: .seconds(5), from: 1)
        pair.ends.run(for: .milliseconds(500))
        #expect(count > 120 && pair.left.frames.count == count + 1)
        #expect(try #require(pair.right.bitrates.last).bitsPerSecond >= 300_000)
    }
}
