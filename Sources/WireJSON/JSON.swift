import FoundationEssentials

/// The one place where JSON from outside becomes values: size and depth are checked first, then `Codable` decodes.
package enum JSON {
    /// Limits for a message that a peer sends.
    package struct Limits: Sendable {
        /// The largest message, in bytes.
        package var maximumByteCount: Int
        /// The deepest nesting of arrays and objects.
        package var maximumDepth: Int

        /// - Parameter maximumDepth: objects and arrays together; a message without either has depth 0.
        package init(maximumByteCount: Int = 65_536, maximumDepth: Int = 16) {
            self.maximumByteCount = maximumByteCount
            self.maximumDepth = maximumDepth
        }
    }

    /// Why a message was refused. It holds no byte of the message.
    package enum Failure: Error, Equatable, Sendable {
        /// The message is larger than its limit; `byteCount` is its own size.
        case tooLarge(byteCount: Int)
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep
        /// No JSON, or not of the shape that was asked for.
        case malformed
    }

    /// Decodes a value.
    /// - Throws: `Failure.tooLarge`, `Failure.tooDeep` before anything is decoded; `Failure.malformed` for the rest.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], limits: Limits = Limits()
    ) throws(Failure) -> Value {
        guard bytes.count <= limits.maximumByteCount else { throw .tooLarge(byteCount: bytes.count) }
        guard isWithinDepth(bytes, limit: limits.maximumDepth) else { throw .tooDeep }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw .malformed
        }
    }

    /// Encodes a value with sorted keys, so that equal values have equal bytes.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    private static func isWithinDepth(_ bytes: [UInt8], limit: Int) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return true
    }
}
