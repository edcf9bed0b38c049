import NIOCore
import Wire

/// Asks a proxy for a tunnel, and is removed when it is open; bytes behind the proxy's answer belong to the tunnel.
///
/// A peer's bytes, so bounded: an answer has 16 KiB at most.
final class ConnectHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let maximumAnswerByteCount = 16_384
    private static let endOfHead = Array("\r\n\r\n".utf8)

    private let request: String
    private let opened: EventLoopPromise<Void>
    private var answer = ByteBuffer()
    private var isOver = false

    /// - Parameter authority: `host:port` of the far end.
    init(authority: String, proxy: HTTPProxy, opened: EventLoopPromise<Void>) {
        let authorization = proxy.authorization.map { "Proxy-Authorization: \($0.value)\r\n" } ?? ""
        request = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\(authorization)\r\n"
        self.opened = opened
    }

    /// Sends the request where the connection stands already.
    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { sendRequest(context) }
    }

    /// Sends the request as soon as the connection stands.
    func channelActive(context: ChannelHandlerContext) {
        sendRequest(context)
    }

    /// Reads the answer; once it is success, hands on everything.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        answer.writeBuffer(&bytes)
        let view = answer.readableBytesView
        guard let end = view.firstRange(of: Self.endOfHead) else {
            if answer.readableBytes > Self.maximumAnswerByteCount { fail(.malformedAnswer, context) }
            return
        }
        let head = String(decoding: view[..<end.lowerBound], as: UTF8.self)
        guard let status = Self.status(of: head) else { return fail(.malformedAnswer, context) }
        guard 200..<300 ~= status else { return fail(.refusedByProxy(status: status), context) }
        isOver = true
        answer.moveReaderIndex(to: end.upperBound)
        opened.succeed()
        if answer.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(answer)) }
    }

    /// Fails the tunnel where it is not open yet.
    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed, context)
        context.fireChannelInactive()
    }

    /// Fails the tunnel where it is not open yet.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.closed, context)
        context.fireErrorCaught(error)
    }

    private func sendRequest(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    private func fail(_ error: TunnelError, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        opened.fail(error)
        context.close(promise: nil)
    }

    /// `HTTP/1.1 200 …` (RFC 9112 §4).
    private static func status(of head: String) -> Int? {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3 else { return nil }
        return Int(words[1])
    }
}
