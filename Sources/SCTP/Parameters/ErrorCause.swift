import Wire

/// Why a peer sends ABORT or ERROR.
/// Source: RFC 9260 §3.3.10, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.10>
package struct ErrorCause: Equatable, Sendable {
    /// The kind of cause.
    package var code: Code
    /// The bytes behind the cause's header; their format depends on the code. From a peer they are read by nobody.
    package var information: [UInt8]

    package init(code: Code, information: [UInt8] = []) {
        self.code = code
        self.information = information
    }

    /// The kind of an error cause.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let invalidStreamIdentifier = Code(rawValue: 1)
        package static let missingMandatoryParameter = Code(rawValue: 2)
        package static let staleCookie = Code(rawValue: 3)
        package static let outOfResource = Code(rawValue: 4)
        package static let unrecognizedChunkType = Code(rawValue: 6)
        package static let invalidMandatoryParameter = Code(rawValue: 7)
        package static let unrecognizedParameters = Code(rawValue: 8)
        package static let noUserData = Code(rawValue: 9)
        package static let userInitiatedAbort = Code(rawValue: 12)
        package static let protocolViolation = Code(rawValue: 13)
    }

    /// A DATA chunk came on a stream that was not agreed. RFC 9260 §3.3.10.1.
    static func invalidStreamIdentifier(_ stream: StreamID) -> ErrorCause {
        var writer = ByteWriter()
        writer.write(stream.rawValue)
        writer.write(UInt16(0))
        return ErrorCause(code: .invalidStreamIdentifier, information: writer.bytes)
    }

    /// A DATA chunk came without data. RFC 9260 §3.3.10.9.
    static func noUserData(_ tsn: TSN) -> ErrorCause {
        var writer = ByteWriter()
        writer.write(tsn.rawValue)
        return ErrorCause(code: .noUserData, information: writer.bytes)
    }

    /// Reads causes to the end.
    /// - Throws: `ParseError` when one is cut short.
    static func parseAll(_ reader: inout ByteReader) throws(ParseError) -> [ErrorCause] {
        var causes: [ErrorCause] = []
        while reader.remaining >= TypeLengthValue.headerByteCount {
            try TypeLengthValue.parse(&reader) { (type, value) throws(ParseError) in
                let information = [UInt8](copying: value.readRemaining())
                causes.append(ErrorCause(code: Code(rawValue: type), information: information))
            }
        }
        return causes
    }

    /// Writes the cause behind the padding of the one before.
    func serialize(into writer: inout ByteWriter) {
        TypeLengthValue.serialize(code.rawValue, into: &writer) { $0.write(information) }
    }
}
