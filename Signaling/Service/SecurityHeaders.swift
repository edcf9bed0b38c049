import Hummingbird
import SignalingProtocol

/// Adds to every answer what keeps a page to itself; a route's own `Cache-Control` stands.
///
/// `Referrer-Policy: no-referrer` keeps the path of a link from other sites, `frame-ancestors 'none'` keeps a prompt from
/// being laid under another page's button, and the content security policy lets nothing in that the site did not send.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = SiteRequestContext

    /// Whose WebSocket the pages may open.
    let identity: SiteIdentity

    /// Adds the fields to every answer, also to one that a later handler threw.
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for field in Self.fields(of: identity.address) where response.headers[field.name] == nil {
            response.headers.append(field)
        }
        return response
    }

    private static func fields(of site: SiteAddress) -> HTTPFields {
        let socket = (site.isSecure ? "wss" : "ws") + site.description.dropFirst(site.isSecure ? 5 : 4)
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
            "media-src 'self' blob:", "font-src 'self'", "connect-src 'self' \(socket)", "form-action 'self'",
            "base-uri 'none'", "frame-ancestors 'none'", "frame-src nearhand:",
        ]
        // The names in quotation marks are tokens of RFC 9110, which is all that their initializer asks for.
        var fields: HTTPFields = [
            .contentSecurityPolicy: policy.joined(separator: "; "),
            .xContentTypeOptions: "nosniff",
            .cacheControl: "no-store",
            .init("Referrer-Policy")!: "no-referrer",
            .init("Cross-Origin-Opener-Policy")!: "same-origin",
            .init("Cross-Origin-Resource-Policy")!: "same-origin",
            .init("Permissions-Policy")!: "display-capture=(self), camera=(self), microphone=(self), geolocation=()",
        ]
        if site.isSecure { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }
}
