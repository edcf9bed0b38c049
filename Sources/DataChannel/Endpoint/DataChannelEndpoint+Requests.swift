import SCTP
package import Wire

/// What the layer above asks for.
extension DataChannelEndpoint {
    /// Opens a channel; it may be opened, and sent on, before `connect`.
    /// - Throws: `DataChannelError` when a name is too long, the negotiated number is in use, or no number is left.
    package mutating func open(
        _ configuration: DataChannelConfiguration, now: Instant
    ) throws(DataChannelError) -> DataChannelID {
        let longest = Int(UInt16.max)
        guard configuration.label.utf8.count <= longest, configuration.subprotocol.utf8.count <= longest else {
            throw .nameTooLong
        }
        if association.isClosed { throw .association(.closed) }
        guard channels.count < Self.maximumChannels else { throw .noStreamLeft }
        if let stream = configuration.negotiatedStream {
            guard streams[stream] == nil else { throw .streamInUse(stream) }
            guard Int(stream.rawValue) < association.outboundStreamCount else {
                throw .association(.invalidStream(stream))
            }
            guard association.canSend(on: stream) else { throw .streamInUse(stream) }
        } else if role != nil, freeStream() == nil {
            throw .noStreamLeft
        }
        let id = makeChannelID()
        channels[id] = Channel(id: id, configuration: configuration, origin: .local, phase: .waiting)
        if let stream = configuration.negotiatedStream { streams[stream] = id }
        if role != nil { assignStream(to: id, now: now) }
        return id
    }

    /// Sends a message; text as UTF-8, and empty ones too. Before `connect` it is kept, to leave with the first packets.
    /// - Throws: `DataChannelError` when there is no such channel, it cannot be sent on, or the association refuses.
    package mutating func send(
        _ message: DataChannelMessage, on id: DataChannelID, now: Instant
    ) throws(DataChannelError) {
        guard let channel = channels[id] else { throw .unknownChannel(id) }
        guard !channel.isClosing else { throw .closing(id) }
        guard channel.phase != .waiting, let stream = stream(of: id) else {
            try keep(message, for: id)
            return
        }
        let (payloadProtocol, payload) = message.wireForm
        do throws(SCTPError) {
            try association.send(
                payload, on: stream, payloadProtocol: payloadProtocol, reliability: channel.configuration.reliability,
                isOrdered: channel.sendsOrdered, now: now)
        } catch {
            throw .association(error)
        }
    }

    /// Keeps a message until the channel has a stream.
    private mutating func keep(_ message: DataChannelMessage, for id: DataChannelID) throws(DataChannelError) {
        let longest = association.peerMaximumMessageSize
        guard message.byteCount <= longest || longest == 0 else {
            throw .association(.messageTooLong(limit: longest))
        }
        let kept = channels.values.reduce(0) { $0 + $1.earlyByteCount }
        guard kept + message.byteCount <= Self.maximumEarlyByteCount else {
            throw .association(.sendBufferFull(limit: Self.maximumEarlyByteCount))
        }
        channels[id]?.early.append(message)
    }

    /// Bytes handed over for the channel that have not been sent for the first time; zero for an unknown channel.
    package func bufferedAmount(of id: DataChannelID) -> Int {
        stream(of: id).map { association.bufferedAmount(of: $0) } ?? channels[id]?.earlyByteCount ?? 0
    }

    /// Sets when `bufferedAmountLow` is told; 0 by default.
    /// - Parameter threshold: bytes.
    package mutating func setBufferedAmountLowThreshold(_ threshold: Int, of id: DataChannelID) {
        channels[id]?.bufferedAmountLowThreshold = threshold
        guard let stream = stream(of: id) else { return }
        association.setBufferedAmountLowThreshold(threshold, of: stream)
    }

    /// Closes a channel after what waits on it; `closed` tells when both sides are done.
    /// Source: RFC 8831 §6.7, <https://www.rfc-editor.org/rfc/rfc8831#section-6.7>
    package mutating func close(_ id: DataChannelID, now: Instant) {
        guard let channel = channels[id], !channel.isClosing else { return }
        guard channel.phase != .waiting, let stream = stream(of: id) else {
            remove(id)
            return
        }
        channels[id]?.phase = .closing(outgoing: true, incoming: true)
        association.resetStream(stream, now: now)
    }

    /// Ends the association when everything has been delivered.
    package mutating func shutdown(now: Instant) {
        association.shutdown(now: now)
    }

    /// Ends the association at once.
    package mutating func abort(now: Instant) {
        association.abort(now: now)
    }

    /// Gives the channel a stream and, unless it was negotiated, says so to the peer.
    mutating func assignStream(to id: DataChannelID, now: Instant) {
        guard let channel = channels[id], channel.phase == .waiting else { return }
        guard let stream = channel.configuration.negotiatedStream ?? freeStream() else {
            remove(id)
            return
        }
        streams[stream] = id
        channels[id]?.stream = stream
        association.setWeight(Int(channel.configuration.priority), of: stream)
        association.setBufferedAmountLowThreshold(channel.bufferedAmountLowThreshold, of: stream)
        if channel.configuration.negotiatedStream != nil {
            channels[id]?.phase = .open
        } else {
            channels[id]?.phase = .opening
            let message = EstablishmentMessage.open(DataChannelOpenMessage(channel.configuration))
            sendEstablishment(message, on: stream, now: now)
        }
        if association.isEstablished { events.append(.opened(id, channel.configuration, origin: .local)) }
        sendEarlyMessages(of: id, now: now)
    }

    /// A message that is longer than the peer turns out to take ends its channel: no other end is possible that loses
    /// nothing behind it.
    private mutating func sendEarlyMessages(of id: DataChannelID, now: Instant) {
        guard let early = channels[id]?.early else { return }
        channels[id]?.early = []
        for message in early {
            do throws(DataChannelError) {
                try send(message, on: id, now: now)
            } catch {
                close(id, now: now)
                return
            }
        }
    }

    /// Sends a message of the establishment protocol, always reliable and in order (RFC 8832 §6).
    mutating func sendEstablishment(_ message: EstablishmentMessage, on stream: StreamID, now: Instant) {
        do throws(SCTPError) {
            try association.send(
                message.serialized(), on: stream, payloadProtocol: .establishment, isCounted: false, now: now)
        } catch {
            if let id = streams[stream] { remove(id) }
        }
    }

    /// The lowest number of our parity that no channel uses (RFC 8832 §6).
    private func freeStream() -> StreamID? {
        guard let role else { return nil }
        let first: UInt16 = role == .client ? 0 : 1
        let end = UInt16(clamping: association.outboundStreamCount)
        return stride(from: first, to: end, by: 2).lazy.map(StreamID.init(rawValue:)).first {
            streams[$0] == nil && association.canSend(on: $0)
        }
    }
}
