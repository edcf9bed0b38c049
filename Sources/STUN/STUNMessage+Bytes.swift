package import Wire

extension STUNMessage {
    /// The longest message that is read, in bytes; a datagram on a path with the smallest IPv6 MTU holds no more.
    package static let maximumByteCount = 1_280

    /// Parses one datagram. A FINGERPRINT, where there is one, must be right and last.
    /// - Throws: `ParseError.truncated` or `ParseError.invalid`.
    package static func parse(_ bytes: [UInt8]) throws(ParseError) -> STUNMessage {
        guard bytes.count <= maximumByteCount else { throw .invalid("message length") }
        var reader = ByteReader(bytes.span)
        let type = try reader.readUInt16()
        guard type & 0xC000 == 0, let messageClass = Class(rawValue: (type >> 7 & 0b10) | (type >> 4 & 0b01)) else {
            throw .invalid("message type")
        }
        let length = Int(try reader.readUInt16())
        guard try reader.readUInt32() == magicCookie else { throw .invalid("magic cookie") }
        guard let transactionID = TransactionID(try reader.readBytes(transactionIDByteCount)) else {
            throw .invalid("transaction ID")
        }
        guard length.isMultiple(of: 4), length == reader.remaining else { throw .invalid("message length") }
        let method = Method(rawValue: (type & 0x000F) | (type >> 1 & 0x0070) | (type >> 2 & 0x0F80))
        var message = STUNMessage(messageClass: messageClass, method: method, transactionID: transactionID)
        while !reader.isAtEnd {
            let offset = reader.offset
            let attribute = try Attribute.parse(&reader)
            message.attributes.append(attribute)
            guard attribute.type == .fingerprint else { continue }
            guard reader.isAtEnd, attribute.value == STUNFingerprint.value(of: bytes[..<offset]) else {
                throw .invalid("fingerprint")
            }
        }
        return message
    }

    /// Whether the cookie that RFC 3489 did not have stands in its place.
    static func hasMagicCookie(_ bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes.span)
        guard (try? reader.skip(4)) != nil else { return false }
        return (try? reader.readUInt32()) == magicCookie
    }

    /// The message with its length, and a FINGERPRINT at the end.
    package func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 64)
        writer.write(typeField)
        writer.write(UInt16(0))
        writer.write(Self.magicCookie)
        writer.write(transactionID.bytes)
        for attribute in attributes where attribute.type != .fingerprint { attribute.serialize(into: &writer) }
        let fingerprintOffset = writer.count
        writer.overwrite(UInt16(fingerprintOffset + STUNFingerprint.byteCount - Self.headerByteCount), at: 2)
        Attribute(type: .fingerprint, value: STUNFingerprint.value(of: writer.bytes[...])).serialize(into: &writer)
        return writer.bytes
    }

    /// Runs the parser and the responder on arbitrary bytes, for a fuzzer.
    package static func fuzz(_ bytes: [UInt8]) {
        _ = BindingResponder().response(to: bytes, from: TransportAddress(ipv4: (127, 0, 0, 1), port: 1))
        if let message = try? parse(bytes) {
            for attribute in message.attributes {
                _ = try? TransportAddress.parse(xored: attribute.value, transactionID: message.transactionID)
                _ = try? STUNErrorCode.parse(attribute.value)
            }
        }
    }

    /// The class's two bits stand among the method's: `M11…M7 C1 M6 M5 M4 C0 M3…M0`.
    private var typeField: UInt16 {
        let method = method.rawValue
        let bits = messageClass.rawValue
        return (method & 0x000F) | (method & 0x0070) << 1 | (method & 0x0F80) << 2 | (bits & 0b01) << 4
            | (bits & 0b10) << 7
    }
}

extension STUNMessage.Attribute {
    /// `type 2 · length 2 · value · zeros up to a multiple of 4` (RFC 8489 §14).
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> Self {
        let type = STUNAttributeType(rawValue: try reader.readUInt16())
        let length = Int(try reader.readUInt16())
        let value = try reader.readBytes(length)
        try reader.skip((4 - length % 4) % 4)
        return Self(type: type, value: value)
    }

    /// Writes the attribute, padded; a value beyond 65,535 bytes is cut.
    func serialize(into writer: inout ByteWriter) {
        writer.write(type.rawValue)
        writer.write(UInt16(clamping: value.count))
        writer.write(value.prefix(Int(UInt16.max)))
        writer.pad(toMultipleOf: 4)
    }
}
