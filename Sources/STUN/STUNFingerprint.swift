/// The FINGERPRINT attribute: CRC-32 of what stands before it, xor 0x5354554E.
///
/// It tells STUN from other traffic and finds no tampering.
/// Source: RFC 8489 §14.7 <https://www.rfc-editor.org/rfc/rfc8489#section-14.7>
enum STUNFingerprint {
    /// The attribute with its header.
    static let byteCount = 8

    private static let mask: UInt32 = 0x5354_554E

    /// The four bytes of the value, for a message whose length field counts the attribute already.
    static func value(of message: ArraySlice<UInt8>) -> [UInt8] {
        let value = CRC32.checksum(message) ^ mask
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// The cyclic redundancy check of ITU-T V.42, reflected, polynomial 0xEDB88320.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The check of all bytes; 0 for none.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { value, byte in
            value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
        }
    }
}
