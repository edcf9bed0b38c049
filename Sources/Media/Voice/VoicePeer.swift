package import RTP

/// A connection over which somebody is heard and hears.
package protocol VoicePeer: Sendable {
    /// Sends a frame; it is lost while nothing is agreed.
    func sendAudio(_ frame: EncodedAudioFrame) async
    /// What this person's sound goes on with.
    /// - Parameter queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    func nextAudio(queuedSampleCount: Int) async -> AudioDecision
    /// Counts what time-stretching made of decoded sound.
    /// - Parameter samples: how many it added; negative where it left some out.
    func countAudioStretch(samples: Int) async
    /// How many frames before its own each packet repeats; 0 where that is not agreed.
    var audioRedundancy: Int { get async }
}

/// The name of a peer in a room; the room's owner chooses it.
package struct VoicePeerID: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
