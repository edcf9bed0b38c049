import Foundation
import ICE
import Logging
import PeerConnection

/// One connection to another WebRTC stack, for network testers. `Interop/peers/run` starts it; the lines it reads and
/// writes are those of `PeerMessage`.
@main
enum NearhandPeer {
    /// The status for lines that make no sense.
    private static let usageStatus: CInt = 2

    /// Reads the start message, then lines until `close` or the end of standard input.
    static func main() async throws {
        var logger = Logger(label: "nearhand-peer") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        PeerConnection.prepare()
        var lines = Lines.read().makeAsyncIterator()
        guard let first = await lines.next(), first.type == .start, let scenario = first.scenario,
            let role = first.role
        else {
            logger.error("The first line is no start message; run this by Interop/peers/run")
            exit(usageStatus)
        }
        let session = try makeSession(scenario, role, start: first, logger: logger)
        let running = Task { await session.run() }
        do {
            try await session.start()
            while let message = await lines.next(), message.type != .close { try await session.handle(message) }
        } catch {
            await session.report((error as? Complaint)?.text ?? "\(error)")
            // The harness reads the verdict, then says close.
            while let message = await lines.next(), message.type != .close {}
        }
        await session.close()
        await running.value
    }

    private static func makeSession(
        _ scenario: Scenario, _ role: Role, start: PeerMessage, logger: Logger
    ) throws -> any PeerSession {
        let loop = NetworkLoop()
        switch scenario {
        case .measure: return try MeasuredSession(start: start, role: role, loop: loop, logger: logger)
        case .screen:
            switch role {
            case .offerer: return try ScreenSender(start: start, loop: loop, logger: logger)
            case .answerer: return try ScreenViewer(start: start, loop: loop, logger: logger)
            }
        case .voice: return try VoiceSession(start: start, role: role, loop: loop, logger: logger)
        case .endure: return EnduranceSession(loop: loop, logger: logger)
        case .datachannel, .stream, .video, .audio:
            return try Session(
                scenario: scenario, role: role,
                echo: EchoScenario(sendsEmptyMessages: start.sendsEmptyMessages ?? true),
                ice: start.makeICEConfiguration(), loop: loop, logger: logger)
        }
    }
}

/// A connection that is told by lines what to do.
protocol PeerSession: Actor {
    /// Begins, and makes the offer where that is our part.
    func start() async throws
    /// Takes one line.
    func handle(_ message: PeerMessage) async throws
    /// Reads the connection's events until it is closed.
    func run() async
    /// Writes why nothing more comes.
    func report(_ complaint: String)
    /// Closes the connection, which ends `run`.
    func close() async
}

extension PeerSession {
    func report(_ complaint: String) {
        var message = PeerMessage(.result)
        message.passed = false
        message.detail = complaint
        Lines.write(message)
    }
}
