import Logging
import NIOCore
import NIOHTTP1
import SessionDomain
import WebAssets
import Wire
import WireJSON

/// One HTTP connection of a browser: the pages, the exchange of the token, and uploads.
///
/// | request | answer |
/// | --- | --- |
/// | `GET /`, `GET /signed-in` | the page of the console's role |
/// | `GET /assets/…` | a module or style |
/// | `POST /session` `{token}` | `{key}`, once |
/// | `POST /files?name=…` with `Authorization: Bearer KEY` | `{name, size, sha256}` |
///
/// No GET changes anything. Everything else a page asks for goes through its WebSocket.
struct HTTPConnection: Sendable {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    let console: Console
    let configuration: ConsoleConfiguration
    let authority: LoopbackAuthority

    /// What is thrown away of a refused upload, so that the browser gets to read why.
    private static let maximumDiscardedByteCount = 256 << 20

    private struct TokenBody: Decodable {
        let token: String
    }

    private struct KeyBody: Encodable {
        let key: String
    }

    private struct UploadBody: Encodable {
        let name: String
        let size: Int
        let sha256: String
    }

    /// Serves requests one after the other until either side closes the connection.
    func run(_ channel: Channel) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                var body = RequestBody(
                    parts: inbound.makeAsyncIterator(), channel: channel.channel, timeout: configuration.requestTimeout)
                while try await serveNext(&body, outbound) {}
            }
        } catch {
            configuration.logger.debug("a connection ended", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// Serves one request; `false` when it was the connection's last.
    private func serveNext(
        _ body: inout RequestBody, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws -> Bool {
        body.limit()
        switch try await body.nextRequest() {
        case .request(let head):
            let response = try await respond(to: head, body: &body)
            let isWhole = try await body.discard(upTo: Self.maximumDiscardedByteCount)
            let isKept = head.isKeepAlive && isWhole
            try await write(response, isKept: isKept, to: outbound)
            return isKept
        case .refusedUpgrade:
            try await write(.error(.forbidden, "upgradeRefused"), isKept: false, to: outbound)
            return false
        case .endOfConnection:
            return false
        }
    }

    private func write(
        _ response: HTTPResponse, isKept: Bool, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var headers = response.headers
        SecurityHeaders.add(to: &headers, for: authority)
        headers.replaceOrAdd(name: "content-length", value: "\(response.body.count)")
        headers.replaceOrAdd(name: "connection", value: isKept ? "keep-alive" : "close")
        try await outbound.write(
            contentsOf: [
                .head(HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)),
                .body(.byteBuffer(ByteBuffer(bytes: response.body))), .end(nil),
            ])
    }

    private func respond(to head: HTTPRequestHead, body: inout RequestBody) async throws -> HTTPResponse {
        guard authority.isAddressed(by: head.headers) else { return .error(.misdirectedRequest, "wrongHost") }
        let (path, query) = Self.split(head.uri)
        switch (head.method, path) {
        case (.GET, "/"): return page(configuration.role == .host ? "console.html" : "panel.html", head)
        case (.GET, "/signed-in") where configuration.role == .host: return page("signed-in.html", head)
        case (.GET, _) where path.hasPrefix("/assets/"): return page(String(path.dropFirst("/assets/".count)), head)
        case (.POST, "/session"), (.POST, "/files"):
            guard authority.isOrigin(of: head.headers) else { return .error(.forbidden, "wrongOrigin") }
            return path == "/session"
                ? try await exchangeToken(body: &body) : try await receiveFile(head, query: query, body: &body)
        case (_, "/session"), (_, "/files"): return HTTPResponse(status: .methodNotAllowed, headers: ["allow": "POST"])
        case (_, "/"), (_, "/signed-in"): return HTTPResponse(status: .methodNotAllowed, headers: ["allow": "GET"])
        case (_, "/socket"): return HTTPResponse(status: .upgradeRequired, headers: ["upgrade": "websocket"])
        default: return .error(.notFound, "notFound")
        }
    }

    private func page(_ path: String, _ head: HTTPRequestHead) -> HTTPResponse {
        guard let asset = ConsoleAssets.byPath[path] else { return .error(.notFound, "notFound") }
        return .asset(asset, ifNoneMatch: head.headers[canonicalForm: "if-none-match"].map(String.init))
    }

    private func exchangeToken(body: inout RequestBody) async throws -> HTTPResponse {
        guard let bytes = try await body.collect(upTo: 1_024),
            let message = try? JSON.decode(TokenBody.self, from: bytes), let token = Secret(parsing: message.token)
        else { return .error(.badRequest, "malformed") }
        switch await console.redeem(token) {
        case .granted(let key): return .json(.ok, KeyBody(key: key.serialized))
        case .reused: return .error(.forbidden, "tokenReused")
        case .refused: return .error(.forbidden, "tokenRefused")
        }
    }

    private func receiveFile(
        _ head: HTTPRequestHead, query: Substring, body: inout RequestBody
    ) async throws -> HTTPResponse {
        guard let key = Self.bearer(of: head.headers), await console.accepts(key: key) else {
            return .error(.unauthorized, "keyRefused")
        }
        guard let name = Self.fileName(in: query) else { return .error(.badRequest, "nameMissing") }
        guard let directory = configuration.uploadDirectory else { return .error(.serviceUnavailable, "noFolder") }
        let limit = configuration.maximumUploadByteCount
        if let declared = head.headers.first(name: "content-length").flatMap({ Int($0) }), declared > limit {
            return .error(.payloadTooLarge, "tooLarge")
        }
        body.unlimit()
        defer { body.limit() }
        do throws(Upload.Failure) {
            let file = try await Upload.receive(&body, name: name, directory: directory, maximumByteCount: limit) {
                await console.accepts(key: key)
            }
            await console.handleUpload(file)
            return .json(.created, UploadBody(name: file.name, size: file.size, sha256: file.sha256))
        } catch {
            configuration.logger.notice("an upload failed", metadata: ["reason": "\(error)"])
            return .error(error.status, error.code)
        }
    }

    private static func split(_ uri: String) -> (path: Substring, query: Substring) {
        guard let mark = uri.firstIndex(of: "?") else { return (uri[...], "") }
        return (uri[..<mark], uri[uri.index(after: mark)...])
    }

    private static func bearer(of headers: HTTPHeaders) -> Secret? {
        guard let value = headers.first(name: "authorization"), value.hasPrefix("Bearer ") else { return nil }
        return Secret(parsing: value.dropFirst("Bearer ".count))
    }

    /// The `name` of the query, percent-decoded and reduced to one safe path component.
    private static func fileName(in query: Substring) -> String? {
        for pair in query.split(separator: "&") where pair.hasPrefix("name=") {
            return PercentEncoding.decode(pair.dropFirst("name=".count)).flatMap { FileName.safeComponent(of: $0) }
        }
        return nil
    }
}
