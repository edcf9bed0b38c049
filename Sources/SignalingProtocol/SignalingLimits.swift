/// Sizes that both ends of the signalling protocol keep; a message beyond them is refused, not cut.
package enum SignalingLimits {
    /// The largest WebSocket message, in bytes: the longest notes have 80,000 of UTF-8.
    package static let maximumMessageByteCount = 98_304
    /// The deepest nesting of a message; the protocol itself needs three.
    package static let maximumDepth = 8
    /// The longest name of a person, in characters as a reader counts them.
    package static let maximumNameCount = 100
    /// The longest name of a person, in bytes of UTF-8; combining marks do not count as characters.
    package static let maximumNameByteCount = 1_024
    /// The longest notes on a session, in Unicode scalars.
    package static let maximumNotesScalarCount = 20_000
    /// The highest revision of notes, which is exact in every language's numbers.
    package static let maximumNotesRevision = 1 << 53
    /// The longest identifier, in bytes.
    package static let maximumIdentifierByteCount = 64
    /// The longest authorization code, token or redirect address, in bytes.
    package static let maximumCredentialByteCount = 512
    /// The WebSocket subprotocol's name (RFC 6455 §1.9).
    package static let subprotocol = "nearhand.1"
    /// Where the WebSocket is.
    package static let path = "/api/signal"
}
