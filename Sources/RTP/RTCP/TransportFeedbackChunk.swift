import Wire

/// Two bits for each packet.
/// Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1
enum TransportFeedbackSymbol: UInt16 {
    /// No delta follows.
    case notReceived = 0
    /// One byte of delta, 0 to 63.75 ms.
    case smallDelta = 1
    /// Two bytes of delta with a sign.
    case largeDelta = 2

    /// The shortest symbol that the status fits.
    init(_ status: TransportFeedback.Status) {
        switch status {
        case .notReceived: self = .notReceived
        case .received(let delta): self = UInt8(exactly: delta) == nil ? .largeDelta : .smallDelta
        }
    }
}

/// Sixteen bits that hold the symbols of a run of packets.
///
/// ```text
/// |0| symbol 2 | run length 13 |    run length (§3.1.3)
/// |1|0|  14 symbols of 1 bit   |    status vector (§3.1.4)
/// |1|1|  7 symbols of 2 bits   |    status vector (§3.1.4)
/// ```
enum TransportFeedbackChunk {
    private static let longestRun = 0x1FFF

    /// Adds the symbols of one chunk, up to 8,191.
    /// - Throws: `ParseError` for a run of none, or a symbol of 3.
    static func parse(_ chunk: UInt16, into symbols: inout [TransportFeedbackSymbol]) throws(ParseError) {
        if chunk & 0x8000 == 0 {
            let symbol = try symbolValue(chunk >> 13 & 0b11)
            let length = Int(chunk & 0x1FFF)
            guard length > 0 else { throw .invalid("run length") }
            symbols.append(contentsOf: repeatElement(symbol, count: length))
        } else if chunk & 0x4000 == 0 {
            for shift in (UInt16(0)..<14).reversed() {
                symbols.append(chunk >> shift & 1 == 0 ? .notReceived : .smallDelta)
            }
        } else {
            for position in (UInt16(0)..<7).reversed() {
                symbols.append(try symbolValue(chunk >> (position * 2) & 0b11))
            }
        }
    }

    /// Runs of seven and more become run-length chunks, the rest vectors.
    static func serialize(_ symbols: [TransportFeedbackSymbol]) -> [UInt16] {
        var chunks = [UInt16]()
        var index = 0
        while index < symbols.count {
            let rest = symbols[index...]
            let run = rest.prefix(longestRun).prefix { $0 == rest[index] }.count
            if run >= 14 || run == rest.count || (run >= 7 && rest[index] == .largeDelta) {
                chunks.append(symbols[index].rawValue << 13 | UInt16(run))
                index += run
            } else if rest.prefix(14).allSatisfy({ $0 != .largeDelta }) {
                chunks.append(0x8000 | vector(rest.prefix(14), slots: 14, bits: 1))
                index += min(14, rest.count)
            } else {
                chunks.append(0xC000 | vector(rest.prefix(7), slots: 7, bits: 2))
                index += min(7, rest.count)
            }
        }
        return chunks
    }

    /// Slots beyond the end stay 0, "not received"; the status count tells them apart.
    private static func vector(
        _ symbols: ArraySlice<TransportFeedbackSymbol>, slots: Int, bits: Int
    ) -> UInt16 {
        symbols.enumerated().reduce(0) { chunk, entry in
            chunk | entry.element.rawValue << UInt16((slots - 1 - entry.offset) * bits)
        }
    }

    private static func symbolValue(_ value: UInt16) throws(ParseError) -> TransportFeedbackSymbol {
        guard let symbol = TransportFeedbackSymbol(rawValue: value) else { throw .invalid("packet status symbol") }
        return symbol
    }
}
