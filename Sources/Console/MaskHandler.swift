import NIOCore
import NIOWebSocket

/// Answers a frame that is not masked with a protocol error (RFC 6455 §5.1).
///
/// It stands before the frame aggregator, because the message that the aggregator makes of fragments has no mask.
/// Source: <https://www.rfc-editor.org/rfc/rfc6455#section-5.1>
final class MaskHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    /// What the page's reading task is told.
    struct UnmaskedFrame: Error {}

    /// Hands a masked frame on and reports any other as `UnmaskedFrame`, by which the reading task closes the page.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard Self.unwrapInboundIn(data).maskKey != nil else { return context.fireErrorCaught(UnmaskedFrame()) }
        context.fireChannelRead(data)
    }
}
