import Hummingbird
import Logging
import NIOCore
import SignalingDomain
import SignalingProtocol
import Wire
import WireJSON

/// The site's pages and its HTTP interface, which `Signaling/openapi.json` describes.
struct SiteRoutes: Sendable {
    let hub: Hub
    let desk: SignInDesk
    let openings: Openings
    let identity: SiteIdentity
    let siteName: String
    /// Whether `X-Forwarded-For` may be believed.
    let isBehindProxy: Bool
    let files: SiteFiles
    let shelf: PackageShelf
    let logger: Logger

    /// The largest body of a request, in bytes.
    static let maximumBodyByteCount = 8_192

    /// Makes the routes, with the security headers around all of them.
    func makeRouter() throws -> Router<SiteRequestContext> {
        let router = Router(context: SiteRequestContext.self)
        router.add(middleware: SecurityHeaders(identity: identity))
        router.add(middleware: NotFoundPage(files: files))
        for path in ["/", "/j/:invitation"] as [RouterPath] {
            router.get(path) { request, _ in files.response(for: "join.html", to: request) }
        }
        router.get("/sign-in") { request, _ in files.response(for: "sign-in.html", to: request) }
        router.get("/assets/**") { request, context in
            let path = context.parameters.getCatchAll().joined(separator: "/")
            return files.response(for: path, to: request)
        }
        router.get("/favicon.ico") { _, _ in Response(status: .noContent) }
        router.get("/healthz") { _, _ in Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n"))) }
        router.get("/api/openapi.json") { request, _ in files.response(for: "openapi.json", to: request) }
        router.get("/api/site") { _, _ in
            try json(ServiceMessage.Site(name: siteName, address: identity.address.description))
        }
        router.get("/api/invitations/:invitation") { _, context in try await invitation(context) }
        router.post("/api/sign-in") { request, context in try await signIn(request, context) }
        router.post("/api/openings") { request, context in try await makeOpening(request, context) }
        router.get("/api/openings/:code") { _, context in
            guard let isOpened = await openings.isOpened(context.parameters.get("code") ?? "") else {
                return Response(status: .notFound)
            }
            return try json(OpeningAnswer(isOpened: isOpened))
        }
        router.get("/api/signal") { _, _ in
            Response(status: .upgradeRequired, headers: [.upgrade: "websocket", .connection: "close"])
        }
        try PackageRoutes(shelf: shelf, files: files).add(to: router)
        return router
    }

    private struct InvitationAnswer: Encodable {
        let hostDisplayName: String
        let siteName: String
    }

    private func invitation(_ context: SiteRequestContext) async throws -> Response {
        guard let id = context.parameters.get("invitation"),
            id.utf8.count <= SignalingLimits.maximumIdentifierByteCount,
            let name = await hub.hostDisplayName(ofInvitation: InvitationID(rawValue: id))
        else { return Response(status: .notFound) }
        return try json(InvitationAnswer(hostDisplayName: name, siteName: siteName))
    }

    private struct OpeningCode: Encodable { let code: String }
    private struct OpeningAnswer: Encodable { let isOpened: Bool }

    /// A code for a page of the site's own.
    private func makeOpening(_ request: Request, _ context: SiteRequestContext) async throws -> Response {
        guard let origin = request.headers[.origin], identity.isOwnOrigin(origin) else {
            return try json(Refusal(error: "wrongOrigin"), status: .forbidden)
        }
        guard let code = await openings.make(from: source(of: request, context)) else {
            return try json(Refusal(error: "tooManyTries", retryAfter: 10), status: .tooManyRequests)
        }
        return try json(OpeningCode(code: code))
    }

    private struct RedirectAnswer: Encodable { let redirect: String }
    private struct NeedsNewPasswordAnswer: Encodable { let needsNewPassword = true }
    private struct Refusal: Encodable {
        var error: String
        var retryAfter: Int?
    }

    /// A form of another site cannot send JSON, and a script of another site has another origin: both are refused.
    private func signIn(_ request: Request, _ context: SiteRequestContext) async throws -> Response {
        guard let origin = request.headers[.origin], identity.isOwnOrigin(origin) else {
            return try json(Refusal(error: "wrongOrigin"), status: .forbidden)
        }
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard mediaType.lowercased() == "application/json" else {
            return try json(Refusal(error: "malformed"), status: .unsupportedMediaType)
        }
        let body = try await request.body.collect(upTo: Self.maximumBodyByteCount)
        let limits = JSON.Limits(maximumByteCount: Self.maximumBodyByteCount, maximumDepth: 2)
        let answer: SignInAnswer
        do {
            let signIn = try JSON.decode(SignInRequest.self, from: Array(body.readableBytesView), limits: limits)
            answer = try await desk.signIn(signIn, from: source(of: request, context))
        } catch is JSON.Failure {
            answer = .malformed
        } catch {
            logger.error("A sign-in failed by itself", metadata: ["error": "\(type(of: error))"])
            return try json(Refusal(error: "unavailable"), status: .serviceUnavailable)
        }
        return switch answer {
        case .redirect(let address): try json(RedirectAnswer(redirect: address))
        case .needsNewPassword: try json(NeedsNewPasswordAnswer())
        case .newPasswordRefused: try json(Refusal(error: "newPasswordRefused"), status: .unprocessableContent)
        case .failed: try json(Refusal(error: "signInFailed"), status: .forbidden)
        case .tooManyTries(let wait):
            try json(Refusal(error: "tooManyTries", retryAfter: wait), status: .tooManyRequests)
        case .malformed: try json(Refusal(error: "malformed"), status: .badRequest)
        }
    }

    private func source(of request: Request, _ context: SiteRequestContext) -> SourceAddress {
        // The name is a token of RFC 9110, which is all that its initializer asks for.
        let forwarded = request.headers[.init("X-Forwarded-For")!]
        let last = forwarded?.split(separator: ",").last.map { $0.filter { $0 != " " } }
        return SourceAddress(forwarded: isBehindProxy ? last : nil, peer: context.peer)
    }

    private func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encode(value))))
    }
}
