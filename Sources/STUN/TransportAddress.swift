package import Wire

/// An IP address and a port, as the value of XOR-MAPPED-ADDRESS. It prints without its digits.
///
/// ```text
/// |0 0 0 0 0 0 0 0|    Family     |         X-Port                |
/// |                X-Address (32 or 128 bits)                     |
/// ```
/// Source: RFC 8489 §14.2 <https://www.rfc-editor.org/rfc/rfc8489#section-14.2>
package struct TransportAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes for IPv4, 16 for IPv6, in network order.
    package let ip: [UInt8]
    /// In host order.
    package let port: UInt16

    /// `nil` unless there are 4 or 16 bytes. An IPv4 address mapped into IPv6 becomes the IPv4 address.
    package init?(ip: [UInt8], port: UInt16) {
        guard ip.count == 4 || ip.count == 16 else { return nil }
        let isMapped = ip.count == 16 && ip.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
        self.ip = isMapped ? Array(ip.suffix(4)) : ip
        self.port = port
    }

    /// Makes an IPv4 address from its four numbers, left to right.
    package init(ipv4: (UInt8, UInt8, UInt8, UInt8), port: UInt16) {
        ip = [ipv4.0, ipv4.1, ipv4.2, ipv4.3]
        self.port = port
    }

    package var description: String { "‹redacted›" }

    /// Parses the value of XOR-MAPPED-ADDRESS.
    package static func parse(
        xored value: [UInt8], transactionID: STUNMessage.TransactionID
    ) throws(ParseError) -> TransportAddress {
        var reader = ByteReader(value.span)
        try reader.skip(1)
        let family = try reader.readUInt8()
        let port = try reader.readUInt16() ^ UInt16(STUNMessage.magicCookie >> 16)
        guard family == familyIPv4 || family == familyIPv6 else { throw .invalid("address family") }
        let xored = try reader.readBytes(family == familyIPv4 ? 4 : 16)
        guard reader.isAtEnd, let address = TransportAddress(ip: Self.xor(xored, transactionID), port: port) else {
            throw .invalid("address length")
        }
        return address
    }

    /// The value of XOR-MAPPED-ADDRESS.
    package func serialize(xoredWith transactionID: STUNMessage.TransactionID) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 20)
        writer.write(UInt8(0))
        writer.write(ip.count == 4 ? Self.familyIPv4 : Self.familyIPv6)
        writer.write(port ^ UInt16(STUNMessage.magicCookie >> 16))
        writer.write(Self.xor(ip, transactionID))
        return writer.bytes
    }

    /// The value of MAPPED-ADDRESS.
    func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 20)
        writer.write(UInt8(0))
        writer.write(ip.count == 4 ? Self.familyIPv4 : Self.familyIPv6)
        writer.write(port)
        writer.write(ip)
        return writer.bytes
    }

    private static let familyIPv4: UInt8 = 1
    private static let familyIPv6: UInt8 = 2

    /// An IPv4 address is covered by the cookie, an IPv6 address by the cookie and the transaction.
    private static func xor(_ bytes: [UInt8], _ transactionID: STUNMessage.TransactionID) -> [UInt8] {
        let cover = [0x21, 0x12, 0xA4, 0x42] + transactionID.bytes
        return zip(bytes, cover).map { $0 ^ $1 }
    }
}
