import Cryptography
import Hummingbird
import NIOCore
import WireJSON

/// The download page and what it offers. A package is found by its whole address in a table; no path reaches a file.
struct PackageRoutes: Sendable {
    let shelf: PackageShelf
    let files: SiteFiles

    /// What is written at once: a slow reader makes the service wait, not grow.
    private static let chunkByteCount = 65_536
    /// RFC 8246: the address holds the digest, so that what it names never changes.
    private static let forGood = "public, max-age=31536000, immutable"

    func add(to router: Router<SiteRequestContext>) throws {
        router.get("/download") { request, _ in files.response(for: "download.html", to: request) }
        let list = try JSON.encode(Listing(shelf))
        router.get("/api/packages") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: list)))
        }
        if let publisher = shelf.publisher {
            router.get(RouterPath(Listing.publisherPath)) { _, _ in
                Self.download(
                    ByteBuffer(string: publisher.pem), name: PackageShelf.publisherFile,
                    contentType: "application/x-pem-file", caching: "no-cache")
            }
        }
        let packages = Dictionary(shelf.packages.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        router.get("/packages/:digest/:name") { _, context in
            guard let digest = context.parameters.get("digest"), let name = context.parameters.get("name") else {
                return Response(status: .notFound)
            }
            let path = "/packages/\(digest)/\(name)"
            if let package = packages[path] {
                return Self.download(
                    package.bytes, name: package.name.text, contentType: package.contentType, caching: Self.forGood)
            }
            // A signature is another each time that it is made, so its address says nothing about its bytes.
            if path.hasSuffix(".sig"), let package = packages[String(path.dropLast(".sig".count))] {
                return Self.download(
                    package.signature, name: package.name.text + ".sig", contentType: "application/octet-stream",
                    caching: "no-cache")
            }
            return Response(status: .notFound)
        }
    }

    /// The name is one of ours and needs no escaping.
    private static func download(
        _ bytes: ByteBuffer, name: String, contentType: String, caching: String
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType, .cacheControl: caching,
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody(contentLength: bytes.readableBytes) { writer in
                var rest = bytes
                while rest.readableBytes > 0,
                    let chunk = rest.readSlice(length: min(chunkByteCount, rest.readableBytes))
                {
                    try await writer.write(chunk)
                }
                try await writer.finish(nil)
            })
    }

    /// The answer of `/api/packages`.
    private struct Listing: Encodable {
        static let publisherPath = "/packages/\(PackageShelf.publisherFile)"

        let publisher: Publisher?
        let packages: [Entry]

        struct Publisher: Encodable {
            let fingerprint: String
            let path: String
        }

        struct Entry: Encodable {
            let name: String
            let kind: SupportPackage.Kind
            let version: String
            let architecture: String
            let byteCount: Int
            let sha256: String
            let path: String
            let signaturePath: String
        }

        init(_ shelf: PackageShelf) {
            publisher = shelf.publisher.map { Publisher(fingerprint: $0.fingerprint, path: Self.publisherPath) }
            packages = shelf.packages.map {
                Entry(
                    name: $0.name.text, kind: $0.name.kind, version: $0.name.version,
                    architecture: $0.name.architecture, byteCount: $0.bytes.readableBytes, sha256: $0.sha256,
                    path: $0.path, signaturePath: $0.path + ".sig")
            }
        }
    }
}
