package import Wire

/// Cuts a byte stream into messages by the four-byte length before each.
///
/// After every `append`, call `next` until it returns `nil`.
package struct MessageStream: Sendable {
    /// A message is never longer: a key frame of the largest screen is far below it.
    package static let maximumLength = 32 * 1_024 * 1_024
    private static let headerLength = 4

    private var bytes: [UInt8] = []
    private var consumed = 0

    package init() {}

    /// Adds what was read.
    package mutating func append(_ received: some Collection<UInt8>) {
        if consumed == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            consumed = 0
        } else if consumed > bytes.count / 2 {
            bytes.removeFirst(consumed)
            consumed = 0
        }
        bytes.append(contentsOf: received)
    }

    /// Takes the next whole message; `nil` when more bytes are needed.
    ///
    /// - Throws: `ParseError.invalid` for a length beyond `maximumLength`.
    package mutating func next() throws(ParseError) -> [UInt8]? {
        guard bytes.count - consumed >= Self.headerLength else { return nil }
        let length = bytes[consumed..<consumed + Self.headerLength].reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.maximumLength else { throw .invalid("length of message") }
        let start = consumed + Self.headerLength
        guard bytes.count - start >= length else { return nil }
        consumed = start + length
        return Array(bytes[start..<consumed])
    }

    /// The message with its length before it.
    package static func frame(_ message: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: headerLength + message.count)
        writer.write(UInt32(message.count))
        writer.write(message)
        return writer.bytes
    }
}
