package import Wire

/// The first twelve bytes of every packet.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------------------------------+-------------------------------+
///     |      Source Port Number       |    Destination Port Number    |
///     +-------------------------------+-------------------------------+
///     |                       Verification Tag                        |
///     +---------------------------------------------------------------+
///     |                           Checksum                            |
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.1>
package struct CommonHeader: Equatable, Sendable {
    /// The sender's SCTP port, which is not the port of the UDP datagram.
    package var sourcePort: UInt16
    /// The receiver's SCTP port.
    package var destinationPort: UInt16
    /// The tag that the receiver chose.
    package var verificationTag: VerificationTag

    /// The header's size in bytes.
    package static let byteCount = 12

    /// Where the checksum stands.
    package static let checksumRange = 8..<12

    package init(sourcePort: UInt16, destinationPort: UInt16, verificationTag: VerificationTag) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.verificationTag = verificationTag
    }

    /// Reads the header and passes over the checksum, which `hasValidChecksum` looks at.
    /// - Throws: `ParseError.truncated` when fewer than twelve bytes remain.
    package init(parsing reader: inout ByteReader) throws(ParseError) {
        sourcePort = try reader.readUInt16()
        destinationPort = try reader.readUInt16()
        verificationTag = VerificationTag(rawValue: try reader.readUInt32())
        try reader.skip(Self.checksumRange.count)
    }

    /// Whether the packet's checksum fits; the field is little-endian, unlike all others.
    package static func hasValidChecksum(_ packet: Span<UInt8>, by update: CRC32C.Update? = nil) -> Bool {
        guard packet.count >= byteCount else { return false }
        let claimed =
            UInt32(packet[8]) | UInt32(packet[9]) << 8 | UInt32(packet[10]) << 16 | UInt32(packet[11]) << 24
        return claimed == CRC32C.checksum(packet, zeroed: checksumRange, by: update)
    }
}
