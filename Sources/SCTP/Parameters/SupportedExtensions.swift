/// The optional chunks that a side understands, as the Supported Extensions parameter lists them.
/// Source: RFC 5061 §4.2.7, <https://www.rfc-editor.org/rfc/rfc5061#section-4.2.7>
package struct SupportedExtensions: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// FORWARD TSN (RFC 3758).
    package static let forwardTSN = SupportedExtensions(rawValue: 1)
    /// RE-CONFIG (RFC 6525).
    package static let reconfiguration = SupportedExtensions(rawValue: 2)
    /// I-DATA, and I-FORWARD-TSN where FORWARD TSN is understood as well.
    package static let interleaving = SupportedExtensions(rawValue: 4)

    /// PAD. Every receiver passes over it (RFC 4820 §3); one that lists it asks to have its path's MTU found.
    package static let padding = SupportedExtensions(rawValue: 8)

    /// Reads the parameter's value, one chunk type a byte; types that are not known here are passed over.
    init(chunkTypes: Span<UInt8>) {
        self = []
        for index in chunkTypes.indices {
            switch ChunkType(rawValue: chunkTypes[index]) {
            case .forwardTSN: insert(.forwardTSN)
            case .reconfiguration: insert(.reconfiguration)
            case .interleavedData: insert(.interleaving)
            case .padding: insert(.padding)
            default: continue
            }
        }
    }

    /// The chunk types as the parameter lists them.
    var chunkTypes: [UInt8] {
        var types: [UInt8] = []
        if contains(.reconfiguration) { types.append(ChunkType.reconfiguration.rawValue) }
        if contains(.forwardTSN) { types.append(ChunkType.forwardTSN.rawValue) }
        if contains(.interleaving) {
            types.append(ChunkType.interleavedData.rawValue)
            if contains(.forwardTSN) { types.append(ChunkType.interleavedForwardTSN.rawValue) }
        }
        if contains(.padding) { types.append(ChunkType.padding.rawValue) }
        return types
    }
}
