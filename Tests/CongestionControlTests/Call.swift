import CongestionControl
import RTP
import TestSupport
import Wire

/// What a sender has to send.
enum Source {
    /// 30 frames a second that use all that the encoder may make.
    case video
    /// A screen that shows nothing new.
    case idle
    /// A change of so many bytes each so often.
    case bursts(byteCount: Int, every: Duration)
}

/// A sender, a path and a receiver in virtual time, in steps of a millisecond.
final class Call {
    struct Packet: Sendable {
        let made: Instant
        let byteCount: Int
    }

    /// What was seen at a point in time.
    struct Sample {
        let time: Duration
        let target: Bitrate
        let queueDelay: Duration
        let received: Bitrate
    }

    var controller: MediaSendController<Packet>
    var forward: Bottleneck<(number: UInt16, byteCount: Int)>
    var conditions: (Duration) -> PathConditions
    var source: (Duration) -> Source = { _ in .video }
    /// Sound of 100 bytes each 20 ms.
    var hasAudio = false
    /// How much the receiver's clock is ahead of the sender's, in steps of 64 ms.
    var receiverClock: (Duration) -> Duration = { _ in .zero }
    /// What becomes of a report: how much later than usual each of its copies comes; none for a lost one.
    var feedbackFate: (_ number: Int, inout SeededRandom) -> [Duration] = { _, _ in [.zero] }
    /// The encoder follows the target after that time.
    var encoderLag = Duration.milliseconds(100)

    private(set) var time = Duration.zero
    private(set) var samples: [Sample] = []
    private(set) var changes: [(time: Duration, bitrate: MediaBitrate)] = []
    private(set) var paddingBytes = 0
    private(set) var sentBytes = 0
    private(set) var receivedBytes = 0
    private(set) var longestAudioWait = Duration.zero
    private(set) var reports: [TransportFeedback] = []
    private let start = Instant.origin + .seconds(1_000)
    private(set) var nextNumber: UInt16
    private var recorder: TransportFeedbackRecorder
    private var returning: [(arrival: Instant, feedback: TransportFeedback)] = []
    private var random: SeededRandom
    private var nextFrame = Duration.zero
    private var nextAudio = Duration.zero
    private var receivedInSample = 0
    private var feedbackNumber = 0
    private var encoderTargets: [(time: Duration, target: Bitrate)] = []

    var now: Instant { start + time }

    init(
        configuration: CongestionControlConfiguration = CongestionControlConfiguration(),
        feedbackInterval: Duration = .milliseconds(50), firstNumber: UInt16 = 65_000, seed: UInt64 = 1,
        conditions: @escaping (Duration) -> PathConditions
    ) {
        controller = MediaSendController(configuration: configuration)
        forward = Bottleneck(seed: seed)
        recorder = TransportFeedbackRecorder(interval: feedbackInterval)
        random = SeededRandom(seed: seed &+ 99)
        nextNumber = firstNumber
        self.conditions = conditions
        forward.advance(to: start, PathConditions(bitsPerSecond: 1))
    }

    /// Runs up to a time since the beginning.
    func run(until end: Duration) {
        while time < end { step() }
    }

    /// Bits a second that arrived between two times, padding and sound included.
    func received(_ range: Range<Duration>) -> Double { mean(range) { $0.received.bitsPerSecond } }

    /// The mean estimate between two times.
    func target(_ range: Range<Duration>) -> Double { mean(range) { $0.target.bitsPerSecond } }

    /// The delays in the bottleneck between two times, shortest first.
    func queueDelays(_ range: Range<Duration>) -> [Duration] {
        samples.filter { range.contains($0.time) }.map(\.queueDelay).sorted()
    }

    /// From when on the queueing stays below a bound until `end`.
    func settled(below bound: Duration, from begin: Duration, until end: Duration) -> Duration {
        let last = samples.last { $0.time >= begin && $0.time < end && $0.queueDelay > bound }
        return (last?.time ?? begin) - begin
    }

    /// How long after `begin` the estimate first reaches a rate; `nil` if it never does.
    func reached(_ bitsPerSecond: Double, after begin: Duration) -> Duration? {
        samples.first { $0.time >= begin && $0.target.bitsPerSecond >= bitsPerSecond }.map { $0.time - begin }
    }

    private func mean(_ range: Range<Duration>, _ value: (Sample) -> Double) -> Double {
        let chosen = samples.filter { range.contains($0.time) }
        return chosen.reduce(0) { $0 + value($1) } / Double(max(chosen.count, 1))
    }

    private func step() {
        time += .milliseconds(1)
        let path = conditions(time)
        forward.advance(to: now, path)
        while let packet = forward.receive(now: now) {
            receivedInSample += packet.payload.byteCount
            receivedBytes += packet.payload.byteCount
            recorder.handle(transportSequenceNumber: packet.payload.number, now: packet.arrival)
        }
        report(path)
        deliverReports()
        produce()
        if let timeout = controller.nextTimeout, timeout <= now { controller.handleTimeout(now: now) }
        drain(path)
        if time.inMilliseconds % 20 == 0 { takeSample(path) }
    }

    private func report(_ path: PathConditions) {
        for var feedback in recorder.poll(senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2), now: now) {
            let ahead = receiverClock(time).inMilliseconds / 64
            feedback.referenceTime = (feedback.referenceTime &+ UInt32(truncatingIfNeeded: ahead)) & 0xFF_FFFF
            reports.append(feedback)
            for late in feedbackFate(feedbackNumber, &random) {
                returning.append((now + path.delay + late, feedback))
            }
            feedbackNumber += 1
        }
    }

    private func deliverReports() {
        let due = returning.filter { $0.arrival <= now }
        returning.removeAll { $0.arrival <= now }
        for report in due.sorted(by: { $0.arrival < $1.arrival }) { controller.handle(report.feedback, now: now) }
    }

    private func produce() {
        if hasAudio, time >= nextAudio {
            nextAudio = time + .milliseconds(20)
            controller.enqueue(Packet(made: now, byteCount: 100), .audio, byteCount: 100, now: now)
        }
        guard time >= nextFrame else { return }
        switch source(time) {
        case .idle: nextFrame = time + .milliseconds(10)
        case .video:
            nextFrame = time + .microseconds(33_333)
            // An encoder leaves a frame out while the one before still waits.
            if controller.statistics(now: now).pacer.oldestAge > .milliseconds(150) { return }
            let size = encoderTarget.bitsPerSecond / 8 / 30 * Double.random(in: 0.8...1.2, using: &random)
            enqueueFrame(Int(size))
        case .bursts(let byteCount, let interval):
            nextFrame = time + interval
            enqueueFrame(byteCount)
        }
    }

    private var encoderTarget: Bitrate {
        encoderTargets.last { $0.time <= time - encoderLag }?.target ?? encoderTargets.first?.target ?? .kilobits(300)
    }

    private func enqueueFrame(_ byteCount: Int) {
        var left = max(byteCount, 100)
        while left > 0 {
            let size = min(left, 1_180)
            controller.enqueue(
                Packet(made: now, byteCount: size + 20), .video, byteCount: size + 20, now: now)
            left -= size
        }
    }

    private func drain(_ path: PathConditions) {
        while let output = controller.pollOutput(now: now) {
            switch output {
            case .packet(let packet, let mediaClass, let cluster):
                if mediaClass == .audio { longestAudioWait = max(longestAudioWait, now - packet.made) }
                send(packet.byteCount, mediaClass, cluster, path)
            case .padding(let byteCount, let cluster):
                paddingBytes += byteCount
                send(byteCount, nil, cluster, path)
            case .bitrateChanged(let bitrate):
                changes.append((time, bitrate))
                encoderTargets.append((time, bitrate.targetBitrate))
            }
        }
    }

    private func send(_ byteCount: Int, _ mediaClass: MediaClass?, _ cluster: ProbeClusterID?, _ path: PathConditions) {
        controller.handleSent(nextNumber, byteCount: byteCount, mediaClass: mediaClass, cluster: cluster, now: now)
        forward.send((nextNumber, byteCount), byteCount: byteCount, path)
        sentBytes += byteCount
        nextNumber &+= 1
    }

    private func takeSample(_ path: PathConditions) {
        samples.append(
            Sample(
                time: time, target: controller.statistics(now: now).bitrate.availableOutgoingBitrate,
                queueDelay: forward.queueDelay(path),
                received: Bitrate(bitsPerSecond: Double(receivedInSample) * 8 / 0.02)))
        receivedInSample = 0
    }
}
