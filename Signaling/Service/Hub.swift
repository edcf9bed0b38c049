import Logging
import NIOWebSocket
import SignalingDomain
import SignalingProtocol
import Wire

/// The one place where the rules run: it feeds the switchboard, stores its changes, and delivers its messages.
///
/// A message is delivered only after the changes polled before it are stored, so whatever somebody was told
/// survives a restart. While one call waits for the store another may run; what each waits for is its own.
///
/// While the store fails, nothing begins: a session, number or link is taken back, and who asked for it is told
/// `unavailable`. What ends ends, and everybody is told; the store learns of it with the next change that it takes.
actor Hub: Bus {
    private var switchboard: Switchboard
    private let store: any Store
    private let clock: ServiceClock
    private let logger: Logger
    private let maximumConnectionsPerAddress: Int
    private var queues: [ConnectionID: OutgoingQueue] = [:]
    private var connectionsOfAddress: [SourceAddress: Int] = [:]
    private var lastSerial: UInt64 = 0
    private var timer: (at: Instant, task: Task<Void, Never>)?
    private var isStopping = false
    /// Final changes that could not be stored; each session and each link has one at most.
    private var unstored: [StoreChange] = []
    private var random = SystemRandomNumberGenerator()

    /// Takes up what the store kept.
    ///
    /// - Throws: what the store's `restore` throws.
    init(
        configuration: SwitchboardConfiguration, iceServers: any ICEServerPolicy, store: any Store,
        maximumConnectionsPerAddress: Int, clock: ServiceClock, logger: Logger
    ) async throws {
        let now = clock.now
        let restored = try await store.restore(now: now.wallClock)
        switchboard = Switchboard(
            configuration: configuration, iceServers: iceServers, restored: restored, now: now)
        self.store = store
        self.clock = clock
        self.logger = logger
        self.maximumConnectionsPerAddress = maximumConnectionsPerAddress
    }

    /// Notes a new connection, before its first message; `false` when its address has too many, or at the end.
    func arrive(from address: SourceAddress) -> Bool {
        guard !isStopping, connectionsOfAddress[address, default: 0] < maximumConnectionsPerAddress else {
            return false
        }
        connectionsOfAddress[address, default: 0] += 1
        return true
    }

    /// The counterpart of `arrive`.
    func depart(from address: SourceAddress) {
        guard let count = connectionsOfAddress[address] else { return }
        connectionsOfAddress[address] = count > 1 ? count - 1 : nil
    }

    /// Takes up a connection whose first message was accepted; `welcome` is the first thing it is sent.
    func open(
        _ queue: OutgoingQueue, as role: ClientRole, from address: SourceAddress, welcome: ServiceMessage
    ) -> ConnectionID {
        lastSerial += 1
        let id = ConnectionID(serial: lastSerial)
        queues[id] = queue
        queue.push(welcome)
        switchboard.connect(id, as: role, from: address)
        return id
    }

    /// Hands a message to the rules and returns when what follows from it is stored and queued. A connection's
    /// messages are handed in one after the other; those of several may be in here at the same time.
    func handle(_ message: ClientMessage, from connection: ConnectionID) async {
        switchboard.handle(message, from: connection, now: clock.now, random: &random)
        await settle()
    }

    /// Forgets a connection that is gone, and tells those who waited for it.
    func close(_ connection: ConnectionID) async {
        queues[connection] = nil
        switchboard.disconnect(connection, now: clock.now)
        await settle()
    }

    /// Counts a message that its connection refused by itself.
    func countRefusal(_ code: ServiceMessage.Refused.Code) {
        switchboard.countRefusal(code)
    }

    /// Queues a message for one of this instance's connections; one that is gone loses it silently.
    func deliver(_ message: ServiceMessage, to connection: ConnectionID) {
        queues[connection]?.push(message)
    }

    /// Who invites by a link; `nil` when it does not work.
    func hostDisplayName(ofInvitation invitation: InvitationID) -> String? {
        switchboard.hostDisplayName(ofInvitation: invitation, now: clock.now)
    }

    /// Counters and sizes for an operator.
    func figures() -> (counters: Counters, connections: Int, sessions: Int, attempts: Int) {
        let sizes = switchboard.sizes
        return (switchboard.counters, sizes.connections, sizes.sessions, sizes.attempts)
    }

    /// Closes every connection with "going away" and takes no more.
    func stop() {
        isStopping = true
        timer?.task.cancel()
        timer = nil
        for queue in queues.values { queue.finish(.goingAway) }
    }

    private func settle() async {
        var changes: [StoreChange] = []
        var messages: [(message: ServiceMessage, connection: ConnectionID)] = []
        while let output = switchboard.pollOutput() {
            switch output {
            case .store(let change): changes.append(change)
            case .send(let message, let connection): messages.append((message, connection))
            }
        }
        schedule()
        if changes.isEmpty {
            for (message, connection) in messages { deliver(message, to: connection) }
        } else if await keep(changes) {
            for (message, connection) in messages { deliver(message, to: connection) }
        } else {
            switchboard.handleNotStored(changes)
            for (message, connection) in messages { deliver(message.withoutPromise, to: connection) }
            await settle()
        }
    }

    /// Stores changes, behind those of earlier that are still to be stored; `false` when that fails.
    private func keep(_ changes: [StoreChange]) async -> Bool {
        let batch = unstored + changes
        unstored = []
        do {
            try await store.apply(batch)
            return true
        } catch {
            logger.error("State could not be stored", metadata: ["error": "\(type(of: error))"])
            unstored += batch.filter(\.isFinal)
            return false
        }
    }

    private func schedule() {
        guard !isStopping else { return }
        let next = switchboard.nextTimeout
        if let timer, timer.at <= next { return }
        timer?.task.cancel()
        let delay = max(next - clock.now.instant, .zero)
        let task = Task { [weak self] in
            do { try await Task.sleep(for: delay) } catch { return }
            await self?.handleTimeout()
        }
        timer = (next, task)
    }

    private func handleTimeout() async {
        timer = nil
        switchboard.handleTimeout(now: clock.now)
        await settle()
    }
}

extension ServiceMessage {
    /// What is said in its place when what it announces could not be stored.
    fileprivate var withoutPromise: ServiceMessage {
        switch self {
        case .sessionStarted, .numberRenewed, .invitationMade: .refused(Refused(code: .unavailable))
        case .welcome, .knocked, .waiting, .admitted, .declined, .hostAway, .relayed, .left, .sessionEnded, .refused,
            .notesSaved, .notesRefused, .pong:
            self
        }
    }
}
