/// The ICMP message "fragmentation needed" for an IPv4 packet that a link does not carry.
/// Source: RFC 1191 §4, <https://www.rfc-editor.org/rfc/rfc1191#section-4>
enum PacketTooBig {
    private static let ipHeaderByteCount = 20
    private static let icmpHeaderByteCount = 8
    /// RFC 792: the header and the first 64 bits of the packet; more is allowed by RFC 1812.
    private static let quotedByteCount = 28

    /// Gives the message, from the address that the packet went to; `nil` when it is no IPv4 packet of one piece.
    static func make(about packet: UnsafeRawBufferPointer, maximumTransmissionUnit: Int) -> [UInt8]? {
        guard packet.count >= quotedByteCount, packet[0] == 0x45 else { return nil }
        let total = ipHeaderByteCount + icmpHeaderByteCount + quotedByteCount
        var message = [UInt8](repeating: 0, count: total)
        message[0] = 0x45
        message[3] = UInt8(total)
        message[8] = 64  // time to live
        message[9] = 1  // ICMP
        for index in 0..<4 {
            message[12 + index] = packet[16 + index]
            message[16 + index] = packet[12 + index]
        }
        write(checksum(of: message[..<ipHeaderByteCount]), to: &message, at: 10)
        message[ipHeaderByteCount] = 3  // destination unreachable
        message[ipHeaderByteCount + 1] = 4  // fragmentation needed and DF set
        write(UInt16(clamping: maximumTransmissionUnit), to: &message, at: ipHeaderByteCount + 6)
        message.replaceSubrange((ipHeaderByteCount + icmpHeaderByteCount)..., with: packet[..<quotedByteCount])
        write(checksum(of: message[ipHeaderByteCount...]), to: &message, at: ipHeaderByteCount + 2)
        return message
    }

    private static func write(_ value: UInt16, to message: inout [UInt8], at index: Int) {
        message[index] = UInt8(value >> 8)
        message[index + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// RFC 1071.
    private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() { sum += UInt32(byte) << (index % 2 == 0 ? 8 : 0) }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
