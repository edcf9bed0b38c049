import DTLS
import DataChannel
import Glibc
import ICE
import Logging
import PeerConnection
import RTP
import SDP
import Wire

/// One connection between two processes of a benchmark, until it is told to close.
///
/// The offerer opens the channels `input` and `bulk`, and says hello on `input` at once: the message leaves with the
/// first packet that may carry any. It fills `bulk` and sends on `input` as it is told. The answerer sends back what
/// comes on `input` and counts what comes on `bulk`.
/// Everything runs on the network loop's thread, so that a measured message changes threads nowhere.
actor MeasuredSession: PeerSession {
    static let inputLabel = "input"
    static let bulkLabel = "bulk"
    /// RFC 8831 §6.4: extra high, and below normal.
    private static let inputPriority: UInt16 = 1_024
    private static let bulkPriority: UInt16 = 128
    /// What `bulk` is filled up to, and when it is filled again, in bytes.
    private static let highWater = 1 << 20
    private static let lowWater = 1 << 19

    /// The network loop's.
    nonisolated let unownedExecutor: UnownedSerialExecutor
    private let role: Role
    private let connection: PeerConnection
    private let negotiation: Negotiation
    private var input: DataChannelID?
    private var bulk: DataChannelID?
    private var filling: DataChannelMessage?
    private var isFilling = false
    private var pinging: Task<Void, any Error>?
    /// Makes frames as large as the path allows; `nil` where no video is measured, and at the answerer.
    private var film: SyntheticFilm?
    private var filming: Task<Void, any Error>?
    private let films: Bool
    private var echoes = EchoTimes()
    private var figures = Figures(now: 0)

    /// - Throws: `Complaint` for a server's address that is none, `DTLSError`.
    init(start: PeerMessage, role: Role, loop: NetworkLoop, logger: Logger) throws {
        let servers = try (start.servers ?? []).map { entry in
            guard let server = ICEServer(url: entry.url, username: entry.username, credential: entry.credential) else {
                throw Complaint("\(entry.url) is no server")
            }
            return server
        }
        self.role = role
        films = start.films ?? false
        unownedExecutor = loop.asUnownedSerialExecutor()
        connection = PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: ICEConfiguration(
                    servers: servers, relayOnly: start.relayOnly ?? false,
                    includesLoopback: start.includesLoopback ?? false),
                certificate: try Certificate.make()),
            loop: loop, logger: logger)
        negotiation = Negotiation(connection)
    }

    /// Begins, and makes the offer where that is our part.
    func start() async throws {
        if films { try await connection.addVideo(.screen, direction: role == .offerer ? .sendonly : .recvonly) }
        guard role == .offerer else { return }
        input = try await connection.openDataChannel(label: Self.inputLabel, priority: Self.inputPriority)
        let bulk = try await connection.openDataChannel(label: Self.bulkLabel, priority: Self.bulkPriority)
        self.bulk = bulk
        await connection.setBufferedAmountLowThreshold(Self.lowWater, of: bulk)
        // Text, so that its echo is not taken for one of those that are timed.
        if let input { try await connection.send(.text("hello"), on: input) }
        try await negotiation.offer()
    }

    /// Takes one line.
    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .description:
            if message.kind == "answer", figures.answerAppliedAt == nil {
                figures.answerAppliedAt = Self.now.nanoseconds
            }
            try await negotiation.handle(message)
        case .fill:
            filling = message.messageByteCount.flatMap { $0 > 0 ? .binary([UInt8](repeating: 0x6E, count: $0)) : nil }
            try await fill()
        case .ping: ping(every: message.milliseconds ?? 0)
        case .read: tellFigures()
        case .restart: try await negotiation.offer(restartingICE: true)
        default: try await negotiation.handle(message)
        }
    }

    /// Reads the connection's events until it is closed.
    func run() async {
        do {
            for await event in connection.events { try await handle(event) }
        } catch {
            report("\(error)")
        }
        pinging?.cancel()
        filming?.cancel()
    }

    /// Closes the connection, which ends `run`.
    func close() async {
        await connection.close()
    }

    private func handle(_ event: PeerConnectionEvent) async throws {
        switch event {
        case .stateChanged(.failed(let reason)):
            negotiation.tell(event)
            report("the connection failed: \(reason)")
        case .selectedPath(let path):
            var message = PeerMessage(.path)
            message.path = PathEntry(path)
            Lines.write(message)
        case .dataChannelOpened(let channel, let label, _): try await opened(channel, label: label)
        case .dataChannelMessage(let channel, let message): try await received(message, on: channel)
        case .dataChannelBufferedAmountLow: try await fill()
        case .stateChanged(.connected):
            negotiation.tell(event)
            if films, role == .offerer { shoot() }
        case .videoBitrate(.screen, let bitsPerSecond):
            if film == nil { film = SyntheticFilm() }
            film?.bitsPerSecond = bitsPerSecond
        case .videoBacklogChanged(.screen, let isTooLong): film?.isHeld = isTooLong
        case .keyFrameRequested(.screen): film?.isKeyFrameWanted = true
        case .restartWanted: if role == .offerer { try await negotiation.offer(restartingICE: true) }
        default: negotiation.tell(event)
        }
    }

    private func opened(_ channel: DataChannelID, label: String) async throws {
        if label == Self.inputLabel { input = channel }
        if label == Self.bulkLabel { bulk = channel }
        guard role == .offerer, channel == input else { return }
        Lines.write(PeerMessage(.open))
    }

    private func received(_ message: DataChannelMessage, on channel: DataChannelID) async throws {
        if figures.firstMessageAt == nil { figures.firstMessageAt = Self.now.nanoseconds }
        if channel == bulk {
            figures.byteCount += message.byteCount
        } else if role == .answerer {
            try await connection.send(message, on: channel)
        } else if case .binary(let bytes) = message {
            let now = Self.now
            echoes.handle(bytes, now: now)
            figures.lastEchoAt = now.nanoseconds
        }
    }

    private func fill() async throws {
        guard let bulk, !isFilling else { return }
        isFilling = true
        defer { isFilling = false }
        while let filling, await connection.bufferedAmount(of: bulk) < Self.highWater {
            try await connection.send(filling, on: bulk)
        }
    }

    private func ping(every milliseconds: Double) {
        pinging?.cancel()
        pinging = nil
        guard milliseconds > 0 else { return }
        pinging = Task {
            while true {
                try await sendPing()
                try await Task.sleep(for: .seconds(milliseconds / 1_000))
            }
        }
    }

    private func shoot() {
        guard filming == nil else { return }
        if film == nil { film = SyntheticFilm() }
        filming = Task {
            let clock = ContinuousClock()
            var next = clock.now
            while !Task.isCancelled {
                if let frame = film?.makeFrame() { await connection.sendVideo(frame, on: .screen) }
                next = max(next + SyntheticFilm.interval, clock.now)
                try await Task.sleep(until: next, clock: clock)
            }
        }
    }

    private func sendPing() async throws {
        guard let input else { return }
        try await connection.send(.binary(echoes.makeMessage(now: Self.now)), on: input)
    }

    private func tellFigures() {
        figures.now = Self.now.nanoseconds
        figures.roundTrips = echoes.takeRoundTrips()
        figures.outstanding = echoes.outstandingCount
        var message = PeerMessage(.figures)
        message.figures = figures
        Lines.write(message)
    }

    private static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
