import Audio
import Media
import Synchronization
import Wire

@testable import RTP

/// A peer that keeps what it gets, and says nothing.
final class SentFrames: VoicePeer {
    private let kept = Mutex<[(time: Instant, frame: EncodedAudioFrame)]>([])

    /// Everything so far, and when it came.
    var frames: [(time: Instant, frame: EncodedAudioFrame)] { kept.withLock { $0 } }

    func sendAudio(_ frame: EncodedAudioFrame) async {
        kept.withLock { $0.append((AudioThread.now, frame)) }
    }

    func nextAudio(queuedSampleCount: Int) async -> AudioDecision { .silence(sampleCount: 480) }

    func countAudioStretch(samples: Int) async {}

    var audioRedundancy: Int { 0 }
}

extension ReceptionReport {
    /// A report of nothing but loss.
    static func test(loss: Double) -> ReceptionReport {
        ReceptionReport(lossFraction: loss, roundTripTime: nil, jitter: .zero)
    }
}
