import NIOCore
import NIOHTTP1

/// The body of one request, read piece by piece; the rest of the connection stays behind it.
///
/// It is borrowed by one task at a time: the connection's own. Where the time that it is given is over, the connection is
/// closed, which ends the parts.
struct RequestBody: ~Copyable {
    typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    private var parts: Parts
    private var isAtEnd = false
    private let channel: any Channel
    private let timeout: Duration
    private var deadline: RequestDeadline?

    /// The peer closed the connection before the body's end.
    struct Truncated: Error {}

    /// - Parameter timeout: from each `limit()` on.
    init(parts: Parts, channel: any Channel, timeout: Duration) {
        self.parts = parts
        self.channel = channel
        self.timeout = timeout
    }

    deinit {
        deadline?.cancel()
    }

    /// What comes after a request.
    enum Start {
        /// Its body is read before the next request is asked for.
        case request(HTTPRequestHead)
        /// A request whose upgrade was refused: NIO keeps its head to itself and hands on the end alone.
        case refusedUpgrade
        case endOfConnection
    }

    /// Gives the request, or the rest of it, its time anew.
    mutating func limit() {
        unlimit()
        deadline = RequestDeadline(channel, after: timeout)
    }

    /// Gives the request as long as it takes.
    mutating func unlimit() {
        deadline?.cancel()
        deadline = nil
    }

    /// Waits for the next request.
    mutating func nextRequest() async throws -> Start {
        switch try await parts.next(isolation: #isolation) {
        case .head(let head):
            isAtEnd = false
            return .request(head)
        case .body, .end: return .refusedUpgrade
        case nil: return .endOfConnection
        }
    }

    /// Waits for the next piece; `nil` at the end of the body.
    /// - Throws: `Truncated`, and what the channel throws.
    mutating func next() async throws -> ByteBuffer? {
        guard !isAtEnd else { return nil }
        switch try await parts.next(isolation: #isolation) {
        case .body(let buffer): return buffer
        case .end:
            isAtEnd = true
            return nil
        case .head, nil: throw Truncated()
        }
    }

    /// Collects a small body; `nil` when it is larger than `limit` bytes.
    mutating func collect(upTo limit: Int) async throws -> [UInt8]? {
        var bytes = [UInt8]()
        while let piece = try await next() {
            guard bytes.count + piece.readableBytes <= limit else { return nil }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return bytes
    }

    /// Reads what is left and throws it away, so that a browser that is still sending reads the answer; `false` when
    /// more than `limit` bytes came.
    mutating func discard(upTo limit: Int) async throws -> Bool {
        var count = 0
        while let piece = try await next() {
            count += piece.readableBytes
            if count > limit { return false }
        }
        return true
    }
}
