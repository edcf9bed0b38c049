package import Wire

/// Path MTU discovery: probes out, answers in, and how large a packet may be.
/// Source: RFC 8899 §6.2, <https://www.rfc-editor.org/rfc/rfc8899#section-6.2>
extension Association {
    /// Takes the largest packet that the path may be probed with, for each new path; what was found on the one before is
    /// forgotten.
    /// - Parameter maximumPacketSize: bytes; `SCTPConfiguration.maximumPacketSize` or less where packets of any size would
    ///   be cut on their way, or must not leave.
    package mutating func handlePathChange(maximumPacketSize: Int, now: Instant) {
        self.now = now
        timers[.pathMTU] = nil
        pathMTU.restart(largest: configuration.discoversPathMTU ? maximumPacketSize : 0)
    }

    /// The largest packet in bytes that data goes in at present.
    package var pathPacketSize: Int { pathMTU.packetSize }

    /// Sends a probe when one is due: not before data was acknowledged, so that nothing stands in the way of the first.
    mutating func progressPathMTU() {
        guard pathMTU.phase != .disabled, state == .established, roundTripTime != nil, let peer,
            peer.extensions.contains(.padding)
        else { return }
        guard let size = pathMTU.nextProbeSize else {
            if pathMTU.probe == nil, pathMTU.mayRise, timers[.pathMTU] == nil {
                timers[.pathMTU] = now + PathMTUDiscovery.raiseInterval
            }
            return
        }
        let information = makeHeartbeatInformation()
        var writer = PacketWriter(header: makeHeader(tag: peer.verificationTag), limit: size)
        writer.append(HeartbeatChunk(information: information))
        if writer.room >= ChunkHeader.byteCount {
            writer.append(PaddingChunk(paddingByteCount: writer.room - ChunkHeader.byteCount))
        }
        pathMTU.handleSent(PathMTUDiscovery.Probe(packetSize: size, information: information))
        counters.pathMTUProbes += 1
        timers[.pathMTU] = now + max(PathMTUDiscovery.shortestProbeTimeout, retransmissionTimeout.current)
        packets.append(
            writer.finish(hasChecksum: !peer.acceptsZeroChecksum, by: configuration.checksumUpdate))
    }

    /// Takes the answer to a HEARTBEAT; answers whether it was a probe's.
    mutating func takePathMTUProbe(_ information: [UInt8]) -> Bool {
        guard pathMTU.handleAcknowledgement(information: information) else { return false }
        timers[.pathMTU] = nil
        errorCount = 0
        return true
    }

    /// How large the next packet may be.
    ///
    /// What others wait for, what is sent again and what is sent beyond the window goes in packets of the base size: they
    /// arrive also where the path's MTU has fallen. So does everything on a slow path, where one large packet would hold
    /// up what comes behind it for longer than two of the base size, or a millisecond.
    func packetSizeLimit(carriesData: Bool) -> Int {
        let base = configuration.maximumPacketSize
        guard carriesData, pathMTU.packetSize > base, !isCookieEchoDue, controlChunks.isEmpty, !isLossProbeDue,
            !isForwardTSNDue, outstanding.retransmissionCount == 0
        else { return base }
        guard let rate = congestion.pacingRate else { return pathMTU.packetSize }
        return min(pathMTU.packetSize, max(2 * base, Int(min(rate / 1_000, 65_536))) & ~3)
    }

    /// Takes packets that were lost or arrived, as far as they were larger than the base size.
    mutating func judgeLargePackets(lost: [Int]) {
        if let number = outstanding.takeNewestLargeArrival() { pathMTU.handleArrival(ofLargePacket: number) }
        for number in lost where pathMTU.handleLoss(ofLargePacket: number) {
            noteBlackHole()
            return
        }
    }

    /// T3-rtx expired: whatever the reason, the base size is the one that may help.
    mutating func judgeSilence() {
        if pathMTU.handleSilence() { noteBlackHole() }
    }

    private mutating func noteBlackHole() {
        counters.pathMTUBlackHoles += 1
        timers[.pathMTU] = nil
    }
}
