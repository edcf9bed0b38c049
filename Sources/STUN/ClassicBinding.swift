import Wire

/// A Binding request of RFC 3489, without a magic cookie: libnice looks for its server-reflexive candidates with these.
///
/// RFC 5389 §12.2: "When the server detects an RFC 3489 client, it SHOULD copy the value seen in the magic cookie field
/// in the Binding Request to the magic cookie field in the Binding Response message, and insert a MAPPED-ADDRESS
/// attribute instead of an XOR-MAPPED-ADDRESS attribute." Only requests without attributes are taken: what the old
/// attributes ask for, an answer to elsewhere, is refused.
/// Source: RFC 5389 §12.2, <https://www.rfc-editor.org/rfc/rfc5389#section-12.2>
struct ClassicBindingRequest: Equatable {
    private static let requestType: UInt16 = 0x0001
    private static let responseType: UInt16 = 0x0101
    private static let transactionIDByteCount = 16

    /// 16 bytes: what is the magic cookie and the transaction ID in later messages.
    let transactionID: [UInt8]

    /// - Throws: `ParseError` for whatever is not such a request.
    static func parse(_ bytes: [UInt8]) throws(ParseError) -> ClassicBindingRequest {
        var reader = ByteReader(bytes.span)
        guard try reader.readUInt16() == requestType else { throw .invalid("message type") }
        guard try reader.readUInt16() == 0 else { throw .invalid("message length") }
        let transactionID = try reader.readBytes(transactionIDByteCount)
        guard reader.isAtEnd else { throw .invalid("message length") }
        return ClassicBindingRequest(transactionID: transactionID)
    }

    /// The answer: `header 20 · MAPPED-ADDRESS 12 or 24`.
    func response(with source: TransportAddress) -> [UInt8] {
        let address = source.serialize()
        var writer = ByteWriter(reservingCapacity: 44)
        writer.write(Self.responseType)
        writer.write(UInt16(4 + address.count))
        writer.write(transactionID)
        writer.write(STUNAttributeType.mappedAddress.rawValue)
        writer.write(UInt16(address.count))
        writer.write(address)
        return writer.bytes
    }
}
