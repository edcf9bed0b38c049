package import DTLS
package import ICE
package import JSEP

/// How a connection is set up.
package struct PeerConnectionConfiguration: Sendable {
    /// STUN and TURN servers, and what host candidates come from.
    package var ice: ICEConfiguration
    /// Made for the session; its fingerprint is what pairing authenticates.
    package var certificate: Certificate
    /// What is offered and accepted, in order of preference.
    package var codecs = CodecCapability.all
    /// How long a connection may take from both descriptions to `connected`.
    package var setUpTimeout: Duration = .seconds(30)
    /// How long ICE may look for a first path; people are told within 10 s that there is none.
    package var pathTimeout: Duration = .seconds(9)
    /// How long after the loss of its path a connection may come back by a restart.
    package var returnTimeout: Duration = .seconds(120)

    package init(ice: ICEConfiguration = ICEConfiguration(), certificate: Certificate) {
        self.ice = ice
        self.certificate = certificate
    }
}
