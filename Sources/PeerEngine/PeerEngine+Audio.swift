import CongestionControl
import JSEP
package import RTP
import SDP
package import Wire

/// Sound between SRTP and the player.
extension PeerEngine {
    /// Sends a frame; lost when nothing is agreed on, or before `secured`. Silent frames are to be handed over too.
    package mutating func sendAudio(_ frame: EncodedAudioFrame, now: Instant) {
        self.now = now
        guard isSecured, let audio, audio.isSending else { return }
        audio.send(frame, now: now)
    }

    /// What the peer's sound goes on with, whenever less waits to be played than the device takes next.
    /// - Parameter queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    package mutating func nextAudio(queuedSampleCount: Int, now: Instant) -> AudioDecision {
        audio?.receiver?.decide(queuedSampleCount: queuedSampleCount, now: now) ?? .silence(sampleCount: 480)
    }

    /// Counts what the player's time-stretching made of decoded sound.
    /// - Parameter samples: added ones; negative for those that were left out.
    package mutating func countAudioStretch(samples: Int) {
        audio?.receiver?.countStretch(decodedSampleCount: max(0, -samples), playedSampleCount: max(0, samples))
    }

    /// How many frames before its own each packet of our sound repeats, by the peer's reports; 0 where that is not agreed.
    package var audioRedundancy: Int { audio?.redundancyInUse ?? 0 }

    /// Stops our sound at once: what waits is dropped.
    package mutating func discardAudio() {
        audio?.discard()
    }

    /// How long a frame of the peer's has to wait for the sound that was recorded with it: negative when the sound was heard
    /// before; `nil` while nothing is heard, or the peer has not reported the clock of both streams.
    ///
    ///     frame's timestamp ─ video report ─▶ the peer's time ◀─ sound report ─ timestamp that is heard now
    package func videoDelay(of timestamp: RTPTimestamp, on role: VideoRole, now: Instant) -> Duration? {
        guard let clock = video.first(where: { $0.role == role })?.receiver?.senderClock,
            let heard = audio?.receiver?.senderTimeHeard(at: now)
        else { return nil }
        let delay = clock.instant(of: timestamp) - heard
        // Reports of two clocks have nothing to say to each other.
        return abs(delay.inSeconds) < 10 ? delay : nil
    }

    /// Takes out of the section what came of the last call.
    mutating func pollAudio() {
        guard let audio else { return }
        if let ssrc = audio.pollStartedStream() { outputs.append(.event(.audioStarted(ssrc))) }
        while let report = audio.receiver?.pollOutput() { protect(report, isControl: true) }
        while let output = audio.sender?.pollOutput() {
            switch output {
            case .packet(let packet): enqueue(packet, .audio, of: audio.mediaID)
            case .rtcp(let packet): protect(packet, isControl: true)
            case .receptionReported(let report):
                audio.handle(report)
                if let time = report.roundTripTime {
                    for section in video { section.receiver?.roundTripTime = time }
                }
                // Video's reports tell more of the path.
                if !video.contains(where: \.isSending) { sending?.controller.handle(report, now: now) }
                outputs.append(.event(.audioReceptionReported(report)))
            }
        }
        if let bitrate = audio.rate.pollChange() { sending?.controller.setAudioBitrate(bitrate) }
    }
}
