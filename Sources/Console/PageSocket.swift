import Logging
import NIOCore
import NIOWebSocket
import Wire
import WireJSON

/// One page's WebSocket: the key first, then snapshots, notes and video to the page, commands and frames from it.
struct PageSocket: Sendable {
    typealias Channel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let console: Console
    let configuration: ConsoleConfiguration

    /// The codes with which the console closes a page; 4000 to 4999 are an application's own (RFC 6455 §7.4.2).
    /// Source: <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.2>
    enum CloseCode {
        /// 1007: a message was no command of this role.
        static let malformed = WebSocketErrorCode.dataInconsistentWithMessage
        /// The key opens nothing; the page needs a new address.
        static let keyRefused = WebSocketErrorCode.unknown(4001)
        /// The person opened the console in another window.
        static let takenOver = WebSocketErrorCode.unknown(4002)
        /// The token was used twice; a new address is in the terminal.
        static let tokenReused = WebSocketErrorCode.unknown(4003)
    }

    /// The page's first message.
    private struct KeyMessage: Decodable {
        let key: String
    }

    /// Serves the page until either side closes it.
    func run(_ channel: Channel) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                do {
                    try await serve(inbound: inbound, outbound: outbound, channel: channel.channel)
                } catch is MaskHandler.UnmaskedFrame {
                    try await close(outbound, .protocolError)
                }
            }
        } catch {
            // The page went away, or sent what is no WebSocket; either way it opens another one if it is there.
            configuration.logger.debug("a page's connection ended", metadata: ["error": "\(type(of: error))"])
        }
    }

    private func serve(
        inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, channel: any NIOCore.Channel
    ) async throws {
        var frames = inbound.makeAsyncIterator()
        let timeout = channel.eventLoop.scheduleTask(in: .init(configuration.keyTimeout)) {
            channel.close(promise: nil)
        }
        let mailbox = try await admit(&frames, outbound)
        timeout.cancel()
        guard let mailbox else {
            try await close(outbound, CloseCode.keyRefused)
            return
        }
        let writing = Task { try await write(from: mailbox, to: outbound, on: channel) }
        let result: Result<Void, any Error>
        do {
            try await read(&frames, outbound, page: mailbox)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await console.pageEnded(mailbox)
        writing.cancel()
        _ = await writing.result
        try result.get()
    }

    /// Reads the key; `nil` when it opens nothing.
    private func admit(
        _ frames: inout NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws -> PageMailbox? {
        guard let frame = try await frames.next(isolation: #isolation), frame.opcode == .text,
            let message = try? JSON.decode(KeyMessage.self, from: Array(frame.unmaskedData.readableBytesView)),
            let key = Secret(parsing: message.key)
        else { return nil }
        return await console.openPage(key: key)
    }

    private func read(
        _ frames: inout NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, page: PageMailbox
    ) async throws {
        while let frame = try await frames.next(isolation: #isolation) {
            switch frame.opcode {
            case .text:
                let bytes = Array(frame.unmaskedData.readableBytesView)
                guard bytes.count <= configuration.maximumMessageByteCount else {
                    try await close(outbound, .messageTooLarge)
                    return
                }
                guard await console.handleCommand(bytes, from: page) else {
                    try await close(outbound, CloseCode.malformed)
                    return
                }
            case .binary:
                let bytes = Array(frame.unmaskedData.readableBytesView)
                guard await console.handleFrame(bytes, from: page) else {
                    try await close(outbound, CloseCode.malformed)
                    return
                }
            case .ping:
                try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
            case .connectionClose:
                // The page's answer to our own close is not answered again (RFC 6455 §5.5.1); a browser takes that for
                // a failure and connects again. <https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1>
                guard page.closingReason == nil else { return }
                try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData))
                return
            case .pong:
                continue
            default:
                try await close(outbound, .unacceptableData)
                return
            }
        }
    }

    /// Writes until the mailbox is closed; `write` waits while the page's socket is full, and the queue fills meanwhile.
    private func write(
        from mailbox: PageMailbox, to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        on channel: any NIOCore.Channel
    ) async throws {
        for await _ in mailbox.wakeUps {
            try await drain(mailbox, to: outbound, on: channel)
        }
        guard let reason = mailbox.closingReason else { return }
        let code =
            switch reason {
            case .takenOver: CloseCode.takenOver
            case .tokenReused: CloseCode.tokenReused
            }
        try await close(outbound, code)
        // The page answers with its own close; one that does not is closed without.
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    private func drain(
        _ mailbox: PageMailbox, to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        on channel: any NIOCore.Channel
    ) async throws {
        while true {
            let (output, wait) = mailbox.poll()
            switch output {
            case .snapshot(let snapshot):
                let bytes = try snapshot.serialize()
                try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes)))
            case .note(let note):
                let data = ByteBuffer(bytes: note.serialize())
                try await outbound.write(WebSocketFrame(fin: true, opcode: .binary, data: data))
            case .video(let frame):
                let data = ByteBuffer(bytes: frame.serialize())
                try await outbound.write(WebSocketFrame(fin: true, opcode: .binary, data: data))
            case .later:
                guard let wait else { return }
                channel.eventLoop.scheduleTask(in: .init(wait)) { mailbox.wake() }
                return
            case .nothing:
                return
            }
        }
    }

    private func close(
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ code: WebSocketErrorCode
    ) async throws {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
    }
}
