package import SignalingProtocol

/// Names one WebSocket connection: the instance that holds it and a count. It is not a right to anything.
package struct ConnectionID: Hashable, Sendable {
    /// 0 while there is one instance.
    package var instance: UInt32
    /// Counts the connections that the instance accepted, from 1.
    package var serial: UInt64

    package init(instance: UInt32 = 0, serial: UInt64) {
        self.instance = instance
        self.serial = serial
    }
}

/// What instances of the service tell each other. One instance alone delivers to its own connections.
package protocol Bus: Sendable {
    /// Hands a message to the instance that holds the connection; a connection that is gone loses it silently.
    func deliver(_ message: ServiceMessage, to connection: ConnectionID) async
}
