/// A packet as the model sees it: its size, and where its bytes are kept. The bytes stay with the model's owner.
package struct Packet: Equatable, Sendable {
    /// The owner's number of the place where the bytes are.
    package let slot: Int
    /// Of the whole IP packet.
    package let byteCount: Int

    package init(slot: Int, byteCount: Int) {
        self.slot = slot
        self.byteCount = byteCount
    }
}
