package import SignalingProtocol
package import Wire

/// Decides which STUN and TURN servers somebody is told.
package protocol ICEServerPolicy: Sendable {
    /// For anybody: no credential is in it.
    func publicServers() -> [ServiceMessage.ICEServer]
    /// For both sides of an attempt that the host admitted: with a credential that expires.
    func servers(for session: SessionID, now: WallClockTime) -> [ServiceMessage.ICEServer]
    /// How long after one credential both sides get the next; less than a credential lives. `nil` where there is none.
    var renewalInterval: Duration? { get }
}
