package import SDP

/// What one end brings into the exchange of descriptions.
package struct JSEPConfiguration: Sendable {
    /// Of the certificate that DTLS will use.
    package var fingerprint: Fingerprint
    /// Of the ICE agent, for its present generation.
    package var iceCredentials: ICECredentials
    /// What `a=ice-options` says; `trickle` by default.
    package var iceOptions: [String]
    /// What is offered and accepted, in order of preference; VP9, VP8 and Opus by default.
    package var codecs: [CodecCapability]
    /// What is offered and accepted, for sections of the kinds they are for.
    package var headerExtensions: [HeaderExtensionCapability]
    /// The port number inside DTLS; 5000 by custom (RFC 8841 §5).
    package var sctpPort: UInt16
    /// The longest message that this end takes, in bytes (RFC 8841 §6).
    package var maximumMessageSize: UInt64
    /// Our association's INIT chunk, which spares SCTP its handshake where the peer's description has one too; `nil` to
    /// leave it out.
    /// Source: SNAP, <https://datatracker.ietf.org/doc/draft-hancke-tsvwg-snap/>
    package var sctpInitiation: [UInt8]?

    /// What is not said is what this project offers by default; the INIT chunk is left out.
    package init(
        fingerprint: Fingerprint, iceCredentials: ICECredentials, iceOptions: [String] = ["trickle"],
        codecs: [CodecCapability] = CodecCapability.all,
        headerExtensions: [HeaderExtensionCapability] = [
            .mediaID, .transportWideSequenceNumber, .absoluteSendTime, .audioLevel, .absoluteCaptureTime,
        ],
        sctpPort: UInt16 = 5_000, maximumMessageSize: UInt64 = 262_144, sctpInitiation: [UInt8]? = nil
    ) {
        self.fingerprint = fingerprint
        self.iceCredentials = iceCredentials
        self.iceOptions = iceOptions
        self.codecs = codecs
        self.headerExtensions = headerExtensions
        self.sctpPort = sctpPort
        self.maximumMessageSize = maximumMessageSize
        self.sctpInitiation = sctpInitiation
    }
}
