import Wire

/// Packets out: what is due, bundled.
///
///     COOKIE ECHO │ replies │ SACK │ FORWARD TSN │ DATA again │ new DATA
///
/// Source: RFC 9260 §6.1 and §6.10, <https://www.rfc-editor.org/rfc/rfc9260#section-6.1>
extension Association {
    /// A message is cut into a rest of a packet only when the rest is worth a chunk.
    private static let minimumFragment = 64

    /// The most chunks that are sent and not yet acknowledged in sequence: each may be a message, and no stream may have
    /// more under way than half the space of its sequence numbers.
    static let chunkLimit = 16_384

    /// What a probe waits on top of two round trips, for a peer whose turn comes late.
    private static let probeAllowance: Duration = .milliseconds(5)

    /// The most replies that wait: a peer that asks without end is not answered without end.
    private static let replyLimit = 64

    /// Builds the next packet; `nil` when nothing is due.
    mutating func makePacket() -> [UInt8]? {
        guard let peer, state != .ended else { return nil }
        if case .cookieEchoed = state, !isCookieEchoDue { return nil }
        progressOutgoingReset()
        let carriesData = maySendData()
        guard isCookieEchoDue || !controlChunks.isEmpty || ackSchedule == .now || isForwardTSNDue || carriesData else {
            return nil
        }
        var writer = PacketWriter(
            header: makeHeader(tag: peer.verificationTag), limit: packetSizeLimit(carriesData: carriesData))
        let hasChecksum = isCookieEchoDue || !peer.acceptsZeroChecksum
        appendCookieEcho(to: &writer)
        appendControlChunks(to: &writer)
        if ackSchedule == .now || (ackSchedule == .delayed && carriesData), writer.room >= 64 {
            appendSelectiveAck(to: &writer)
        }
        appendForwardTSN(to: &writer)
        if carriesData { appendData(to: &writer) }
        for stream in sendQueue.takeLowered() { events.append(.bufferedAmountLow(stream)) }
        progressShutdown()
        return writer.isEmpty ? nil : writer.finish(hasChecksum: hasChecksum, by: configuration.checksumUpdate)
    }

    /// Queues a chunk to be bundled with whatever goes out next.
    mutating func reply(_ chunk: some Chunk) {
        let bytes = chunk.serialized()
        let fits = bytes.count <= configuration.maximumPacketSize - CommonHeader.byteCount
        guard fits, controlChunks.count < Self.replyLimit else {
            counters.droppedReplies += 1
            return
        }
        controlChunks.append(bytes)
    }

    /// Queues a packet with one chunk and the given tag.
    mutating func sendAlone(_ chunk: some Chunk, tag: VerificationTag) {
        guard packets.count < Self.replyLimit else {
            counters.droppedReplies += 1
            return
        }
        var writer = PacketWriter(header: makeHeader(tag: tag), limit: configuration.maximumPacketSize)
        writer.append(chunk)
        guard writer.room >= 0 else {
            counters.droppedReplies += 1
            return
        }
        packets.append(writer.finish(by: configuration.checksumUpdate))
    }

    /// Starts T3-rtx, or starts it again, at the present time-out (RFC 9260 §6.3.2).
    mutating func startRetransmissionTimer() {
        timers[.retransmission] = now + retransmissionTimeout.current
    }

    /// The common header of a packet of ours; its checksum is filled in when the packet is finished.
    func makeHeader(tag: VerificationTag) -> CommonHeader {
        CommonHeader(
            sourcePort: configuration.localPort, destinationPort: configuration.remotePort, verificationTag: tag)
    }

    /// Has a SACK drawn by one packet more when the answers to the last ones do not come.
    mutating func startLossProbeTimer() {
        guard !hasProbed, outstanding.flightSize > 0, let smoothed = retransmissionTimeout.smoothedRoundTripTime else {
            timers[.lossProbe] = nil
            return
        }
        let wait = min(smoothed * 2 + Self.probeAllowance, retransmissionTimeout.current)
        lossProbeWait = wait.inNanoseconds
        timers[.lossProbe] = max(lastDataSentAt, now - smoothed) + wait
    }

    /// Whether any DATA may leave now; what only the pacer holds back has a timer.
    private mutating func maySendData() -> Bool {
        let followsRules = maySendAnyData()
        isUrgentOnly = (!followsRules || outstanding.retransmissionCount > 0) && !isLossProbeDue && mayHurry()
        return followsRules || isUrgentOnly
    }

    private mutating func maySendAnyData() -> Bool {
        timers[.pacing] = nil
        guard state.sendsData || isCookieEchoDue else { return false }
        if isLossProbeDue { return true }
        if outstanding.retransmissionCount > 0 {
            guard isFastRetransmitDue || outstanding.flightSize == 0 || hasCongestionRoom else { return false }
        } else if sendQueue.isEmpty {
            if hasCongestionRoom { outstanding.sampler.noteApplicationLimit(flightSize: outstanding.flightSize) }
            return false
        } else if !mayGrowFlight {
            return false
        }
        guard let rate = congestion.pacingRate,
            let release = pacer.nextRelease(rate: rate, packetSize: configuration.maximumPacketSize, now: now)
        else { return true }
        timers[.pacing] = release
        return false
    }

    private var hasCongestionRoom: Bool { outstanding.flightSize < congestion.congestionWindow }

    /// Whether new DATA may leave: room in both windows, or one chunk as a probe of a closed one (RFC 9260 §6.1, A).
    private var mayGrowFlight: Bool {
        if outstanding.flightSize == 0 { return true }
        return hasCongestionRoom && peerWindow >= configuration.maximumPacketSize
            && outstanding.entries.count < Self.chunkLimit
    }

    private mutating func appendCookieEcho(to writer: inout PacketWriter) {
        guard isCookieEchoDue, case .cookieEchoed(let cookie) = state else { return }
        writer.append(CookieEchoChunk(cookie: cookie))
        isCookieEchoDue = false
        timers[.cookie] = now + retransmissionTimeout.current
    }

    private mutating func appendControlChunks(to writer: inout PacketWriter) {
        while let chunk = controlChunks.first, chunk.count <= writer.room {
            writer.append(serialized: chunk)
            _ = controlChunks.popFirst()
        }
    }

    private mutating func appendForwardTSN(to writer: inout PacketWriter) {
        let entrySize = interleaves ? 8 : 4
        let maximumStreams = (writer.room - 8) / entrySize
        guard isForwardTSNDue, maximumStreams > 0 else { return }
        isForwardTSNDue = false
        if interleaves {
            guard let chunk = outstanding.makeInterleavedForwardTSN(maximumStreams: maximumStreams) else { return }
            writer.append(chunk)
        } else {
            guard let chunk = outstanding.makeForwardTSN(maximumStreams: maximumStreams) else { return }
            writer.append(chunk)
        }
        if timers[.retransmission] == nil { startRetransmissionTimer() }
    }

    private mutating func appendData(to writer: inout PacketWriter) {
        if outstanding.isEmpty { adjustAfterIdle() }
        outstanding.beginPacket(now: now)
        let before = writer.room
        if isUrgentOnly {
            appendUrgentData(to: &writer)
        } else {
            appendRetransmissions(to: &writer)
            if outstanding.retransmissionCount == 0 { appendNewData(to: &writer) }
        }
        if isLossProbeDue { appendLossProbe(to: &writer, isEmpty: writer.room == before) }
        guard writer.room < before else { return }
        lastDataSentAt = now
        if let rate = congestion.pacingRate {
            pacer.handleSent(
                writer.byteCount, rate: rate, packetSize: configuration.maximumPacketSize, now: now)
        }
        if writer.byteCount > configuration.maximumPacketSize { outstanding.packets.noteLargePacket() }
        if state.sendsData {
            if timers[.retransmission] == nil { startRetransmissionTimer() }
            postponeLossProbe()
        }
    }

    /// Counts the wait for an answer from this packet on.
    private mutating func postponeLossProbe() {
        guard lossProbeWait > 0, !hasProbed, timers[.lossProbe] != nil else {
            startLossProbeTimer()
            return
        }
        timers[.lossProbe] = Instant(nanoseconds: now.nanoseconds &+ lossProbeWait)
    }

    /// Sends the latest chunk again, where nothing new could go (RFC 8985 §7.3).
    private mutating func appendLossProbe(to writer: inout PacketWriter, isEmpty: Bool) {
        isLossProbeDue = false
        counters.lossProbes += 1
        let index = outstanding.latest - outstanding.firstOrdinal
        guard isEmpty, outstanding.latest >= 0, outstanding.entries[index].byteCount <= writer.room,
            !outstanding.hasReachedLimit(at: index, now: now)
        else { return }
        outstanding.noteProbe(at: index)
        counters.retransmittedChunks += 1
        append(outstanding.entries[index].fragment, tsn: outstanding.tsn(at: index), to: &writer)
    }

    private mutating func appendRetransmissions(to writer: inout PacketWriter) {
        let ignoresWindow = isFastRetransmitDue || outstanding.flightSize == 0 || isLossProbeDue
        while let index = outstanding.nextRetransmission(limit: writer.room) {
            if outstanding.hasReachedLimit(at: index, now: now) {
                abandon(at: index)
                continue
            }
            guard ignoresWindow || hasCongestionRoom else { return }
            isFastRetransmitDue = false
            outstanding.noteRetransmission(at: index)
            counters.retransmittedChunks += 1
            append(outstanding.entries[index].fragment, tsn: outstanding.tsn(at: index), to: &writer)
            peerWindow = max(0, peerWindow - outstanding.entries[index].byteCount)
        }
    }

    private mutating func appendNewData(to writer: inout PacketWriter) {
        while mayGrowFlight || (isLossProbeDue && peerWindow >= configuration.maximumPacketSize),
            appendFragment(to: &writer)
        {}
    }

    /// Appends the next chunk; `false` when none waits or none fits.
    mutating func appendFragment(to writer: inout PacketWriter, isUrgent: Bool = false) -> Bool {
        // No chunk is longer than a packet of the base size takes: it can be sent again whatever becomes of the path.
        let room = min(writer.room, configuration.maximumPacketSize - CommonHeader.byteCount)
        let limit = (room - outstanding.chunkHeaderByteCount) & ~3
        guard limit >= Self.minimumFragment,
            let fragment = sendQueue.nextFragment(limit: limit, isUrgent: isUrgent, now: now)
        else { return false }
        let tsn = outstanding.append(fragment)
        append(fragment, tsn: tsn, to: &writer)
        peerWindow = max(0, peerWindow - outstanding.byteCount(of: fragment))
        return true
    }

    private func append(_ fragment: Fragment, tsn: TSN, to writer: inout PacketWriter) {
        var flags = fragment.flags
        // RFC 7053 §5.2: nothing follows that would draw the SACK soon, so it is asked for.
        if sendQueue.isEmpty || !mayGrowFlight { flags.insert(.immediate) }
        if interleaves {
            let header = InterleavedDataHeader(
                flags: flags, tsn: tsn, stream: fragment.stream, messageIdentifier: fragment.messageIdentifier,
                payloadProtocol: fragment.payloadProtocol, fragmentSequenceNumber: fragment.fragmentSequenceNumber)
            writer.append(header, payload: fragment.payload)
        } else {
            let isOrdered = !fragment.flags.contains(.unordered)
            let header = DataChunkHeader(
                flags: flags, tsn: tsn, stream: fragment.stream,
                streamSequenceNumber: isOrdered
                    ? fragment.messageIdentifier.streamSequenceNumber : StreamSequenceNumber(rawValue: 0),
                payloadProtocol: fragment.payloadProtocol)
            writer.append(header, payload: fragment.payload)
        }
    }

    private mutating func adjustAfterIdle() {
        if lastDataSentAt > .origin, now - lastDataSentAt > retransmissionTimeout.current { congestion.handleIdle() }
    }
}
