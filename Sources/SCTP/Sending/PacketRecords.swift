/// The records of packets whose DATA may still be in flight, by packet number.
struct PacketRecords: Sendable {
    private var records = RingBuffer<PacketRecord>()
    /// The number of the first record.
    private var first = 0

    /// The number of the latest packet; -1 before the first.
    var latest: Int { first + records.count - 1 }

    /// The record of a packet; `nil` when nothing of it is in flight any more.
    subscript(number: Int) -> PacketRecord? {
        let index = number - first
        return index >= 0 && index < records.count ? records[index] : nil
    }

    /// Adds the record of the packet that leaves now, under the number behind `latest`.
    mutating func append(_ record: PacketRecord) {
        records.append(record)
    }

    /// Counts bytes to the latest packet's flight.
    mutating func setFlightSize(_ flightSize: Int) {
        guard !records.isEmpty else { return }
        records[records.count - 1].flightSize = flightSize
    }

    /// Notes that the latest packet is larger than the base size.
    mutating func noteLargePacket() {
        guard !records.isEmpty else { return }
        records[records.count - 1].isLarge = true
    }

    /// Drops the records of packets before `number`.
    mutating func removeAll(before number: Int) {
        while first < number, records.popFirst() != nil { first += 1 }
    }
}
