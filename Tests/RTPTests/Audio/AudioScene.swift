import TestSupport
import Wire

@testable import RTP

/// A voice, a path and a listener's device, in virtual time.
///
///     frame each 20 ms of the sender's clock ─▶ path ─▶ jitter buffer ─▶ device, which takes 10 ms at a time
struct AudioScene {
    /// What happens to one frame on its way.
    enum Fate {
        case lost
        case delayed(Duration)
        case twice(Duration, Duration)
    }

    /// A frame that was heard.
    struct Heard {
        let index: Int
        /// From the end of its recording to its first sample in the device.
        let delay: Duration
        let at: Instant
    }

    var frameCount = 1_000
    /// Parts per million by which the sender's clock is fast.
    var drift = 0.0
    var firstSequence: UInt16 = 65_500
    var firstTimestamp: UInt32 = .max - 100_000
    var hasForwardErrorCorrection = false
    /// Frames before it that each packet repeats.
    var redundancy = 0
    /// Frames of each silence that are sent.
    var announcedSilentFrameCount = 2
    /// Whether nobody speaks in a frame.
    var isSilent: (Int) -> Bool = { _ in false }
    var fate: (Int) -> Fate = { _ in .delayed(.milliseconds(20)) }
    /// What time-stretching adds or leaves out.
    var stretchSampleCount = 240

    var buffer = AudioJitterBuffer()
    var heard: [Heard] = []
    var decisions: [(at: Instant, decision: AudioDecision)] = []
    /// The target at the end of each second.
    var targets: [Duration] = []

    private static let start = Instant.origin + .seconds(10)

    /// SILK and CELT, 20 ms, one channel; the second byte's second bit announces a repeated frame.
    static func payload(_ index: Int, forwardErrorCorrection: Bool = false) -> [UInt8] {
        [0x68, forwardErrorCorrection ? 0x40 : 0, UInt8(index >> 8 & 0xFF), UInt8(index & 0xFF)]
    }

    static func index(_ payload: [UInt8]) -> Int? {
        payload.count == 4 ? Int(payload[2]) << 8 | Int(payload[3]) : nil
    }

    func sent(_ index: Int) -> Instant {
        Self.start + .nanoseconds(Int64(Double(index) * 20_000_000 / (1 + drift / 1e6)))
    }

    /// Runs until everything was heard that will be.
    mutating func run() {
        var flights = makeFlights()[...]
        var queued = 0
        let end = sent(frameCount) + .seconds(1)
        var now = Self.start
        var tick = 0
        while now < end, heard.last?.index != frameCount - 1 {
            while let flight = flights.first, flight.at <= now {
                buffer.insert(flight.packet, now: flight.at)
                flights.removeFirst()
            }
            while queued < 480 { queued += play(queued: queued, now: now) }
            queued -= 480
            now += .milliseconds(10)
            tick += 1
            if tick.isMultiple(of: 100) { targets.append(buffer.targetDelay(now: now)) }
        }
    }

    private mutating func play(queued: Int, now: Instant) -> Int {
        let decision = buffer.decide(queuedSampleCount: queued, now: now)
        decisions.append((now, decision))
        guard case .decode(let payload, let count, let pace) = decision else { return decision.sampleCount }
        if let index = Self.index(payload) {
            let at = now + .nanoseconds(Int64(queued) * 62_500 / 3)
            heard.append(Heard(index: index, delay: at - sent(index), at: at))
        }
        let played =
            switch pace {
            case .normal: count
            case .accelerate: count - stretchSampleCount
            case .decelerate: count + stretchSampleCount
            }
        buffer.countStretch(decodedSampleCount: count, playedSampleCount: played)
        return played
    }

    private func makeFlights() -> [(at: Instant, packet: AudioJitterBuffer.Packet)] {
        var flights: [(at: Instant, packet: AudioJitterBuffer.Packet)] = []
        var sequence = RTPSequenceNumber(rawValue: firstSequence)
        var silence = 0
        var recent: [(index: Int, payload: [UInt8])] = []
        for index in 0..<frameCount {
            silence = isSilent(index) ? silence + 1 : 0
            guard silence <= announcedSilentFrameCount else { continue }
            let payload =
                silence > 0 ? [0x68] : Self.payload(index, forwardErrorCorrection: hasForwardErrorCorrection)
            let packet = AudioJitterBuffer.Packet(
                sequenceNumber: sequence, timestamp: RTPTimestamp(rawValue: firstTimestamp &+ UInt32(index * 960)),
                payload: payload,
                repeated: recent.suffix(redundancy).map {
                    .init(payloadType: 111, timestampOffset: UInt16((index - $0.index) * 960), payload: $0.payload)
                })
            recent = (recent + [(index, payload)]).suffix(2)
            sequence = sequence.next
            switch fate(index) {
            case .lost: break
            case .delayed(let delay): flights.append((sent(index) + delay, packet))
            case .twice(let first, let second):
                flights.append((sent(index) + first, packet))
                flights.append((sent(index) + second, packet))
            }
        }
        return flights.sorted { $0.at < $1.at }
    }

    /// Of what was to be heard, 0 to 1.
    var concealedShare: Double {
        Double(buffer.statistics.concealedSamples) / Double(max(1, buffer.statistics.totalSamplesReceived))
    }

    /// Frames that were heard between two instants of the sender's frames.
    func heard(_ indices: Range<Int>) -> [Heard] { heard.filter { indices ~= $0.index } }
}

extension Collection where Element == AudioScene.Heard {
    var greatestDelay: Duration { map(\.delay).max() ?? .seconds(999) }
    var leastDelay: Duration { map(\.delay).min() ?? .seconds(999) }
}
