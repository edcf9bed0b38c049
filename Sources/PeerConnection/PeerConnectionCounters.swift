package import ICE
package import PeerEngine

/// What a connection counted, for tests and for a person who looks for a fault; it names nobody.
package struct PeerConnectionCounters: Equatable, Sendable {
    /// What the engine could not use.
    package var engine = PeerEngineCounters()
    /// What the peer's candidates were passed over for, of the agent in use.
    package var ice = ICERefusals()
    /// Datagrams that the socket did not take.
    package var unsentDatagrams = 0
}
