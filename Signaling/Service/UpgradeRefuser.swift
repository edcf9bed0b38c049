import NIOCore
import NIOHTTP1
import Synchronization

/// What was decided about one upgrade request, from where it is decided to where it is answered.
final class UpgradeVerdict: Sendable {
    private let stored = Mutex<HTTPResponseStatus?>(nil)

    /// Why the upgrade is refused. Without a decision the request was no WebSocket handshake at all.
    var refusal: HTTPResponseStatus? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}

/// Answers a request for the WebSocket that is none, or is not allowed, and closes.
///
/// It answers as soon as it is added: NIO's upgrade handler does not hand on the head of a request that it refused.
final class UpgradeRefuser: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let verdict: UpgradeVerdict

    init(verdict: UpgradeVerdict) {
        self.verdict = verdict
    }

    /// Answers with the verdict, or with 426 where there is none, and closes when the answer is written.
    func handlerAdded(context: ChannelHandlerContext) {
        let status = verdict.refusal ?? .upgradeRequired
        var headers: HTTPHeaders = ["Content-Length": "0", "Connection": "close"]
        if status == .upgradeRequired {
            headers.replaceOrAdd(name: "Upgrade", value: "websocket")
            headers.add(name: "Sec-WebSocket-Version", value: "13")
        }
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        let channel = context.channel
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    /// What follows a refused request is not read.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
