import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import WireJSON

@testable import Console

/// What a test needs of a browser: single HTTP requests and one WebSocket, over real sockets, with any headers.
struct Browser {
    let port: Int

    struct Response {
        let status: HTTPResponseStatus
        let headers: HTTPHeaders
        let body: String
    }

    /// The headers of the console's own page.
    var ownHeaders: HTTPHeaders { ["host": "127.0.0.1:\(port)", "origin": "http://127.0.0.1:\(port)"] }

    /// Sends one request on a connection of its own.
    func send(
        _ method: HTTPMethod, _ path: String, headers: HTTPHeaders? = nil, body: String = ""
    ) async throws -> Response {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var headers = headers ?? ownHeaders
            headers.replaceOrAdd(name: "content-length", value: "\(body.utf8.count)")
            try await outbound.write(
                contentsOf: [
                    .head(HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)),
                    .body(.byteBuffer(ByteBuffer(string: body))), .end(nil),
                ])
            var head = HTTPResponseHead(version: .http1_1, status: .imATeapot)
            var text = ""
            for try await part in inbound {
                switch part {
                case .head(let received): head = received
                case .body(let piece): text += String(buffer: piece)
                case .end: return Response(status: head.status, headers: head.headers, body: text)
                }
            }
            return Response(status: head.status, headers: head.headers, body: text)
        }
    }

    /// Exchanges a token as the page does.
    func redeem(_ token: some StringProtocol) async throws -> Response {
        try await send(.POST, "/session", body: "{\"token\":\"\(token)\"}")
    }

    /// The token of an address, exchanged.
    func key(for address: ConsoleAddress) async throws -> String {
        struct Body: Decodable { let key: String }
        let response = try await redeem(address.token)
        return try JSON.decode(Body.self, from: Array(response.body.utf8)).key
    }

    enum Failure: Error {
        case upgradeRefused
    }

    /// Opens a WebSocket and lends it; `upgradeRefused` when the console does not upgrade.
    func withSocket(
        headers: HTTPHeaders? = nil, path: String = "/socket", _ body: (inout PageClient) async throws -> Void
    ) async throws {
        var headers = headers ?? ownHeaders
        headers.replaceOrAdd(name: "content-length", value: "0")
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
        let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Self.upgrade(channel, head) }
            }
        guard let channel = try await upgrade.get() else { throw Failure.upgradeRefused }
        try await channel.executeThenClose { inbound, outbound in
            var client = PageClient(frames: inbound.makeAsyncIterator(), outbound: outbound)
            try await body(&client)
        }
    }

    private static func upgrade(
        _ channel: any Channel, _ head: HTTPRequestHead
    ) throws -> EventLoopFuture<NIOAsyncChannel<WebSocketFrame, WebSocketFrame>?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<NIOAsyncChannel<WebSocketFrame, WebSocketFrame>?>(
            maxFrameSize: 1 << 24,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
            })
        let configuration = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(nil) })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: .init(upgradeConfiguration: configuration))
    }
}

/// The page's end of the WebSocket.
struct PageClient {
    var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>

    enum Message: Equatable {
        case text(String)
        case binary([UInt8])
        case close(code: UInt16)
        case end
    }

    /// Sends a message, or a part of one; a browser masks each frame.
    func send(
        _ text: String, isMasked: Bool = true, isFinal: Bool = true, isContinuation: Bool = false
    ) async throws {
        try await outbound.write(
            WebSocketFrame(
                fin: isFinal, opcode: isContinuation ? .continuation : .text, maskKey: isMasked ? .random() : nil,
                data: ByteBuffer(string: text)))
    }

    /// Sends a binary message.
    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(
            WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: ByteBuffer(bytes: bytes)))
    }

    /// Answers a close as browsers do.
    func answerClose() async throws {
        try await outbound.write(
            WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: .random(), data: ByteBuffer()))
    }

    /// Waits for what the console says next; the end of the connection in any form is `.end`.
    mutating func receive() async -> Message {
        guard let frame = try? await frames.next(isolation: #isolation) else { return .end }
        switch frame.opcode {
        case .text: return .text(String(buffer: frame.unmaskedData))
        case .binary: return .binary(Array(frame.unmaskedData.readableBytesView))
        case .connectionClose: return .close(code: frame.unmaskedData.getInteger(at: 0) ?? 0)
        default: return .end
        }
    }
}

extension ConsoleAddress {
    /// What stands behind the `#`.
    var token: Substring { url[url.index(after: url.lastIndex(of: "#") ?? url.startIndex)...] }
}

/// Runs a console on a port of its own and stops it.
func withConsole(
    role: ConsoleConfiguration.Role = .host, adjust: (inout ConsoleConfiguration) -> Void = { _ in },
    _ body: (Console, ConsoleAddress, Browser) async throws -> Void
) async throws {
    let logger = Logger(label: "console.test") { _ in SwiftLogNoOpLogHandler() }
    var configuration = ConsoleConfiguration(role: role, logger: logger)
    adjust(&configuration)
    let console = Console(configuration: configuration)
    let address = try await console.start()
    do {
        try await body(console, address, Browser(port: address.port))
        await console.stop()
    } catch {
        await console.stop()
        throw error
    }
}
