import NIOCore

/// Holds a connection's first bytes until its request line and headers are complete, then lets the owner build the rest.
///
/// It parses nothing but the request line's path; the pipeline behind it parses everything again.
final class RequestPeek: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// What the connection is for.
    enum Choice {
        /// Any page or interface; also a first line that is none, which the HTTP parser refuses.
        case http
        /// The signalling WebSocket.
        case signal
    }

    private let signalPath: [UInt8]
    private let timeout: TimeAmount
    private let maximumByteCount: Int
    private let build: (Choice) throws -> Void
    private var buffered = ByteBuffer()
    private var deadline: Scheduled<Void>?

    /// `build` is called once, on the event loop, and adds the handlers that the bytes are then given to.
    init(
        signalPath: String, timeout: TimeAmount, maximumByteCount: Int, build: @escaping (Choice) throws -> Void
    ) {
        self.signalPath = Array(signalPath.utf8)
        self.timeout = timeout
        self.maximumByteCount = maximumByteCount
        self.build = build
    }

    /// Starts the clock: a head that is not complete in time closes the connection.
    func handlerAdded(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [channel = context.channel] in
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    /// Keeps bytes until the head is complete or `maximumByteCount` is reached, then gives them all to what `build`
    /// added and leaves the pipeline.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        buffered.writeBuffer(&bytes)
        guard Self.holdsHead(buffered) || buffered.readableBytes >= maximumByteCount else { return }
        do {
            try build(choice)
        } catch {
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(Self.wrapInboundOut(buffered))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Closes a connection that has not said what it wants when the server stops or the client sends no more.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// The choice by the request line: `GET /api/signal HTTP/1.1`.
    private var choice: Choice {
        let line = buffered.readableBytesView.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2 else { return .http }
        let path = words[1].prefix { $0 != UInt8(ascii: "?") }
        return path.elementsEqual(signalPath) ? .signal : .http
    }

    /// Whether an empty line has come, with or without carriage returns; what is allowed the parser decides.
    private static func holdsHead(_ buffer: ByteBuffer) -> Bool {
        var newlines = 0
        for byte in buffer.readableBytesView {
            switch byte {
            case UInt8(ascii: "\n"):
                newlines += 1
                if newlines == 2 { return true }
            case UInt8(ascii: "\r"): continue
            default: newlines = 0
            }
        }
        return false
    }
}
