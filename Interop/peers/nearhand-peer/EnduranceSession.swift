import DTLS
import ICE
import Logging
import PeerConnection

/// Connections whose two ends are both in this process, over 127.0.0.1: what they leave behind once they are closed, and
/// what they hold while nothing happens.
actor EnduranceSession: PeerSession {
    nonisolated let unownedExecutor: UnownedSerialExecutor
    private let loop: NetworkLoop
    private let logger: Logger
    private var held: [LocalPair] = []

    init(loop: NetworkLoop, logger: Logger) {
        self.loop = loop
        self.logger = logger
        unownedExecutor = loop.asUnownedSerialExecutor()
    }

    func start() {}
    func run() {}

    /// Answers `cycle` and `hold` with what the process then has.
    /// - Throws: `Complaint` when a connection fails; what keeps a certificate or a description from being made.
    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .cycle:
            for _ in 0..<(message.count ?? 0) { try await makePair().close() }
        case .hold:
            while held.count < message.count ?? 0 { held.append(try await makePair()) }
        case .read: break
        default: return
        }
        var answer = PeerMessage(.resources)
        answer.resources = try ProcessResources.read()
        Lines.write(answer)
    }

    func close() async {
        for pair in held { await pair.close() }
        held = []
    }

    private func makePair() async throws -> LocalPair {
        let pair = LocalPair(offerer: try makeEnd(), answerer: try makeEnd())
        do {
            try await pair.connect()
        } catch {
            await pair.close()
            throw error
        }
        return pair
    }

    private func makeEnd() throws -> PeerConnection {
        PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: ICEConfiguration(includesLoopback: true), certificate: try Certificate.make()),
            loop: loop, logger: logger)
    }
}
