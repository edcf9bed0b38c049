import SCTP
import Wire

/// What the association tells.
extension DataChannelEndpoint {
    /// Takes what the association tells; what comes of it for the application is among `events` afterwards.
    mutating func handle(_ event: AssociationEvent) {
        switch event {
        case .established: announce()
        case .message(let stream, let payloadProtocol, let payload):
            if payloadProtocol == .establishment {
                handleEstablishment(payload, on: stream)
            } else {
                handleMessage(payloadProtocol, payload, on: stream)
            }
        case .bufferedAmountLow(let stream):
            if let id = streams[stream], channels[id]?.isClosing == false { events.append(.bufferedAmountLow(id)) }
        case .incomingStreamsReset(let list): for stream in list { handleIncomingReset(of: stream) }
        case .outgoingStreamsReset(let list): for stream in list { handleOutgoingReset(of: stream) }
        case .outgoingStreamResetFailed(let list):
            for stream in list { if let id = streams[stream] { remove(id) } }
        case .closed(let reason):
            for id in channels.keys.sorted(by: { $0.rawValue < $1.rawValue }) { remove(id) }
            events.append(.disconnected(reason))
        }
    }

    /// Tells of the channels that were opened before the association was up.
    private mutating func announce() {
        events.append(.connected)
        for id in channels.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let channel = channels[id], !channel.isClosing, channel.phase != .waiting else { continue }
            events.append(.opened(id, channel.configuration, origin: .local))
        }
    }

    private mutating func handleMessage(
        _ payloadProtocol: PayloadProtocolIdentifier, _ payload: [UInt8], on stream: StreamID
    ) {
        guard let id = streams[stream], let channel = channels[id], !channel.isClosing else {
            counters.messagesWithoutChannel += 1
            return
        }
        // RFC 8832 §6: a message on the channel is as good as the ACK.
        if channel.phase == .opening { channels[id]?.phase = .open }
        do throws(DataChannelMessage.Refusal) {
            events.append(.message(id, try DataChannelMessage(payloadProtocol, payload)))
        } catch {
            switch error {
            case .unknownPayloadProtocol: counters.unknownPayloadProtocols += 1
            case .notUTF8:
                counters.textsNotUTF8 += 1
                close(id, now: association.latestInstant)
            }
        }
    }

    private mutating func handleEstablishment(_ payload: [UInt8], on stream: StreamID) {
        do {
            var reader = ByteReader(payload.span)
            switch try EstablishmentMessage(parsing: &reader) {
            case .open(let message): handle(message, on: stream)
            case .ack: handleAck(on: stream)
            }
        } catch {
            counters.malformedEstablishmentMessages += 1
            refuse(stream)
        }
    }

    private mutating func handle(_ message: DataChannelOpenMessage, on stream: StreamID) {
        guard streams[stream] == nil else {
            counters.opensOnUsedStreams += 1
            refuse(stream)
            return
        }
        guard channels.count < Self.maximumChannels, association.canSend(on: stream) else {
            counters.opensBeyondLimit += 1
            refuse(stream)
            return
        }
        let id = makeChannelID()
        streams[stream] = id
        channels[id] = Channel(
            id: id, configuration: message.configuration, origin: .remote, phase: .open, stream: stream)
        association.setWeight(Int(message.priority), of: stream)
        sendEstablishment(.ack, on: stream, now: association.latestInstant)
        guard channels[id] != nil else { return }
        events.append(.opened(id, message.configuration, origin: .remote))
    }

    private mutating func handleAck(on stream: StreamID) {
        guard let id = streams[stream], let channel = channels[id], channel.origin == .local,
            channel.configuration.negotiatedStream == nil
        else {
            counters.acksWithoutOpen += 1
            return
        }
        if channel.phase == .opening { channels[id]?.phase = .open }
    }

    /// Closes the channel of a stream whose OPEN cannot stand (RFC 8832 §6), or resets the stream when it has none.
    private mutating func refuse(_ stream: StreamID) {
        if let id = streams[stream] {
            close(id, now: association.latestInstant)
        } else {
            association.resetStream(stream, now: association.latestInstant)
        }
    }

    /// The peer closes: our half follows (RFC 8831 §6.7).
    private mutating func handleIncomingReset(of stream: StreamID) {
        guard let id = streams[stream], let channel = channels[id] else { return }
        switch channel.phase {
        case .waiting: return
        case .opening, .open:
            channels[id]?.phase = .closing(outgoing: true, incoming: false)
            association.resetStream(stream, now: association.latestInstant)
        case .closing(let outgoing, _):
            channels[id]?.phase = .closing(outgoing: outgoing, incoming: false)
            if !outgoing { remove(id) }
        }
    }

    private mutating func handleOutgoingReset(of stream: StreamID) {
        guard let id = streams[stream], let channel = channels[id] else { return }
        guard case .closing(_, let incoming) = channel.phase else { return }
        channels[id]?.phase = .closing(outgoing: false, incoming: incoming)
        if !incoming { remove(id) }
    }
}
