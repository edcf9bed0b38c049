import CongestionControl
import PeerEngine
import RTP
import TestSupport
import Testing
import Wire

/// Two ends that talk: each hands over a frame each 20 ms, and each has a device that takes 10 ms at a time.
final class Conversation {
    let pair: EnginePair
    /// The frames that each end heard, by their numbers; those that a packet behind them restored are not among them.
    private(set) var heardLeft: [Int] = []
    private(set) var heardRight: [Int] = []
    private(set) var leftDecisions: [AudioDecision] = []
    private var number = 0
    private var queuedLeft = 0
    private var queuedRight = 0
    /// What a frame is made of; `nil` for none at all.
    var makeFrame: (Int) -> EncodedAudioFrame? = { Conversation.frame($0) }
    var leftSpeaks = true

    init(
        path: NetemConfiguration = NetemConfiguration(latency: .milliseconds(20)), hasVideo: Bool = false,
        rightReceivesOnly: Bool = false
    ) throws {
        pair = try EnginePair(path: path, hasVideo: hasVideo, hasAudio: true)
        #expect(pair.connect())
        leftSpeaks = !rightReceivesOnly
    }

    /// SILK and CELT, 20 ms, one channel; the second byte's second bit announces a repeated frame (RFC 6716 §3.1, §4.2.4).
    static func frame(_ number: Int, isSilent: Bool = false, hasCorrection: Bool = false) -> EncodedAudioFrame {
        EncodedAudioFrame(
            rtpTimestamp: RTPTimestamp(rawValue: UInt32(number) * 960), isDiscontinuous: isSilent,
            level: AudioLevel(isVoice: !isSilent, decibelsBelowOverload: isSilent ? 127 : 20),
            payload: isSilent
                ? [0x68]
                : [0x68, hasCorrection ? 0x40 : 0, UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
                    + [UInt8](repeating: 7, count: 76))
    }

    /// Talks for so many frames.
    func talk(_ count: Int) {
        for _ in 0..<count {
            if let frame = makeFrame(number) {
                if leftSpeaks { pair.left.sendAudio(frame, now: pair.now) }
                pair.right.sendAudio(frame, now: pair.now)
            }
            number += 1
            for _ in 0..<2 {
                pair.ends.run(for: .milliseconds(10))
                listen(pair.left, &queuedLeft) { [self] decision in
                    leftDecisions.append(decision)
                    if let heard = Self.number(of: decision) { heardLeft.append(heard) }
                }
                listen(pair.right, &queuedRight) { [self] decision in
                    if let heard = Self.number(of: decision) { heardRight.append(heard) }
                }
            }
        }
    }

    private func listen(_ end: EngineEnd, _ queued: inout Int, note: (AudioDecision) -> Void) {
        while queued < 480 {
            let decision = end.nextAudio(queuedSampleCount: queued, now: pair.now)
            note(decision)
            queued += decision.sampleCount
        }
        queued -= 480
    }

    private static func number(of decision: AudioDecision) -> Int? {
        guard case .decode(let payload, _, _) = decision, payload.count > 4 else { return nil }
        return Int(payload[2]) << 8 | Int(payload[3])
    }
}

@Suite("Engine: sound")
struct EngineAudioTests {
    private func isAscending(_ numbers: [Int]) -> Bool { zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } }

    @Test("two people hear each other, and know how the other hears them")
    func bothWays() throws {
        let talk = try Conversation()
        talk.talk(250)
        for heard in [talk.heardLeft, talk.heardRight] {
            #expect(heard.count > 240 && isAscending(heard))
        }
        for end in [talk.pair.left, talk.pair.right] {
            #expect(end.counters == PeerEngineCounters())
            #expect(end.startedStreams.count == 1)
            let audio = try #require(end.statistics.audio)
            #expect(audio.receiver?.ssrc == end.startedStreams.first)
            #expect(audio.receiver?.level == AudioLevel(isVoice: true, decibelsBelowOverload: 20))
            #expect(audio.receiver?.playout.concealedSamples == 0)
            #expect(audio.sender?.packetsSent == 250)
            let report = try #require(end.audioReports.last)
            #expect(report.lossFraction == 0)
            #expect(38...45 ~= report.roundTripTime?.inMilliseconds ?? 0)
            #expect(end.unreportedArrivalCount <= 3, "arrivals are told although there is no picture")
            #expect(end.departures.allSatisfy { $0.transportSequenceNumber != nil && $0.payloadType == 111 })
        }
    }

    @Test("whoever only listens reports what arrives")
    func listener() throws {
        let talk = try Conversation(rightReceivesOnly: true)
        talk.talk(150)
        #expect(talk.heardLeft.count > 140 && talk.heardRight.isEmpty)
        #expect(talk.pair.left.departures.isEmpty)
        #expect(talk.pair.left.unreportedArrivalCount <= 3)
        #expect(talk.pair.right.audioReports.count >= 2)
    }

    @Test("where packets are lost they are repeated, so that next to nothing is missing")
    func loss() throws {
        let talk = try Conversation()
        talk.talk(100)
        #expect(talk.pair.right.departures.allSatisfy { $0.payloadType == 111 }, "nothing is lost yet")
        talk.pair.ends.setPath(NetemConfiguration(latency: .milliseconds(20), loss: 0.1))
        talk.talk(300)
        let before = talk.heardLeft.count
        talk.talk(500)
        let repeating = talk.pair.right.departures.suffix(300).count { $0.payloadType == 63 }
        #expect(repeating > 290)
        #expect(talk.heardLeft.count - before > 485, "a tenth of the packets is lost, not of the sound")
        let playout = try #require(talk.pair.left.statistics.audio?.receiver?.playout)
        #expect(playout.repeatedSamples > 960 * 20)
        talk.pair.ends.setPath(NetemConfiguration(latency: .milliseconds(20)))
        talk.talk(2_500)
        #expect(talk.pair.right.departures.suffix(50).allSatisfy { $0.payloadType == 111 }, "repeating has ended")
    }

    @Test("a lost frame is restored from the one behind it, where that holds it")
    func errorCorrection() throws {
        let talk = try Conversation()
        talk.makeFrame = { Conversation.frame($0, hasCorrection: true) }
        talk.talk(50)
        let sent = talk.pair.right.departures.count
        talk.pair.ends.rightToLeft.filter = { number, _ in !number.isMultiple(of: 40) }
        talk.talk(400)
        let corrected = talk.leftDecisions.count {
            if case .decodeForwardErrorCorrection(_, 960) = $0 { true } else { false }
        }
        #expect(talk.pair.right.departures.count - sent == 400)
        #expect(corrected >= 4)
        let concealed = try #require(talk.pair.left.statistics.audio?.receiver?.playout.concealedSamples)
        #expect(concealed <= 2 * 960)
    }

    @Test("a silence is not sent, and is filled with noise; the next word is heard")
    func silence() throws {
        let talk = try Conversation()
        talk.makeFrame = { Conversation.frame($0, isSilent: 50..<150 ~= $0) }
        talk.talk(100)
        let departed = talk.pair.right.departures.count
        #expect(departed == 52, "two of the silent frames tell that it begins")
        talk.talk(49)
        #expect(talk.pair.right.departures.count == departed)
        talk.talk(101)
        #expect(talk.heardLeft.last ?? 0 > 240)
        let playout = try #require(talk.pair.left.statistics.audio?.receiver?.playout)
        #expect(playout.comfortSamples > 80 * 960)
        #expect(playout.concealedSamples == 0)
    }

    @Test("after a stop nothing leaves, no packet and no report; it goes on when somebody speaks again")
    func stop() throws {
        let talk = try Conversation()
        talk.talk(50)
        talk.pair.right.sendAudio(Conversation.frame(50), now: talk.pair.now)
        talk.pair.right.discardAudio()
        let departed = talk.pair.right.departures.count
        let datagrams = talk.pair.ends.rightToLeft.statistics.sent
        talk.leftSpeaks = false
        talk.makeFrame = { _ in nil }
        talk.talk(100)
        #expect(talk.pair.right.departures.count == departed)
        // What the left end said before is still acknowledged.
        #expect(talk.pair.ends.rightToLeft.statistics.sent - datagrams < 10)
        talk.makeFrame = { Conversation.frame($0) }
        talk.talk(60)
        #expect(talk.heardLeft.last ?? 0 > 200)
    }

    @Test("a voice does not wait behind a picture")
    func priority() throws {
        let path = NetemConfiguration(latency: .milliseconds(20), bytesPerSecond: 125_000)
        let talk = try Conversation(path: path, hasVideo: true)
        talk.talk(50)
        let key: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 240, 0] + [UInt8](repeating: 1, count: 60_000)
        let frame = EncodedVideoFrame(
            isKeyFrame: true, rtpTimestamp: RTPTimestamp(rawValue: 0), width: 320, height: 240, payload: key)
        talk.pair.right.sendVideo(frame, now: talk.pair.now)
        let begin = talk.pair.right.departures.count
        talk.talk(25)
        let departures = talk.pair.right.departures[begin...]
        #expect(departures.count { $0.payloadType == 111 } == 25)
        let voice = departures.filter { $0.payloadType == 111 }
        #expect(zip(voice, voice.dropFirst()).allSatisfy { $1.instant - $0.instant == .milliseconds(20) })
        #expect(departures.count { $0.payloadType == 96 } > 10)
        let numbers = departures.compactMap(\.transportSequenceNumber)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 }, "one row for all")
    }

    @Test("the picture gets less while a microphone is on, and all again afterwards")
    func share() throws {
        let path = NetemConfiguration(latency: .milliseconds(20), bytesPerSecond: 60_000)
        let talk = try Conversation(path: path, hasVideo: true)
        talk.talk(1)
        talk.pair.ends.run(for: .milliseconds(1))
        let available = try #require(talk.pair.right.statistics.availableOutgoingBitrate)
        let speaking = try #require(talk.pair.right.bitrates.last).bitsPerSecond
        #expect(available - speaking > 30_000)
        talk.pair.right.discardAudio()
        talk.pair.ends.run(for: .milliseconds(1))
        #expect(try #require(talk.pair.right.bitrates.last).bitsPerSecond == available)
        talk.talk(1)
        talk.makeFrame = { _ in nil }
        talk.talk(120)
        let free = try #require(talk.pair.right.statistics.availableOutgoingBitrate)
        #expect(try #require(talk.pair.right.bitrates.last).bitsPerSecond > free * 0.97, "nothing for two seconds")
    }

    @Test("replayed, foreign and senseless packets are counted, and nothing else comes of them")
    func garbage() throws {
        let talk = try Conversation(path: NetemConfiguration(latency: .milliseconds(20), duplication: 0.2))
        talk.talk(100)
        #expect(talk.pair.left.counters.refusedMedia > 5, "SRTP refuses a copy")
        talk.pair.ends.setPath(NetemConfiguration(latency: .milliseconds(20)))
        let refused = talk.pair.left.counters.refusedMedia
        let own = try #require(talk.pair.left.startedStreams.first)
        let payloads: [(PayloadType, SSRC, [UInt8])] = [
            (50, own, [1, 2, 3]), (111, own, []), (111, own, [0x6B, 0xFF]), (63, own, [0xFF, 0, 0]), (63, own, []),
            (63, own, [0x80 | 111, 0, 0, 1, 9, 0, 0]), (111, SSRC(rawValue: 77), [0x68]), (50, SSRC(rawValue: 78), [1]),
        ]
        // SRTP sends each number once: the voice's next packets are lost for these.
        let last = try #require(talk.pair.right.departures.last).sequenceNumber
        for (index, (type, ssrc, payload)) in payloads.enumerated() {
            talk.pair.right.sendRaw(
                RTPPacket(
                    payloadType: type, sequenceNumber: RTPSequenceNumber(rawValue: last + 1 + UInt16(index)),
                    timestamp: RTPTimestamp(rawValue: 5), ssrc: ssrc, payload: payload), now: talk.pair.now)
        }
        talk.pair.ends.run(for: .milliseconds(30))
        let counters = talk.pair.left.counters
        #expect(counters.refusedMedia == refused && counters.unroutedMedia == 1)
        let receiver = try #require(talk.pair.left.statistics.audio?.receiver)
        #expect(receiver.counters.unknownPayloadType == 1)
        #expect(receiver.counters.malformedRedundancy == 3)
        #expect(receiver.playout.malformed == 2)
        // Another SSRC under the voice's payload type is another stream; the next packet of the first one is it again.
        #expect(talk.pair.left.startedStreams.contains(SSRC(rawValue: 77)))
        talk.talk(60)
        #expect(talk.pair.left.startedStreams.last == own)
        #expect(talk.heardLeft.last ?? 0 > 150)
    }

    @Test("pictures and sound are brought together by their sender's clock")
    func lipSync() throws {
        let talk = try Conversation(hasVideo: true)
        let head: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 240, 0]
        func film() -> EncodedVideoFrame? {
            let ticks = UInt32(truncatingIfNeeded: talk.pair.now.nanoseconds / 1_000 * 9 / 100)
            talk.pair.right.sendVideo(
                EncodedVideoFrame(
                    isKeyFrame: true, rtpTimestamp: RTPTimestamp(rawValue: ticks), width: 320, height: 240,
                    payload: head), now: talk.pair.now)
            talk.talk(2)
            return talk.pair.left.frames.last
        }
        let first = try #require(film())
        #expect(talk.pair.left.videoDelay(of: first, now: talk.pair.now) == nil, "nothing is heard yet")
        var frame = first
        for _ in 0..<30 { frame = film() ?? frame }
        // The frame left 40 ms ago, together with a frame of sound that is heard about its length and the buffer's target later.
        let delay = try #require(talk.pair.left.videoDelay(of: frame, now: talk.pair.now))
        let wait = try #require(talk.pair.left.audioTargetDelay(now: talk.pair.now))
        let expected = wait + .milliseconds(20) - .milliseconds(40)
        #expect(abs((delay - expected).inMilliseconds) <= 25, "\(delay), \(expected)")
        talk.pair.right.discardAudio()
        talk.makeFrame = { _ in nil }
        talk.talk(100)
        #expect(talk.pair.left.videoDelay(of: frame, now: talk.pair.now) == nil, "nobody speaks")
    }
}
