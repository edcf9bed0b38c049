import NIOCore
import NIOHTTP1
import WebAssets
import WireJSON

/// What the console answers a request with, before the headers that every answer carries.
struct HTTPResponse: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: [UInt8]

    /// An error's JSON: `{"error":"diskFull"}`; the page has the text for each code.
    private struct ErrorBody: Encodable {
        let error: String
    }

    init(status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer that no cache keeps.
    static func json(_ status: HTTPResponseStatus, _ value: some Encodable) -> HTTPResponse {
        guard let body = try? JSON.encode(value) else { return HTTPResponse(status: .internalServerError) }
        return HTTPResponse(
            status: status, headers: ["content-type": "application/json", "cache-control": "no-store"], body: body)
    }

    /// - Parameter code: a key of the page's texts.
    static func error(_ status: HTTPResponseStatus, _ code: String) -> HTTPResponse {
        json(status, ErrorBody(error: code))
    }

    /// A file of a page; without its body where the browser has these bytes already.
    static func asset(_ asset: WebAsset, ifNoneMatch: [String]) -> HTTPResponse {
        let headers: HTTPHeaders = [
            "content-type": asset.contentType, "cache-control": "no-cache", "etag": asset.entityTag,
        ]
        guard !ifNoneMatch.contains(asset.entityTag) else {
            return HTTPResponse(status: .notModified, headers: headers)
        }
        return HTTPResponse(status: .ok, headers: headers, body: asset.bytes)
    }
}

/// The headers that every answer carries.
struct SecurityHeaders: Sendable {
    /// Lets a page load and reach nothing but its own node, and no other page reach or frame it.
    ///
    /// `img-src data:` is for the QR code. `require-trusted-types-for` makes a browser refuse to parse markup out of text.
    /// Source: <https://www.w3.org/TR/CSP3/>
    static func contentSecurityPolicy(for authority: LoopbackAuthority) -> String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
            "connect-src 'self' ws://\(authority.host)", "base-uri 'none'", "form-action 'none'",
            "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
        ].joined(separator: "; ")
    }

    /// Adds them beside what the answer has already.
    static func add(to headers: inout HTTPHeaders, for authority: LoopbackAuthority) {
        headers.add(name: "content-security-policy", value: contentSecurityPolicy(for: authority))
        headers.add(name: "x-content-type-options", value: "nosniff")
        headers.add(name: "referrer-policy", value: "no-referrer")
        headers.add(name: "cross-origin-opener-policy", value: "same-origin")
        headers.add(name: "cross-origin-resource-policy", value: "same-origin")
        // The node has the microphone; the page has the camera and, where the node cannot read it, the screen.
        headers.add(
            name: "permissions-policy",
            value: "camera=(self), microphone=(), geolocation=(), display-capture=(self)")
    }
}
