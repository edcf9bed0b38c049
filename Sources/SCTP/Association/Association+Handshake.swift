import Wire

/// INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, and what happens when both ends begin.
///
/// RFC 9260 §5.1.3 has the state cookie carry everything, signed, so that an endpoint keeps nothing for strangers. Under
/// DTLS there are no strangers: one endpoint serves one peer that has proved its certificate. So the parameters of the
/// latest INIT are kept, and the cookie is a random nonce with what tells one INIT from another.
///
/// For the same reason an INIT establishes the association here, and COOKIE ACK follows INIT ACK at once: both ends send
/// their messages one round trip sooner. Where COOKIE ACK is lost or overtakes INIT ACK, the peer's COOKIE ECHO gets
/// another; where INIT ACK is lost, the peer's next INIT does.
///
///     INIT ─▶
///          ◀─ INIT ACK, COOKIE ACK, DATA …
///     COOKIE ECHO, DATA … ─▶
///
/// Source: RFC 9260 §5, <https://www.rfc-editor.org/rfc/rfc9260#section-5>
extension Association {
    /// Sends INIT, with a zero tag, and starts T1-init.
    mutating func sendInitiation() {
        sendAlone(makeInitiation(), tag: .zero)
        timers[.initiation] = now + retransmissionTimeout.current
    }

    /// The INIT of this association; it says the same each time it is asked for.
    func makeInitiation() -> InitiationChunk { InitiationChunk(fields: makeFields(cookie: nil)) }

    /// T1-init expired: INIT is sent again (RFC 9260 §5.1, A).
    mutating func handleInitiationTimeout() {
        guard state == .cookieWait, countError() else { return }
        retransmissionTimeout.backOff()
        sendInitiation()
    }

    /// T1-cookie expired: COOKIE ECHO is sent again, with the DATA that rode with it (RFC 9260 §5.1, C).
    mutating func handleCookieTimeout() {
        guard case .cookieEchoed = state, countError() else { return }
        retransmissionTimeout.backOff()
        outstanding.markAllForRetransmission()
        isCookieEchoDue = true
    }

    /// Takes INIT: answers it, and establishes the association at once in *closed* and *cookie wait*.
    ///
    /// One with a zero tag or without streams is answered by ABORT, where it has a tag to answer to, and changes
    /// nothing.
    /// Source: RFC 9260 §5.2.1 and §5.2.2, <https://www.rfc-editor.org/rfc/rfc9260#section-5.2.1>
    mutating func handle(_ chunk: InitiationChunk) {
        guard chunk.fields.isAcceptable else {
            counters.malformedPackets += 1
            if chunk.fields.initiateTag != .zero {
                let cause = ErrorCause(code: .invalidMandatoryParameter)
                sendAlone(AbortChunk(causes: [cause]), tag: chunk.fields.initiateTag)
            }
            return
        }
        switch state {
        case .closed, .cookieWait:
            answer(chunk.fields)
            if let pendingPeer { establish(with: pendingPeer) }
        case .cookieEchoed: answer(chunk.fields)
        case .established, .shutdownPending, .shutdownSent, .shutdownReceived:
            // A late copy of the handshake's INIT is answered as before. A peer that starts anew starts a new DTLS
            // association, so the restart of RFC 9260 §5.2.2, with its tie-tags, is refused.
            if pendingPeer?.verificationTag == chunk.fields.initiateTag {
                answer(chunk.fields)
            } else {
                counters.unexpectedChunks += 1
            }
        case .shutdownAckSent: sendShutdownAck()
        case .ended: return
        }
    }

    /// Sends INIT ACK with the same tag and first TSN as in our own INIT (RFC 9260 §5.2.1).
    private mutating func answer(_ fields: InitiationFields) {
        let candidate = PeerParameters(fields, configuration: configuration)
        pendingPeer = candidate
        var answer = makeFields(cookie: makeCookie(for: candidate))
        answer.reportedParameters = fields.unrecognizedParameters
        sendAlone(InitiationAckChunk(fields: answer), tag: candidate.verificationTag)
        sendAlone(CookieAckChunk(), tag: candidate.verificationTag)
    }

    /// Enters *established* with a peer that has our parameters, or is about to.
    mutating func establish(with parameters: PeerParameters) {
        pendingPeer = parameters
        adopt(parameters)
        completeHandshake()
    }

    /// Takes INIT ACK, and only in *cookie wait*: the peer's parameters hold from here on, its cookie is echoed next.
    ///
    /// One with a zero tag, without streams, or with a cookie that no packet holds ends the association.
    /// Source: RFC 9260 §5.1, C, <https://www.rfc-editor.org/rfc/rfc9260#section-5.1>
    mutating func handle(_ chunk: InitiationAckChunk) {
        guard state == .cookieWait, let cookie = chunk.fields.stateCookie else {
            counters.unexpectedChunks += 1
            return
        }
        let room = configuration.maximumPacketSize - CommonHeader.byteCount - ChunkHeader.byteCount - 3
        guard chunk.fields.isAcceptable, cookie.count <= room else {
            if chunk.fields.initiateTag != .zero {
                let cause = ErrorCause(code: .invalidMandatoryParameter)
                sendAlone(AbortChunk(causes: [cause]), tag: chunk.fields.initiateTag)
            }
            end(.protocolError(.invalidMandatoryParameter))
            return
        }
        adopt(PeerParameters(chunk.fields, configuration: configuration))
        timers[.initiation] = nil
        state = .cookieEchoed(cookie: cookie)
        isCookieEchoDue = true
        if !chunk.fields.unrecognizedParameters.isEmpty {
            let information = Array(chunk.fields.unrecognizedParameters.joined())
            reply(ErrorChunk(causes: [ErrorCause(code: .unrecognizedParameters, information: information)]))
        }
    }

    /// Source: RFC 9260 §5.2.4, <https://www.rfc-editor.org/rfc/rfc9260#section-5.2.4>
    mutating func handle(_ chunk: CookieEchoChunk) {
        guard let candidate = pendingPeer, chunk.cookie == makeCookie(for: candidate) else {
            counters.badCookies += 1
            return
        }
        switch state {
        case .closed, .cookieWait, .cookieEchoed:
            // Action B or D: the peer's INIT ACK and its INIT may differ; the one whose cookie came back holds.
            if peer?.verificationTag != candidate.verificationTag { adopt(candidate) }
            reply(CookieAckChunk())
            completeHandshake()
        case .established, .shutdownPending, .shutdownSent, .shutdownReceived: reply(CookieAckChunk())
        case .shutdownAckSent: sendShutdownAck()
        case .ended: return
        }
    }

    /// Takes COOKIE ACK; one that comes too late, or before INIT ACK, is passed over (RFC 9260 §5.2.5).
    mutating func handleCookieAck() {
        guard case .cookieEchoed = state else { return }
        completeHandshake()
    }

    /// Enters *established*; data that rode with COOKIE ECHO is timed from here on.
    mutating func completeHandshake() {
        state = .established
        isCookieEchoDue = false
        errorCount = 0
        retransmissionTimeout.endBackoff()
        timers[.initiation] = nil
        timers[.cookie] = nil
        timers[.heartbeat] = now + configuration.heartbeatInterval
        if !outstanding.isEmpty {
            startRetransmissionTimer()
            startLossProbeTimer()
        }
        events.append(.established)
    }

    private mutating func adopt(_ parameters: PeerParameters) {
        peer = parameters
        peerWindow = parameters.receiverWindow
        inbound = Self.makeInbound(configuration, initialTSN: parameters.initialTSN)
        streamResets.setPeerInitialTSN(parameters.initialTSN)
        sendQueue.interleaves = parameters.interleaves
        // RFC 3758 §3.3: what was handed over before the peer was known goes whole to one without FORWARD TSN.
        if !parameters.extensions.contains(.forwardTSN) { sendQueue.makeReliable() }
        outstanding.chunkHeaderByteCount =
            parameters.interleaves ? InterleavedDataHeader.byteCount : DataChunkHeader.byteCount
    }

    private func makeFields(cookie: [UInt8]?) -> InitiationFields {
        var fields = InitiationFields(
            initiateTag: local.verificationTag, advertisedReceiverWindow: UInt32(clamping: configuration.receiveBuffer),
            outboundStreamCount: configuration.streamCount, inboundStreamCount: configuration.streamCount,
            initialTSN: local.initialTSN, extensions: offeredExtensions, stateCookie: cookie)
        fields.acceptsZeroChecksum = configuration.omitsChecksum
        return fields
    }

    private var offeredExtensions: SupportedExtensions {
        var extensions: SupportedExtensions = [.forwardTSN, .reconfiguration]
        if configuration.offersInterleaving { extensions.insert(.interleaving) }
        if configuration.discoversPathMTU { extensions.insert(.padding) }
        return extensions
    }

    /// nonce 16 · the INIT's tag 4 · the INIT's first TSN 4
    private func makeCookie(for parameters: PeerParameters) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(local.cookieNonce)
        writer.write(parameters.verificationTag.rawValue)
        writer.write(parameters.initialTSN.rawValue)
        return writer.bytes
    }
}
