package import Logging
package import SignalingProtocol
package import Tunnel
import Wire

/// A node's connection to the service: it says the first message, keeps the connection alive, and comes back by itself.
///
/// `events` has one consumer. After each `.connected` a host sends `resumeSession` for the session it holds, and a
/// customer who was still waiting knocks again. What is sent while there is no connection is refused, not kept.
package actor SignalingClient {
    /// What happens, in order. It ends after `.disconnected(.refused)` and after `close()`.
    package nonisolated let events: AsyncStream<SignalingEvent>

    /// How long a service that does not read is waited for at the end.
    private static let closeGrace = Duration.seconds(1)

    private let site: SiteAddress
    private let trustedCertificates: String?
    private let proxy: HTTPProxy?
    private let backOff: BackOff
    private let logger: Logger
    private let continuation: AsyncStream<SignalingEvent>.Continuation
    private var greeting: SignalingGreeting
    private var connection: SocketConnection?
    private var loop: Task<Void, Never>?
    /// The wait before the next try.
    private var pause: Task<Void, any Error>?
    private var isClosed = false

    /// Prepares a client; `start()` begins.
    ///
    /// `trustedCertificates` names a PEM file of certificates to trust beside the system's.
    package init(
        site: SiteAddress, greeting: SignalingGreeting, trustedCertificates: String? = nil, proxy: HTTPProxy? = nil,
        backOff: BackOff = BackOff(), logger: Logger
    ) {
        self.site = site
        self.greeting = greeting
        self.trustedCertificates = trustedCertificates
        self.proxy = proxy
        self.backOff = backOff
        self.logger = logger
        // A consumer that is this far behind has stopped; the connection is then given up.
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(4_096))
    }

    /// Connects, and stays connected until `close()`. A second call does nothing.
    package func start() {
        guard loop == nil, !isClosed else { return }
        loop = Task { await run() }
    }

    /// Sends a message.
    /// - Throws: `notConnected`, or `queueIsFull` when the service does not read.
    package func send(_ message: ClientMessage) throws(SignalingClientError) {
        guard let connection else { throw .notConnected }
        try connection.send(message)
    }

    /// The computer's addresses or routes changed: a connection from an address that is gone ends at once, and a try
    /// that waits is made now.
    package func handleNetworkChange(addresses: Set<String>) {
        connection?.handleNetworkChange(addresses: addresses)
        pause?.cancel()
    }

    /// Makes a try that waits now: somebody is waiting for it.
    package func tryNow() {
        pause?.cancel()
    }

    /// Closes the connection for good, after what was sent before has been written.
    package func close() async {
        isClosed = true
        if let connection {
            connection.finish()
            self.connection = nil
            let patience = Task { [loop] in
                try await Task.sleep(for: Self.closeGrace)
                loop?.cancel()
            }
            await loop?.value
            patience.cancel()
        } else {
            loop?.cancel()
            pause?.cancel()
            await loop?.value
        }
        continuation.finish()
    }

    /// The token with which the next connection will come back, for a host; it changes with each connection.
    package var token: String? {
        if case .resume(let token) = greeting { token.value } else { nil }
    }

    private func run() async {
        var failures = 0
        var reported: SignalingDisconnection?
        while !isClosed, !Task.isCancelled {
            let socket = SocketConnection(
                site: site, trustedCertificates: trustedCertificates, proxy: proxy, logger: logger)
            let end = await socket.run(greeting: greeting.message) { message in
                await self.receive(message, on: socket)
            }
            let wasConnected = connection != nil
            connection = nil
            if case .refused = end {
                yield(.disconnected(end))
                break
            }
            failures = wasConnected ? 0 : failures + 1
            if wasConnected || end != reported { yield(.disconnected(end)) }
            reported = end
            guard !isClosed else { break }
            let delay = backOff.delay(afterFailures: failures)
            let pause = Task { try await Task.sleep(for: delay) }
            self.pause = pause
            // A pause that is cut short is followed by the next try, or by the end.
            _ = try? await pause.value
            self.pause = nil
        }
        continuation.finish()
    }

    /// Handles one message; what it returns, if anything, ends the connection for good.
    private func receive(_ message: ServiceMessage, on socket: SocketConnection) -> SignalingDisconnection? {
        switch message {
        case .welcome(let welcome):
            if let token = welcome.token { greeting = .resume(Redacted(token)) }
            if case .visitOpened = greeting { greeting = .visit }
            connection = socket
            yield(.connected(welcome))
        case .refused(let refused) where connection == nil && refused.code != .unavailable:
            return .refused(refused.code)
        default: yield(.message(message))
        }
        return nil
    }

    private func yield(_ event: SignalingEvent) {
        if case .dropped = continuation.yield(event) {
            logger.warning("The consumer of signalling events has stopped; the connection is closed")
            isClosed = true
            connection?.finish()
        }
    }
}
