import Wire

/// Key material: it prints as `‹redacted›` and compares with nothing.
package struct SecretBytes: Sendable, CustomStringConvertible {
    private let redacted: Redacted<[UInt8]>

    package init(_ bytes: [UInt8]) {
        redacted = Redacted(bytes)
    }

    /// For a primitive's use, and for a link's text.
    package var bytes: [UInt8] { redacted.value }

    package var description: String { redacted.description }
}
