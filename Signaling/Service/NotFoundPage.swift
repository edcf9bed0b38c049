import Hummingbird
import HummingbirdCore

/// Answers an address that is no page with the join page, so that whoever mistyped a link can type a number instead.
///
/// The status stays 404. Programs ask below `/api/` and `/assets/`, and get their 404 without a page.
struct NotFoundPage: RouterMiddleware {
    typealias Context = SiteRequestContext

    let files: SiteFiles

    /// Passes everything on but the "not found" of a page's address.
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            let path = request.uri.path
            guard request.method == .get, !path.hasPrefix("/api/"), !path.hasPrefix("/assets/") else { throw error }
            var page = files.response(for: "join.html")
            page.status = .notFound
            return page
        }
    }
}
