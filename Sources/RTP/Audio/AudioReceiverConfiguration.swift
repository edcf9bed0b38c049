package import Wire

/// What a receiver of sound must know of its media section.
package struct AudioReceiverConfiguration: Sendable {
    /// The agreed payload types of Opus.
    package var payloadTypes: Set<PayloadType>
    /// That of packets which repeat earlier ones (RFC 2198); `nil` where it was not negotiated.
    package var redundancyPayloadType: PayloadType?
    /// The number of the level's extension (RFC 6464); `nil` where it was not negotiated.
    package var audioLevelExtension: UInt8?
    /// The sender of our reports.
    package var localSSRC: SSRC
    /// The name of this end in source descriptions.
    package var canonicalName: String
    /// How long sound waits.
    package var jitterBuffer: AudioJitterBuffer.Configuration

    /// What is not said is nothing, and waits as the jitter asks for.
    package init(
        payloadTypes: Set<PayloadType>, redundancyPayloadType: PayloadType? = nil, audioLevelExtension: UInt8? = nil,
        localSSRC: SSRC, canonicalName: String,
        jitterBuffer: AudioJitterBuffer.Configuration = AudioJitterBuffer.Configuration()
    ) {
        self.payloadTypes = payloadTypes
        self.redundancyPayloadType = redundancyPayloadType
        self.audioLevelExtension = audioLevelExtension
        self.localSSRC = localSSRC
        self.canonicalName = canonicalName
        self.jitterBuffer = jitterBuffer
    }
}

/// What happened to a receiver's packets before its jitter buffer, for a person who looks for a fault.
package struct AudioReceiverCounters: Equatable, Sendable {
    /// Packets that SRTP opened.
    package var packets: UInt64 = 0
    /// Packets that repeat earlier ones and lie about their lengths, or about their codec.
    package var malformedRedundancy: UInt64 = 0
    /// Packets with a payload type that was not negotiated.
    package var unknownPayloadType: UInt64 = 0
}
