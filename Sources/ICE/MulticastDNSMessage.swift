import Wire

/// The two messages of a one-shot multicast DNS query for one host name.
///
///     header 12 · questions (name · type 2 · class 2) · records (name · type 2 · class 2 · TTL 4 · length 2 · data)
///
/// Source: RFC 6762 §18, <https://www.rfc-editor.org/rfc/rfc6762#section-18>; RFC 1035 §4.1.
enum MulticastDNSMessage {
    private static let typeA: UInt16 = 1
    private static let typeAAAA: UInt16 = 28
    private static let classInternet: UInt16 = 1
    /// The top bit of a record's class says that older records are to be forgotten (RFC 6762 §10.2).
    private static let classMask: UInt16 = 0x7FFF
    private static let responseFlag: UInt16 = 0x8000
    /// RFC 1035 §3.1: a label holds 63 bytes at most, a name 255.
    private static let maximumLabelByteCount = 63
    private static let maximumNameByteCount = 255
    /// More records than this in one response are not looked at.
    private static let maximumRecordCount = 64

    /// Serializes a query for the A record of a name and one for its AAAA record; none when the name is not one.
    ///
    /// Two messages, because Chromium's responder reads only those with a single question.
    static func serializeQueries(name: String) -> [[UInt8]] {
        var encoded = ByteWriter()
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...maximumLabelByteCount).contains(label.utf8.count) else { return [] }
            encoded.write(UInt8(label.utf8.count))
            encoded.write(label.utf8)
        }
        encoded.write(0 as UInt8)
        guard encoded.count <= maximumNameByteCount else { return [] }
        return [typeA, typeAAAA]
            .map { type in
                var query = ByteWriter()
                // RFC 6762 §18.1: the identifier of a query is zero; then flags, one question, and no records.
                for field: UInt16 in [0, 0, 1, 0, 0, 0] { query.write(field) }
                query.write(encoded.bytes)
                query.write(type)
                query.write(classInternet)
                return query.bytes
            }
    }

    /// Finds the address of `name` in a response; `nil` when it is a query, holds no such record, or makes no sense.
    /// An A record wins over an AAAA record.
    static func parseAddress(of name: String, in message: [UInt8]) -> String? {
        (try? parse(name: name.lowercased(), in: message)).flatMap { $0 }
    }

    private static func parse(name: String, in message: [UInt8]) throws(ParseError) -> String? {
        var reader = ByteReader(message.span)
        try reader.skip(2)
        guard try reader.readUInt16() & responseFlag != 0 else { return nil }
        let questionCount = try reader.readUInt16()
        let answerCount = try reader.readUInt16()
        let otherCount = Int(try reader.readUInt16()) + Int(try reader.readUInt16())
        for _ in 0..<questionCount {
            _ = try readName(&reader, message)
            try reader.skip(4)
        }
        var fallback: String?
        for _ in 0..<min(Int(answerCount) + otherCount, maximumRecordCount) {
            let owner = try readName(&reader, message)
            let type = try reader.readUInt16()
            let recordClass = try reader.readUInt16() & classMask
            try reader.skip(4)
            let data = try reader.readBytes(Int(try reader.readUInt16()))
            guard owner == name, recordClass == classInternet else { continue }
            if type == typeA, data.count == 4 { return data.map(String.init).joined(separator: ".") }
            if type == typeAAAA, data.count == 16 { fallback = formatIPv6(data) }
        }
        return fallback
    }

    /// Reads a name, following compression pointers, which may only point backwards (RFC 1035 §4.1.4).
    private static func readName(_ reader: inout ByteReader, _ message: [UInt8]) throws(ParseError) -> String {
        var labels: [String] = []
        var position: Int?
        var limit = reader.offset
        var total = 0
        while true {
            let length: UInt8
            if let at = position {
                guard at < message.count else { throw .truncated(needed: 1, available: 0) }
                length = message[at]
                position = at + 1
            } else {
                length = try reader.readUInt8()
            }
            if length == 0 { break }
            if length & 0xC0 == 0xC0 {
                let low: UInt8
                if let at = position {
                    guard at < message.count else { throw .truncated(needed: 1, available: 0) }
                    low = message[at]
                } else {
                    low = try reader.readUInt8()
                }
                let target = Int(length & 0x3F) << 8 | Int(low)
                guard target < limit else { throw .invalid("compression pointer") }
                limit = target
                position = target
                continue
            }
            let count = Int(length)
            total += count + 1
            guard count <= maximumLabelByteCount, total <= maximumNameByteCount else { throw .invalid("label") }
            if let at = position {
                guard at + count <= message.count else {
                    throw .truncated(needed: count, available: message.count - at)
                }
                labels.append(String(decoding: message[at..<at + count], as: UTF8.self))
                position = at + count
            } else {
                labels.append(String(decoding: try reader.readBytes(count), as: UTF8.self))
            }
        }
        return labels.joined(separator: ".").lowercased()
    }

    private static func formatIPv6(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
