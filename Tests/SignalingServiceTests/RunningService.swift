import Foundation
import Logging
import SignalingService
import Synchronization

/// A folder that goes away with the test.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a text file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        return "\(path)/\(name)"
    }

    /// A service on this computer alone, on a port that the system chooses, without STUN.
    var configuration: SignalingServiceConfiguration {
        var configuration = SignalingServiceConfiguration()
        configuration.port = 0
        configuration.stunPort = nil
        configuration.databasePath = path + "/nearhand.sqlite"
        return configuration
    }
}

/// The levels of what was logged.
final class LogRecord: Sendable {
    private let entries = Mutex<[(level: Logger.Level, message: String)]>([])

    /// What was logged at level error or above.
    var errors: [String] { entries.withLock { $0.filter { $0.level >= .error }.map { $0.message } } }

    /// A logger that writes here and nowhere else.
    func makeLogger() -> Logger {
        Logger(label: "test") { _ in Handler(record: self) }
    }

    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.entries.withLock { $0.append((event.level, "\(event.message)")) }
        }
    }
}

/// Logs nothing.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a service for the length of a story, and stops it as a cancellation does.
func withService(
    _ configuration: SignalingServiceConfiguration, logger: Logger = quiet,
    _ story: (SignalingService) async throws -> Void
) async throws {
    let service = try await SignalingService(configuration: configuration, logger: logger)
    let running = Task { try await service.run() }
    do {
        try await story(service)
    } catch {
        running.cancel()
        _ = try? await running.value
        throw error
    }
    running.cancel()
    try await running.value
}
