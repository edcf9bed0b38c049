import LinkEmulation

/// Places for the bytes of packets on their way; it grows as it must and gives nothing back.
final class PacketStore {
    /// More than the MTU of the devices.
    static let slotByteCount = 2_048
    private static let slotsPerBlock = 1_024

    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var free: [Int] = []

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Takes a place that nobody uses.
    func take() -> Int {
        if let slot = free.popLast() { return slot }
        let first = blocks.count * Self.slotsPerBlock
        blocks.append(.allocate(byteCount: Self.slotsPerBlock * Self.slotByteCount, alignment: 64))
        free.append(contentsOf: (first + 1..<first + Self.slotsPerBlock).reversed())
        return first
    }

    /// Lets another packet have the place; nobody may read it afterwards.
    func giveBack(_ slot: Int) { free.append(slot) }

    /// The memory of a place; it stays where it is.
    func memory(of slot: Int) -> UnsafeMutableRawBufferPointer {
        let start = slot % Self.slotsPerBlock * Self.slotByteCount
        return .init(rebasing: blocks[slot / Self.slotsPerBlock][start..<start + Self.slotByteCount])
    }

    /// The packet's own bytes, until its place is given back.
    func bytes(of packet: Packet) -> UnsafeRawBufferPointer {
        .init(rebasing: memory(of: packet.slot)[..<packet.byteCount])
    }
}
