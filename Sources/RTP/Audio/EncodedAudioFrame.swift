/// A stretch of sound as an encoder made it.
package struct EncodedAudioFrame: Equatable, Sendable {
    /// 48 kHz from an origin of the source's own; it goes on while nothing is sent.
    package var rtpTimestamp: RTPTimestamp
    /// Nobody speaks: the receiver makes silence by itself, and the frame need not be sent.
    package var isDiscontinuous: Bool
    /// `nil` when it was not measured.
    package var level: AudioLevel?
    /// The frame in the codec's own format, without RTP.
    package var payload: [UInt8]

    package init(
        rtpTimestamp: RTPTimestamp, isDiscontinuous: Bool = false, level: AudioLevel? = nil, payload: [UInt8]
    ) {
        self.rtpTimestamp = rtpTimestamp
        self.isDiscontinuous = isDiscontinuous
        self.level = level
        self.payload = payload
    }
}
