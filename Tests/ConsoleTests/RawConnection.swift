import NIOCore
import NIOPosix

/// A TCP connection to the console that says whatever a test wants, whenever it wants.
struct RawConnection {
    private var pieces: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// When the test itself closes it.
    private let deadline: ContinuousClock.Instant

    /// What was waited for did not come.
    struct NotThere: Error {
        let received: String
    }

    /// Opens a connection and lends it; it is closed after ten seconds at the latest.
    static func open<Result>(
        to port: Int, _ body: (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let transport = channel.channel
        let deadline = ContinuousClock.now + .seconds(10)
        let watchdog = transport.eventLoop.scheduleTask(in: .seconds(10)) { transport.close(promise: nil) }
        defer { watchdog.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                pieces: inbound.makeAsyncIterator(), outbound: outbound, deadline: deadline)
            return try await body(&connection)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Collects what comes until it ends with `end`, or where that is `nil`, until the console closes the connection.
    /// - Throws: `NotThere` when the test closes it, or when it is closed before `end`.
    mutating func receive(untilEndOf end: String?) async throws -> String {
        var text = ""
        // A reset is a close too.
        while let piece = try? await pieces.next(isolation: #isolation) {
            text += String(buffer: piece)
            if let end, text.hasSuffix(end) { return text }
        }
        guard end == nil, ContinuousClock.now < deadline else { throw NotThere(received: text) }
        return text
    }
}
