/// Numbers the packets of one transport, those of all its streams, in the order in which they leave.
/// Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 §2
package struct TransportSequenceNumbers: Sendable {
    private var next: UInt16 = 1

    package init() {}

    /// Gives the next packet's number; behind 65,535 comes 0.
    mutating func take() -> UInt16 {
        defer { next &+= 1 }
        return next
    }
}
