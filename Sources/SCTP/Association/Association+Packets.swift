package import Wire

/// Packets in: checks, then one method for each chunk.
extension Association {
    /// Takes one packet from the peer, as DTLS gave it.
    package mutating func handle(_ packet: [UInt8], now: Instant) {
        self.now = now
        counters.packetsReceived += 1
        guard state != .ended else { return }
        guard
            mayOmitChecksum(packet.span)
                || CommonHeader.hasValidChecksum(packet.span, by: configuration.checksumUpdate)
        else {
            counters.badChecksums += 1
            return
        }
        do {
            try handleChunks(of: packet.span)
        } catch {
            counters.malformedPackets += 1
        }
        progressShutdown()
    }

    /// Whether a packet is taken without a checksum. INIT and COOKIE ECHO have one whatever was agreed.
    /// Source: RFC 9653 §5.3, <https://www.rfc-editor.org/rfc/rfc9653#section-5.3>
    private func mayOmitChecksum(_ packet: Span<UInt8>) -> Bool {
        guard configuration.omitsChecksum, packet.count >= CommonHeader.byteCount + ChunkHeader.byteCount,
            packet[8] | packet[9] | packet[10] | packet[11] == 0
        else { return false }
        let first = ChunkType(rawValue: packet[CommonHeader.byteCount])
        return first != .initiation && first != .cookieEcho
    }

    private mutating func handleChunks(of packet: Span<UInt8>) throws(ParseError) {
        var reader = ByteReader(packet)
        let header = try CommonHeader(parsing: &reader)
        guard header.sourcePort == configuration.remotePort, header.destinationPort == configuration.localPort else {
            counters.badPorts += 1
            return
        }
        var arrival = DataArrival()
        defer { finish(arrival) }
        while !reader.isAtEnd, state != .ended {
            let chunk = try ChunkHeader(parsing: &reader)
            var value = ByteReader(try reader.readSpan(chunk.valueLength))
            try TypeLengthValue.skipPadding(after: ChunkHeader.byteCount + chunk.valueLength, &reader)
            guard accepts(header.verificationTag, on: chunk) else {
                counters.badVerificationTags += 1
                return
            }
            if chunk.type == .initiation, !reader.isAtEnd { throw .invalid("INIT stands alone") }
            guard try handle(chunk, value: &value, &arrival) else { return }
        }
    }

    /// The verification tag's rules, exceptions for INIT, ABORT and SHUTDOWN COMPLETE included.
    /// Source: RFC 9260 §8.5, <https://www.rfc-editor.org/rfc/rfc9260#section-8.5>
    private func accepts(_ tag: VerificationTag, on chunk: ChunkHeader) -> Bool {
        if chunk.type == .initiation { return tag == .zero }
        if chunk.type == .abort || chunk.type == .shutdownComplete, chunk.flags & 1 == 1 {
            return tag == peer?.verificationTag
        }
        return tag == local.verificationTag
    }

    /// Handles one chunk; answers whether those behind it are looked at.
    private mutating func handle(
        _ header: ChunkHeader, value: inout ByteReader, _ arrival: inout DataArrival
    ) throws(ParseError) -> Bool {
        let flags = header.flags
        switch header.type {
        case .data: handle(try DataChunk(flags: flags, value: &value), &arrival)
        case .selectiveAck: handle(try SelectiveAckChunk(flags: flags, value: &value))
        case .forwardTSN: handle(try ForwardTSNChunk(flags: flags, value: &value), &arrival)
        case .interleavedData where interleaves:
            handle(try InterleavedDataChunk(flags: flags, value: &value), &arrival)
        case .interleavedForwardTSN where interleaves:
            handle(try InterleavedForwardTSNChunk(flags: flags, value: &value), &arrival)
        case .initiation: handle(try InitiationChunk(flags: flags, value: &value))
        case .initiationAck: handle(try InitiationAckChunk(flags: flags, value: &value))
        case .cookieEcho: handle(try CookieEchoChunk(flags: flags, value: &value))
        case .cookieAck: handleCookieAck()
        case .heartbeat: handle(try HeartbeatChunk(flags: flags, value: &value))
        case .heartbeatAck: handle(try HeartbeatAckChunk(flags: flags, value: &value))
        case .reconfiguration: handle(try ReconfigurationChunk(flags: flags, value: &value))
        case .padding: break
        case .shutdown: handle(try ShutdownChunk(flags: flags, value: &value))
        case .shutdownAck: handleShutdownAck()
        case .shutdownComplete: handleShutdownComplete()
        case .abort: handle(try AbortChunk(flags: flags, value: &value))
        case .error: counters.errorsReported += 1
        default: return handleUnknown(header, value: &value)
        }
        return true
    }

    private mutating func handle(_ chunk: AbortChunk) {
        guard state != .closed else { return }
        end(.abortedByPeer(chunk.causes.first?.code))
    }

    /// Source: RFC 9260 §3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2>
    private mutating func handleUnknown(_ header: ChunkHeader, value: inout ByteReader) -> Bool {
        counters.unknownChunks += 1
        let action = header.type.ifUnknown
        if action.reports, state != .closed {
            var writer = ByteWriter()
            writer.write(header.type.rawValue)
            writer.write(header.flags)
            writer.write(UInt16(truncatingIfNeeded: header.valueLength + ChunkHeader.byteCount))
            writer.write(value.readRemaining())
            reply(ErrorChunk(causes: [ErrorCause(code: .unrecognizedChunkType, information: writer.bytes)]))
        }
        return !action.stops
    }
}
