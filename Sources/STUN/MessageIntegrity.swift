package import Wire

/// The MESSAGE-INTEGRITY attribute: HMAC-SHA1 of what stands before it.
///
/// The hash comes in as an argument, since this target holds no cryptography.
/// Source: RFC 8489 §14.5 <https://www.rfc-editor.org/rfc/rfc8489#section-14.5>
package enum MessageIntegrity {
    /// The attribute with its header.
    private static let byteCount = 24

    /// Whether the attribute is there and right.
    /// - Parameter hmac: the 20 bytes of HMAC-SHA1 under the key of the message's sender.
    package static func isValid(_ bytes: [UInt8], hmac: ([UInt8]) -> [UInt8]) throws(ParseError) -> Bool {
        var reader = ByteReader(bytes.span)
        try reader.skip(STUNMessage.headerByteCount)
        while !reader.isAtEnd {
            let offset = reader.offset
            let attribute = try STUNMessage.Attribute.parse(&reader)
            guard attribute.type == .messageIntegrity else { continue }
            return attribute.value == hmac(covered(bytes, upTo: offset))
        }
        return false
    }

    /// The message up to the attribute, its length field counting the attribute as the last one.
    private static func covered(_ bytes: [UInt8], upTo offset: Int) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: offset)
        writer.write(bytes[..<offset])
        writer.overwrite(UInt16(clamping: offset + byteCount - STUNMessage.headerByteCount), at: 2)
        return writer.bytes
    }
}
