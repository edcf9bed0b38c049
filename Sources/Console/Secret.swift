import Crypto
import Wire

/// 32 bytes that only the console and one page know: a one-time token, or the key that it was exchanged for.
struct Secret: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// The number of bytes.
    static let byteCount = 32

    /// Makes one from the system's generator.
    static func make() -> Secret {
        var generator = SystemRandomNumberGenerator()
        return Secret(bytes: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses what a page sent; `nil` unless it is base64url of the right length.
    init?(parsing text: some StringProtocol) {
        guard text.utf8.count <= 64, let bytes = Base64URL.parse(text), bytes.count == Self.byteCount else {
            return nil
        }
        self.bytes = bytes
    }

    /// The form that crosses to the page; never logged.
    var serialized: String { Base64URL.serialize(bytes) }

    var description: String { "‹redacted›" }

    /// Compares digests, so that the time tells nothing about where two secrets differ.
    func matches(_ other: Secret) -> Bool {
        SHA256.hash(data: bytes) == SHA256.hash(data: other.bytes)
    }
}
