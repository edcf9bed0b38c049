package import Wire

/// A payload that repeats earlier ones, so that a lost packet is found in the next.
///
/// ```text
/// |1| block PT 7 | timestamp offset 14 | block length 10 |   for each repeated block
/// |0| block PT 7 |                                           for the primary one, whose length is the rest
/// | repeated blocks | primary block |
/// ```
/// Source: RFC 2198 §3 <https://www.rfc-editor.org/rfc/rfc2198#section-3>
package struct RedundantAudio: Equatable, Sendable {
    /// An earlier payload.
    package struct Block: Equatable, Sendable {
        /// Its codec.
        package var payloadType: PayloadType
        /// How long before the primary one it was sampled, in ticks: 0 to 16,383.
        package var timestampOffset: UInt16
        /// At most 1,023 bytes.
        package var payload: [UInt8]

        package init(payloadType: PayloadType, timestampOffset: UInt16, payload: [UInt8]) {
            self.payloadType = payloadType
            self.timestampOffset = timestampOffset
            self.payload = payload
        }
    }

    /// The longest time that a block's head can say, in ticks.
    package static let maximumTimestampOffset: UInt16 = 0x3FFF
    /// The longest block that is repeated.
    package static let maximumBlockByteCount = 1_023
    /// Repeated blocks that are read; a sender that repeats more gains nothing, and one that lies costs no more than this.
    package static let maximumBlockCount = 8
    /// What a repeated block's head takes.
    package static let blockHeaderByteCount = 4

    /// Oldest first.
    package var repeated: [Block]
    /// The codec of the payload that the packet is for.
    package var payloadType: PayloadType
    /// That payload; its time is the packet's.
    package var payload: [UInt8]

    package init(repeated: [Block], payloadType: PayloadType, payload: [UInt8]) {
        self.repeated = repeated
        self.payloadType = payloadType
        self.payload = payload
    }

    /// Parses a payload; blocks without a byte are left out.
    /// - Throws: `ParseError.truncated` or `ParseError.invalid`.
    package static func parse(_ bytes: Span<UInt8>) throws(ParseError) -> RedundantAudio {
        var reader = ByteReader(bytes)
        var heads: [(payloadType: PayloadType, timestampOffset: UInt16, byteCount: Int)] = []
        var head = try reader.readUInt8()
        while head & 0x80 != 0 {
            guard heads.count < maximumBlockCount else { throw .invalid("number of repeated blocks") }
            let rest = try reader.readUInt24()
            heads.append(
                (PayloadType(maskedFrom: head), UInt16(truncatingIfNeeded: rest >> 10), Int(rest & 0x3FF)))
            head = try reader.readUInt8()
        }
        var repeated: [Block] = []
        for head in heads {
            let payload = try reader.readBytes(head.byteCount)
            guard !payload.isEmpty else { continue }
            repeated.append(
                Block(payloadType: head.payloadType, timestampOffset: head.timestampOffset, payload: payload))
        }
        return RedundantAudio(
            repeated: repeated, payloadType: PayloadType(maskedFrom: head),
            payload: [UInt8](copying: reader.readRemaining()))
    }

    /// The payload on the wire. Blocks must keep to the limits of their fields.
    package func serialize() -> [UInt8] {
        var writer = ByteWriter(
            reservingCapacity: repeated.reduce(1 + payload.count) {
                $0 + Self.blockHeaderByteCount + $1.payload.count
            })
        for block in repeated {
            precondition(block.timestampOffset <= Self.maximumTimestampOffset, "an offset has 14 bits")
            precondition(block.payload.count <= Self.maximumBlockByteCount, "a block's length has 10 bits")
            writer.write(0x80 | block.payloadType.rawValue)
            writer.writeUInt24(UInt32(block.timestampOffset) << 10 | UInt32(block.payload.count))
        }
        writer.write(payloadType.rawValue)
        for block in repeated { writer.write(block.payload) }
        writer.write(payload)
        return writer.bytes
    }
}
