import Logging
import SignalingClient
import SignalingProtocol
import Synchronization
import Testing
import Wire

/// Keeps every line that a service logs.
final class LogCapture: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "capture") { _ in Handler(capture: self) }
        logger.logLevel = .trace
        return logger
    }

    struct Handler: LogHandler {
        let capture: LogCapture
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        init(capture: LogCapture) {
            self.capture = capture
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.message) \(metadata) \(event.metadata ?? [:])"
            capture.lines.withLock { $0.append(line) }
        }
    }
}

@Suite("What a log holds", .timeLimit(.minutes(1)))
struct RedactionTests {
    @Test("No number, name, token or identifier of a whole story reaches the log, even at its most talkative")
    func story() async throws {
        let capture = LogCapture()
        var canaries: [String] = ["Ada", "Grace", "Canary"]
        canaries += try await Site.with(logger: capture.logger) { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession()
            let invitation = try await host.makeInvitation(to: session.session)
            let customer = try await site.visitor()
            let attempt = try await customer.knock(session.number)
            _ = try await host.expectKnock()
            let socket = try await RawSocket.connect(to: site.address)
            _ = try await socket.exchange([
                Array("GET /j/\(invitation.rawValue) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
            ])
            let notes = ClientMessage.SaveNotes(session: session.session, revision: 1, text: "Canary of the notes")
            try await host.send(.saveNotes(notes))
            guard case .notesSaved = try await host.message() else { throw Unexpected() }
            let token = await host.client.token ?? ""
            await host.client.close()
            return [
                session.session.rawValue, session.number.rawValue, invitation.rawValue, attempt.rawValue, token,
                site.oneTimePassword,
            ]
        }
        let text = capture.text
        #expect(!text.isEmpty)
        for canary in canaries { #expect(!text.contains(canary)) }
    }
}
