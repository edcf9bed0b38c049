package import ICE
package import PeerEngine

/// What a connection counted, for tests and for a person who looks for a fault; it names nobody.
package struct PeerConnectionCounters: Equatable, Sendable {
    package var engine = PeerEngineCounters()
    package var ice = ICERefusals()
    /// Datagrams that the socket did not take.
    package var unsentDatagrams = 0
}
