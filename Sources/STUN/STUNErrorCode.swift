package import Wire

/// Why a request is refused: a number from 300 to 699 and a phrase for a log.
/// Source: RFC 8489 §14.8 <https://www.rfc-editor.org/rfc/rfc8489#section-14.8>
package struct STUNErrorCode: Equatable, Sendable {
    /// 300 to 699.
    package let code: UInt16
    /// A phrase for a log; a peer's may be anything.
    package let reason: String

    /// - Precondition: the code is from 300 to 699.
    package init(code: UInt16, reason: String) {
        precondition(300...699 ~= code, "an error code is from 300 to 699")
        self.code = code
        self.reason = reason
    }

    package static let badRequest = STUNErrorCode(code: 400, reason: "Bad Request")
    package static let unknownAttribute = STUNErrorCode(code: 420, reason: "Unknown Attribute")

    /// Reads the attribute's value; of the phrase what is not UTF-8 is replaced.
    /// - Throws: `ParseError` when it is cut short, or the number is not from 300 to 699.
    package static func parse(_ value: [UInt8]) throws(ParseError) -> STUNErrorCode {
        var reader = ByteReader(value.span)
        try reader.skip(2)
        let hundreds = try reader.readUInt8() & 0b111
        let rest = try reader.readUInt8()
        guard 3...6 ~= hundreds, rest < 100 else { throw .invalid("error code") }
        let reason = [UInt8](copying: reader.readRemaining())
        return STUNErrorCode(
            code: UInt16(hundreds) * 100 + UInt16(rest), reason: String(decoding: reason, as: UTF8.self))
    }

    /// `0 2 · hundreds 1 · rest 1 · phrase`.
    package func serialize() -> [UInt8] {
        [0, 0, UInt8(code / 100), UInt8(code % 100)] + Array(reason.utf8)
    }
}
