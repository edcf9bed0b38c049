/// The type of a chunk, with what a receiver does that does not know it.
/// Source: RFC 9260 §3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2>
package struct ChunkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let data = ChunkType(rawValue: 0)
    package static let initiation = ChunkType(rawValue: 1)
    package static let initiationAck = ChunkType(rawValue: 2)
    package static let selectiveAck = ChunkType(rawValue: 3)
    package static let heartbeat = ChunkType(rawValue: 4)
    package static let heartbeatAck = ChunkType(rawValue: 5)
    package static let abort = ChunkType(rawValue: 6)
    package static let shutdown = ChunkType(rawValue: 7)
    package static let shutdownAck = ChunkType(rawValue: 8)
    package static let error = ChunkType(rawValue: 9)
    package static let cookieEcho = ChunkType(rawValue: 10)
    package static let cookieAck = ChunkType(rawValue: 11)
    package static let shutdownComplete = ChunkType(rawValue: 14)
    /// RFC 4820 §3, <https://www.rfc-editor.org/rfc/rfc4820#section-3>
    package static let padding = ChunkType(rawValue: 132)
    /// RFC 6525 §3.1, <https://www.rfc-editor.org/rfc/rfc6525#section-3.1>
    package static let reconfiguration = ChunkType(rawValue: 130)
    /// RFC 3758 §3.2, <https://www.rfc-editor.org/rfc/rfc3758#section-3.2>
    package static let forwardTSN = ChunkType(rawValue: 192)

    /// RFC 8260 §2.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.1>
    package static let interleavedData = ChunkType(rawValue: 64)
    /// RFC 8260 §2.3.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.3.1>
    package static let interleavedForwardTSN = ChunkType(rawValue: 194)

    /// What the two highest bits tell a receiver that does not know the type.
    package var ifUnknown: UnknownTypeAction { UnknownTypeAction(highestBits: rawValue >> 6) }
}

/// What to do with a chunk or parameter of an unknown type.
/// Source: RFC 9260 §3.2 and §3.2.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2>
package struct UnknownTypeAction: Equatable, Sendable {
    /// Whether what follows it is not looked at either.
    package let stops: Bool
    /// Whether the sender is told.
    package let reports: Bool

    /// - Parameter highestBits: the two highest bits of the type, as a number from 0 to 3.
    init(highestBits: UInt8) {
        stops = highestBits & 2 == 0
        reports = highestBits & 1 == 1
    }
}
