import NIOCore

/// Joins two connections on one event loop: what one reads the other writes, and each waits for the other to be written.
final class GlueHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var partner: GlueHandler?
    private var context: ChannelHandlerContext?
    private var hasPendingRead = false

    /// Two ends that know each other.
    static func makePair() -> (GlueHandler, GlueHandler) {
        let first = GlueHandler()
        let second = GlueHandler()
        first.partner = second
        second.partner = first
        return (first, second)
    }

    /// Lets the other end read, where this one can be written to.
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isWritable { partner?.becomeWritable() }
    }

    /// Lets go of the other end, which holds this one.
    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        partner = nil
    }

    /// Writes to the other end; what is read after that is gone is dropped.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        partner?.context?.write(data, promise: nil)
    }

    /// Flushes what the other end was given.
    func channelReadComplete(context: ChannelHandlerContext) {
        partner?.context?.flush()
    }

    /// Closes the other end; what still waits to be written there may be lost.
    func channelInactive(context: ChannelHandlerContext) {
        partner?.context?.close(promise: nil)
    }

    /// Closes this end, and with it the other.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Lets the other end read again when this one has written enough.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { partner?.becomeWritable() }
    }

    /// Reads on only while the other end takes more.
    func read(context: ChannelHandlerContext) {
        if let other = partner?.context, other.channel.isWritable {
            context.read()
        } else {
            hasPendingRead = true
        }
    }

    private func becomeWritable() {
        guard hasPendingRead else { return }
        hasPendingRead = false
        context?.read()
    }
}
