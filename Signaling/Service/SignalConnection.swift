import Logging
import NIOCore
import NIOWebSocket
import SignalingDomain
import SignalingProtocol
import Wire
import WireJSON

/// One WebSocket from its first message to its close.
///
/// Three tasks share it: this one reads, one writes what the queue holds, one keeps time. Whichever ends first ends all.
struct SignalConnection: Sendable {
    /// What all connections share.
    struct Surroundings: Sendable {
        let hub: Hub
        let desk: SignInDesk
        let openings: Openings
        let notes: NotesDesk
        let iceServers: any ICEServerPolicy
        let siteName: String
        let identity: SiteIdentity
        let clock: ServiceClock
        let logger: Logger
    }

    /// How long a client may take for its first message.
    static let greetingTimeout = Duration.seconds(10)
    /// How often the client is pinged; a proxy that closes silent connections sees traffic.
    static let pingInterval = Duration.seconds(20)
    /// How long the other side may be silent, which answers pings.
    static let silenceLimit = Duration.seconds(50)
    /// How long the other side has to answer a close.
    static let closeGrace = Duration.seconds(1)
    /// How often an open connection's token gets its whole lifetime again.
    static let tokenExtensionInterval = Duration.seconds(3_600)
    private static let limits = JSON.Limits(
        maximumByteCount: SignalingLimits.maximumMessageByteCount, maximumDepth: SignalingLimits.maximumDepth)

    let surroundings: Surroundings
    let channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    /// Where tries and connections are counted.
    let source: SourceAddress

    /// Serves the connection until it is closed; returns when everything about it is forgotten.
    func run() async {
        guard await surroundings.hub.arrive(from: source) else {
            return await refuseToServe()
        }
        let transport = channel.channel
        let queue = OutgoingQueue { transport.close(promise: nil) }
        let liveness = Liveness(now: surroundings.clock.now.instant)
        do {
            try await channel.executeThenClose { inbound, outbound in
                await withDiscardingTaskGroup { group in
                    group.addTask { await Self.write(queue, to: outbound, on: transport) }
                    await withDiscardingTaskGroup { inner in
                        inner.addTask { await keepTime(queue: queue, liveness: liveness) }
                        await read(inbound, queue: queue, liveness: liveness)
                        inner.cancelAll()
                    }
                    // The writer sends what is left, and ends.
                    queue.finish(.normalClosure)
                }
            }
        } catch {
            surroundings.logger.debug("A connection broke", metadata: ["error": "\(type(of: error))"])
        }
        await surroundings.hub.depart(from: source)
    }

    /// Too many connections from this address, or the service stops.
    private func refuseToServe() async {
        try? await channel.executeThenClose { _, outbound in
            try await outbound.write(.close(WebSocketErrorCode(codeNumber: 1013)))
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, queue: OutgoingQueue, liveness: Liveness
    ) async {
        var session = ConnectionState.new
        var budget = TokenBucket.messages(now: surroundings.clock.now.instant)
        do {
            reading: for try await frame in inbound {
                liveness.heard(at: surroundings.clock.now.instant)
                guard budget.take(now: surroundings.clock.now.instant) else {
                    queue.finish(.policyViolation)
                    break
                }
                switch frame.opcode {
                case .text:
                    guard await receive(frame.unmaskedData, state: &session, queue: queue, liveness: liveness) else {
                        break reading
                    }
                case .binary:
                    queue.finish(.unacceptableData)
                    break reading
                case .ping: queue.push(.pong(frame.unmaskedData))
                case .connectionClose:
                    var data = frame.unmaskedData
                    queue.finish(data.readWebSocketErrorCode() ?? .normalClosure)
                    break reading
                default: break
                }
            }
        } catch let error as NIOWebSocketFrameAggregator.Error {
            queue.finish(error.closeCode)
        } catch is MaskHandler.UnmaskedFrame {
            queue.finish(.protocolError)
        } catch {
            // A broken frame was answered by the protocol error handler; a broken connection needs no answer.
        }
        if case .open(let id, _) = session { await surroundings.hub.close(id) }
    }

    /// Handles one text message; `false` ends the connection.
    private func receive(
        _ data: ByteBuffer, state: inout ConnectionState, queue: OutgoingQueue, liveness: Liveness
    ) async -> Bool {
        let message: ClientMessage
        var attempt: AttemptID?
        do {
            let received = try JSON.decode(ClientMessage.self, from: Array(data.readableBytesView), limits: Self.limits)
            attempt = received.attempt
            message = try received.validated()
        } catch let error as SignalingProtocolError {
            return await refuse(error.refusal, about: attempt, state: state, queue: queue)
        } catch {
            if case .new = state, claimsOtherVersion(data) {
                return await refuse(.unsupportedVersion, state: state, queue: queue)
            }
            return await refuse(.malformed, state: state, queue: queue)
        }
        if case .open(let id, let role) = state {
            if case .saveNotes(let notes) = message, case .host(let host) = role {
                queue.push(await surroundings.notes.save(notes, of: host))
            } else {
                await surroundings.hub.handle(message, from: id)
            }
            return true
        }
        do {
            guard let greeting = try await greet(message) else {
                return await refuse(.notSignedIn, state: state, queue: queue)
            }
            liveness.greeted(token: greeting.token)
            let id = await surroundings.hub.open(
                queue, as: greeting.role, from: source, welcome: .welcome(greeting.welcome))
            state = .open(id, greeting.role)
            return true
        } catch {
            surroundings.logger.error("A sign-in could not be stored", metadata: ["error": "\(type(of: error))"])
            return await refuse(.unavailable, state: state, queue: queue)
        }
    }

    /// Whether a first message that was not understood comes from a client of another version.
    private func claimsOtherVersion(_ data: ByteBuffer) -> Bool {
        do {
            let claim = try JSON.decode(
                ClientMessage.VersionClaim.self, from: Array(data.readableBytesView), limits: Self.limits)
            return claim.version != ClientMessage.version
        } catch {
            return false
        }
    }

    /// Refuses a message; before the first accepted one that ends the connection.
    private func refuse(
        _ code: ServiceMessage.Refused.Code, about attempt: AttemptID? = nil, state: ConnectionState,
        queue: OutgoingQueue
    ) async -> Bool {
        await surroundings.hub.countRefusal(code)
        queue.push(.refused(ServiceMessage.Refused(code: code, attempt: attempt)))
        if case .open = state { return true }
        queue.finish(.policyViolation)
        return false
    }

    private func greet(_ message: ClientMessage) async throws -> Greeting? {
        let admission: SignInDesk.Admission?
        switch message {
        case .visit(let message):
            if let code = message.opening { await surroundings.openings.report(code) }
            return Greeting(role: .customer, welcome: welcome(nil), token: nil)
        case .signIn(let message): admission = try await surroundings.desk.redeem(message)
        case .resume(let message): admission = try await surroundings.desk.resume(token: message.token)
        default: return nil
        }
        return admission.map { Greeting(role: .host($0.account), welcome: welcome($0), token: $0.token) }
    }

    private func welcome(_ admission: SignInDesk.Admission?) -> ServiceMessage.Welcome {
        ServiceMessage.Welcome(
            site: ServiceMessage.Site(
                name: surroundings.siteName, address: surroundings.identity.address.description),
            iceServers: surroundings.iceServers.publicServers(),
            account: admission.map {
                ServiceMessage.Account(name: $0.account.name, displayName: $0.account.displayName)
            }, token: admission?.token, tokenExpiresAt: admission?.tokenExpiresAt, now: surroundings.clock.wallClock)
    }

    private static func write(
        _ queue: OutgoingQueue, to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, on transport: any Channel
    ) async {
        for await item in queue.items {
            do { try await outbound.write(item.frame) } catch { break }
            queue.written(item)
        }
        try? await Task.sleep(for: closeGrace)
        transport.close(promise: nil)
    }

    private func keepTime(queue: OutgoingQueue, liveness: Liveness) async {
        let start = surroundings.clock.now.instant
        do { try await Task.sleep(for: Self.greetingTimeout) } catch { return }
        guard liveness.isGreeted else { return queue.finish(.policyViolation) }
        var lastExtension = start
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.pingInterval) } catch { return }
            let now = surroundings.clock.now.instant
            guard now - liveness.lastHeard < Self.silenceLimit else { return queue.finish(.goingAway) }
            queue.push(.ping)
            if let token = liveness.token, now - lastExtension >= Self.tokenExtensionInterval {
                lastExtension = now
                try? await surroundings.desk.extend(token: token)
            }
        }
    }
}

/// How far a connection has come.
private enum ConnectionState: Sendable {
    case new
    case open(ConnectionID, ClientRole)
}

/// What the first message came to.
private struct Greeting: Sendable {
    let role: ClientRole
    let welcome: ServiceMessage.Welcome
    let token: String?
}

extension OutgoingQueue.Item {
    fileprivate var frame: WebSocketFrame {
        switch self {
        case .text(let bytes): WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
        case .ping: WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
        case .pong(let data): WebSocketFrame(fin: true, opcode: .pong, data: data)
        case .close(let code): .close(code)
        }
    }
}

extension WebSocketFrame {
    fileprivate static func close(_ code: WebSocketErrorCode) -> WebSocketFrame {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }
}

extension NIOWebSocketFrameAggregator.Error {
    fileprivate var closeCode: WebSocketErrorCode {
        switch self {
        case .nonFinalFragmentSizeIsTooSmall, .tooManyFragments, .accumulatedFrameSizeIsTooLarge: .messageTooLarge
        case .receivedNewFrameWithoutFinishingPrevious, .didReceiveFragmentBeforeReceivingTextOrBinaryFrame:
            .protocolError
        }
    }
}
