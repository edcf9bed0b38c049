import Hummingbird
import NIOCore
import WebAssets

/// The pages and what they load, held in the executable.
struct SiteFiles: Sendable {
    private let assets: [String: WebAsset]

    /// The service's own files beside those that it shares with the node; its own win.
    static let embedded = SiteFiles(WebAssets.shared + WebAsset.make(from: EmbeddedWeb.files))

    /// - Parameter assets: of two with one path the later counts.
    init(_ assets: [WebAsset]) {
        self.assets = Dictionary(assets.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    }

    /// A file, whatever the browser holds, or "not found".
    func response(for path: String) -> Response {
        guard let asset = assets[path] else { return Response(status: .notFound) }
        return Response(
            status: .ok, headers: [.contentType: asset.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    /// A file, or "not modified" when the browser holds it already (RFC 9110 §13.1.2), or "not found".
    func response(for path: String, to request: Request) -> Response {
        guard let asset = assets[path] else { return Response(status: .notFound) }
        var headers: HTTPFields = [.eTag: asset.entityTag, .cacheControl: "no-cache"]
        let held = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
        if held.contains(where: { $0 == asset.entityTag || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = asset.contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
