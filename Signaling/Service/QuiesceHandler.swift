import NIOCore
import NIOWebSocket

/// Tells a WebSocket's client that the service stops, and closes the connection a second later.
final class QuiesceHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// Acts on the server's shutdown event alone.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: .goingAway)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
        context.eventLoop.scheduleTask(in: .seconds(1)) { [channel = context.channel] in
            channel.close(promise: nil)
        }
    }
}
