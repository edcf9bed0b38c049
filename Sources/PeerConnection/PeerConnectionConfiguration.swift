package import DTLS
package import ICE

/// How a connection is set up.
package struct PeerConnectionConfiguration: Sendable {
    /// STUN and TURN servers, and what host candidates come from.
    package var ice: ICEConfiguration
    /// Made for the session; its fingerprint is what pairing authenticates.
    package var certificate: Certificate
    /// How long a connection may take from both descriptions to `connected`.
    package var setUpTimeout: Duration = .seconds(30)

    package init(ice: ICEConfiguration = ICEConfiguration(), certificate: Certificate) {
        self.ice = ice
        self.certificate = certificate
    }
}
