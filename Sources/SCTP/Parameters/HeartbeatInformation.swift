import Wire

/// The Heartbeat Info parameter, the only content of HEARTBEAT and HEARTBEAT ACK.
/// Source: RFC 9260 §3.3.5, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.5>
enum HeartbeatInformation {
    /// - Throws: `ParseError` when it is missing or of another type.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> [UInt8] {
        var information: [UInt8] = []
        try TypeLengthValue.parse(&reader) { (type, value) throws(ParseError) in
            guard type == ParameterType.heartbeatInformation.rawValue else { throw .invalid("heartbeat parameter") }
            information = [UInt8](copying: value.readRemaining())
        }
        return information
    }

    /// Writes the parameter, without padding behind it.
    static func serialize(_ information: [UInt8], into writer: inout ByteWriter) {
        TypeLengthValue.serialize(ParameterType.heartbeatInformation.rawValue, into: &writer) { $0.write(information) }
    }
}
