internal import Opus
internal import RTP

/// One person who is heard: decisions of the jitter buffer, made into sound. It belongs to the room's actor.
final class Speaker {
    /// The connection.
    let peer: any VoicePeer
    /// What the line loses.
    var reception = VoiceReception()
    /// How loud it was.
    var meter = LevelMeter()
    private var decoder: OpusDecoder
    private let stretcher = TimeStretcher()
    private var hasDecoded = false
    /// Decoded and not taken yet.
    private var queue: [Int16] = []

    init(_ peer: any VoicePeer) throws(OpusError) {
        self.peer = peer
        decoder = try OpusDecoder()
    }

    /// Makes sound until that much waits.
    func fill(_ count: Int) async {
        while queue.count < count {
            let decision = await peer.nextAudio(queuedSampleCount: queue.count)
            let (samples, added) = render(decision)
            // A decision without sound would be asked for again and again.
            queue += samples.isEmpty ? [Int16](repeating: 0, count: 120) : samples
            if added != 0 { await peer.countAudioStretch(samples: added) }
        }
    }

    /// Takes what was made; silence for what is missing.
    func take(_ count: Int) -> [Int16] {
        var samples = Array(queue.prefix(count))
        queue.removeFirst(samples.count)
        meter.measure(samples.span)
        samples += repeatElement(0, count: count - samples.count)
        return samples
    }

    /// Another stream follows; what was heard has nothing to do with it.
    func reset() {
        // A decoder that libopus does not reset recovers within some frames.
        try? decoder.reset()
        hasDecoded = false
    }

    private func render(_ decision: AudioDecision) -> (samples: [Int16], added: Int) {
        switch decision {
        case .silence(let count):
            // A stream that begins anew begins by waiting.
            if hasDecoded { reset() }
            return (silence(count), 0)
        case .decode(let payload, let count, let pace):
            hasDecoded = true
            guard let samples = try? decoder.decode(payload.span) else { return (conceal(count), 0) }
            return stretch(samples, pace)
        case .decodeForwardErrorCorrection(let next, let count):
            let samples = try? decoder.decodeForwardErrorCorrection(of: next.span, sampleCount: count)
            return (samples ?? conceal(count), 0)
        case .conceal(let count), .comfort(let count): return (conceal(count), 0)
        }
    }

    private func stretch(_ samples: [Int16], _ pace: AudioDecision.Pace) -> (samples: [Int16], added: Int) {
        switch pace {
        case .normal: return (samples, 0)
        case .accelerate:
            let result = stretcher.accelerate(samples.span)
            return (result.samples, result.added)
        case .decelerate:
            let result = stretcher.decelerate(samples.span)
            return (result.samples, result.added)
        }
    }

    private func conceal(_ count: Int) -> [Int16] {
        guard hasDecoded, let samples = try? decoder.conceal(sampleCount: count) else { return silence(count) }
        return samples
    }

    private func silence(_ count: Int) -> [Int16] { [Int16](repeating: 0, count: count) }
}
