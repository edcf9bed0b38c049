import Wire

/// How much of the most urgent messages goes beyond window and rate.
struct UrgencyAllowance: Sendable {
    private var spent = 0
    private var begunAt = Instant.origin

    /// Packets of the base size in a round trip: as many as a probe of the round trip leaves in flight.
    private static let packets = 4

    /// Whether there is something left at `now`.
    mutating func isLeft(roundTrip: Duration, packetSize: Int, now: Instant) -> Bool {
        if now - begunAt >= roundTrip {
            begunAt = now
            spent = 0
        }
        return spent < Self.packets * packetSize
    }

    /// Notes bytes that went.
    mutating func spend(_ byteCount: Int) { spent += byteCount }
}

/// Messages of the class *extra high* (RFC 8831 §6.4), a person's keys and pointer, do not wait for room that a file has
/// filled, nor behind what is sent again: four packets in a round trip may go beyond window and rate. The controller
/// counts them as in flight, so that the file gives the room back.
extension Association {
    /// Whether an urgent message may leave now although nothing else may, or before it.
    mutating func mayHurry() -> Bool {
        guard state.sendsData, errorCount == 0, sendQueue.hasUrgentMessage,
            let roundTrip = retransmissionTimeout.smoothedRoundTripTime,
            peerWindow >= configuration.maximumPacketSize, outstanding.entries.count < Self.chunkLimit
        else { return false }
        return urgency.isLeft(roundTrip: roundTrip, packetSize: configuration.maximumPacketSize, now: now)
    }

    /// Fills the packet with urgent messages alone, and charges what it took to the allowance.
    ///
    /// The allowance is looked at before each packet and not between its chunks: a packet may go beyond it.
    mutating func appendUrgentData(to writer: inout PacketWriter) {
        let before = writer.room
        while sendQueue.hasUrgentMessage, peerWindow >= configuration.maximumPacketSize,
            appendFragment(to: &writer, isUrgent: true)
        {}
        urgency.spend(before - writer.room)
    }
}
