import CongestionControl
import RTP
import Testing
import Wire

@Suite("Sending controller")
struct MediaSendControllerTests {
    private let start = Instant.origin + .seconds(10)

    private func controller(_ configure: (inout CongestionControlConfiguration) -> Void = { _ in })
        -> MediaSendController<Int>
    {
        var configuration = CongestionControlConfiguration(startBitrate: .kilobits(1_000))
        configure(&configuration)
        return MediaSendController(configuration: configuration)
    }

    private func firstChange(_ controller: inout MediaSendController<Int>, now: Instant) -> MediaBitrate? {
        guard case .bitrateChanged(let bitrate) = controller.pollOutput(now: now) else { return nil }
        return bitrate
    }

    @Test("The first rate is told at once, sound taken off, and each greater change with its reason")
    func allocation() throws {
        var controller = controller { $0.audioBitrate = .kilobits(100) }
        let first = try #require(firstChange(&controller, now: start))
        #expect(first.targetBitrate == .kilobits(900))
        #expect(first.availableOutgoingBitrate == .kilobits(1_000))
        #expect(first.reason == .start)
        #expect(controller.pollOutput(now: start) == nil)
        controller.setAudioBitrate(.kilobits(110))
        #expect(controller.pollOutput(now: start) == nil)
        controller.setAudioBitrate(.zero)
        let second = try #require(firstChange(&controller, now: start))
        #expect(second.targetBitrate == .kilobits(1_000))
        #expect(second.reason == .allocation)
        controller.handleReceiverEstimate(.kilobits(400))
        #expect(try #require(firstChange(&controller, now: start)).reason == .receiver)
    }

    @Test("Sound takes all of a rate that is smaller, and video keeps the least")
    func soundAboveTotal() throws {
        var controller = controller {
            $0.audioBitrate = .kilobits(100)
            $0.startBitrate = .kilobits(80)
        }
        let first = try #require(firstChange(&controller, now: start))
        #expect(first.targetBitrate == .kilobits(50))
        #expect(first.availableOutgoingBitrate == .kilobits(80))
    }

    @Test("What is repeated is taken off the encoders' share, up to half")
    func repeated() throws {
        var controller = controller { $0.hasTransportFeedback = false }
        _ = controller.pollOutput(now: start)
        var now = start
        for index in 0..<200 {
            now += .milliseconds(10)
            controller.handleSent(
                nil, byteCount: 1_000, mediaClass: index % 5 == 0 ? .retransmission : .video, cluster: nil, now: now)
        }
        let target = try #require(firstChange(&controller, now: now)).targetBitrate
        #expect(abs(target.bitsPerSecond - 800_000) < 20_000)
        for _ in 0..<2_000 {
            now += .milliseconds(10)
            controller.handleSent(nil, byteCount: 1_000, mediaClass: .retransmission, cluster: nil, now: now)
        }
        #expect(try #require(firstChange(&controller, now: now)).targetBitrate == .kilobits(500))
    }

    @Test("The window: without feedback what is in flight stays bounded, and one packet at a time asks for news")
    func window() throws {
        var controller = controller()
        var now = start
        var number: UInt16 = 1
        var sent: [Instant] = []
        for packet in 0..<2_000 { controller.enqueue(packet, .video, byteCount: 1_000, now: now) }
        func drain() {
            while let output = controller.pollOutput(now: now) {
                switch output {
                case .packet(_, let mediaClass, let cluster):
                    controller.handleSent(number, byteCount: 1_000, mediaClass: mediaClass, cluster: cluster, now: now)
                    number &+= 1
                    sent.append(now)
                case .padding, .bitrateChanged: break
                }
            }
        }
        drain()
        now += .milliseconds(50)
        // From here on the peer is known to tell arrivals.
        let news = TransportFeedback(
            senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2), baseSequenceNumber: 1, referenceTime: 0,
            feedbackCount: 0, statuses: [.received(delta: 1)])
        controller.handle(news, now: now)
        let told = now
        for _ in 0..<3_000 {
            drain()
            now += .milliseconds(1)
            if let timeout = controller.nextTimeout, timeout <= now { controller.handleTimeout(now: now) }
        }
        // 1 Mbit/s × (50 ms there and back + 100 ms to be told + 150 ms) are 37,500 bytes; then four packets a second.
        let early = sent.filter { $0 <= told + .milliseconds(900) }
        #expect(30...45 ~= early.count)
        let late = sent.filter { $0 > told + .milliseconds(900) }
        #expect(6...12 ~= late.count)
    }

    @Test("What waits is dropped with the video, and nothing wakes anybody afterwards")
    func discard() {
        var controller = controller()
        for packet in 0..<100 { controller.enqueue(packet, .video, byteCount: 1_000, now: start) }
        while let output = controller.pollOutput(now: start) {
            guard case .packet(_, let mediaClass, let cluster) = output else { continue }
            controller.handleSent(nil, byteCount: 1_000, mediaClass: mediaClass, cluster: cluster, now: start)
        }
        #expect(controller.nextTimeout != nil)
        controller.discardVideo()
        #expect(controller.statistics(now: start).pacer == PacerQueueStatistics())
        #expect(controller.nextTimeout == nil)
    }
}
