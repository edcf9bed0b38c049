import Foundation

/// One file of a web page, held in the executable and served as it is.
package struct WebAsset: Equatable, Sendable {
    /// The path below `/assets/`, without a leading slash: `i18n.js`, `session/engine.js`.
    package let path: String
    /// The value of `Content-Type`.
    package let contentType: String
    /// The body.
    package let bytes: [UInt8]
    /// A strong entity tag with its quotation marks: it changes with every byte of the body.
    /// Source: <https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3>
    package let entityTag: String

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        contentType = Self.contentType(of: path)
        entityTag = Self.entityTag(of: bytes)
    }

    /// Makes the assets of one target from what `embed-web-assets` wrote for it, `EmbeddedWeb.files`.
    package static func make(from files: [(path: String, isBase64: Bool, contents: String)]) -> [WebAsset] {
        files.map { file in
            let bytes = file.isBase64 ? Data(base64Encoded: file.contents).map { [UInt8]($0) } : nil
            return WebAsset(path: file.path, bytes: bytes ?? Array(file.contents.utf8))
        }
    }

    /// The media type that a browser with `X-Content-Type-Options: nosniff` needs; by the file's extension.
    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "wav": "audio/wav"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }

    /// The length and the 64-bit FNV-1a hash: enough to tell two builds apart, which is all that a validator does.
    private static func entityTag(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return "\"\(String(bytes.count, radix: 36))-\(String(hash, radix: 36))\""
    }
}
