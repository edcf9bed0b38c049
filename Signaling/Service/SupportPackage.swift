import Crypto
import Cryptography
import NIOCore

/// A package of Support Manager that a site offers: its bytes, and what a person reads about it before they take it.
struct SupportPackage: Sendable {
    /// For whom a package is.
    enum Kind: String, Encodable, Sendable {
        /// For everybody on a Debian computer; installing it needs root.
        case debian
        /// For one user, without root.
        case archive
    }

    let name: PackageName
    let bytes: ByteBuffer
    /// 64 digits of base 16.
    let sha256: String
    /// The publisher's, of the bytes' digest.
    let signature: ByteBuffer

    /// Where the package lies. The digest in it lets every cache keep the answer for good.
    var path: String { "/packages/\(sha256)/\(name.text)" }

    /// The media type, which also keeps browsers from showing the bytes.
    var contentType: String {
        switch name.kind {
        case .debian: "application/vnd.debian.binary-package"
        case .archive: "application/gzip"
        }
    }
}

/// A package's file name, which says version, kind and architecture.
///
///     nearhand_VERSION_ARCHITECTURE.deb
///     nearhand-VERSION-linux-ARCHITECTURE.tar.gz
struct PackageName: Equatable, Sendable {
    let text: String
    let kind: SupportPackage.Kind
    let version: String
    let architecture: String

    /// `nil` for every other name: what lies in the folder besides is passed over.
    init?(parsing text: String) {
        let separator: Character
        let middle: Substring
        if text.hasPrefix("nearhand_"), text.hasSuffix(".deb") {
            (kind, separator) = (.debian, "_")
            middle = text.dropFirst("nearhand_".count).dropLast(".deb".count)
        } else if text.hasPrefix("nearhand-"), text.hasSuffix(".tar.gz") {
            (kind, separator) = (.archive, "-")
            middle = text.dropFirst("nearhand-".count).dropLast(".tar.gz".count)
        } else {
            return nil
        }
        let parts = middle.split(separator: separator, omittingEmptySubsequences: false)
        switch (kind, parts.count) {
        case (.debian, 2), (.archive, 3):
            break
        default:
            return nil
        }
        guard kind == .debian || parts[1] == "linux", let version = parts.first, let architecture = parts.last,
            Self.isPlain(version, besides: ".+~"), Self.isPlain(architecture, besides: "_")
        else { return nil }
        self.text = text
        self.version = String(version)
        self.architecture = String(architecture)
    }

    private static func isPlain(_ text: Substring, besides others: String) -> Bool {
        !text.isEmpty && text.count <= 64
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
    }
}
