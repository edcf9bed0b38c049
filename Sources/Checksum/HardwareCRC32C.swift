import CChecksum

/// CRC32C by the processor's own instructions: SSE 4.2 on x86-64, the CRC extension on ARMv8.
///
/// SCTP is free of C, so the engine hands this to it; where `update` is `nil`, SCTP's own tables do the work at about a
/// tenth of the speed.
package enum HardwareCRC32C {
    /// Goes on with a checksum over more bytes, inverted at neither end; `nil` where the processor cannot.
    package static let update: (@Sendable (_ crc: UInt32, _ bytes: Span<UInt8>) -> UInt32)? = makeUpdate()

    private static func makeUpdate() -> (@Sendable (UInt32, Span<UInt8>) -> UInt32)? {
        guard nearhand_crc32c_is_available() != 0 else { return nil }
        return { crc, bytes in
            bytes.withUnsafeBufferPointer { nearhand_crc32c(crc, $0.baseAddress, $0.count) }
        }
    }
}
