import SDP
import Wire

/// The payload types and extension numbers in use in a description. Bundled sections share one space of each, so
/// a number means the same in all of them.
/// Source: RFC 9143 §10.1.2 <https://www.rfc-editor.org/rfc/rfc9143#section-10.1.2>
struct NumberTable {
    private var payloadTypes: [PayloadType: RTPMap] = [:]
    private var parameters: [PayloadType: String] = [:]
    private var associations: [PayloadType: PayloadType] = [:]
    private var extensionURIs: [UInt16: String] = [:]

    /// Takes the numbers that the sections use; where two sections differ, the later one counts.
    init(sections: [MediaDescription]) {
        for section in sections {
            for map in section.rtpMaps { payloadTypes[map.payloadType] = map }
            for parameters in section.formatParameters {
                associations[parameters.payloadType] = parameters.associatedPayloadType
                self.parameters[parameters.payloadType] = parameters.text
            }
            for mapping in section.headerExtensions { extensionURIs[mapping.id] = mapping.uri }
        }
    }

    /// The number that the codec has, else its preferred one, else a free one.
    mutating func payloadType(for codec: CodecCapability) -> PayloadType? {
        let used = payloadTypes.values.filter { codec.matches($0, parameters: parameters[$0.payloadType]) }
        if let used = used.map(\.payloadType).min() { return used }
        guard let free = freePayloadType(preferring: codec.preferredPayloadType) else { return nil }
        parameters[free] = codec.parameters
        payloadTypes[free] = RTPMap(
            payloadType: free, encodingName: codec.encodingName, clockRate: codec.clockRate,
            channelCount: codec.channelCount)
        return free
    }

    /// The number of the stream that repeats `original`.
    mutating func retransmissionPayloadType(
        for codec: CodecCapability, repeating original: PayloadType
    ) -> PayloadType? {
        let used = associations.filter { $0.value == original && payloadTypes[$0.key]?.isRetransmission == true }
        if let used = used.keys.min() { return used }
        guard let free = freePayloadType(preferring: codec.preferredRetransmissionPayloadType ?? original) else {
            return nil
        }
        payloadTypes[free] = RTPMap(payloadType: free, encodingName: "rtx", clockRate: codec.clockRate)
        associations[free] = original
        return free
    }

    /// The number that the extension has, else its preferred one, else a free one of the one-byte form.
    mutating func extensionID(for capability: HeaderExtensionCapability) -> UInt16? {
        if let used = extensionURIs.filter({ $0.value == capability.uri }).keys.min() { return used }
        let candidates = [UInt16(capability.preferredID)] + Array(1...14)
        guard let free = candidates.first(where: { extensionURIs[$0] == nil }) else { return nil }
        extensionURIs[free] = capability.uri
        return free
    }

    /// Dynamic numbers are 96 to 127; 35 to 63 are free too, and no RTCP type is mistaken for them (RFC 5761 §4).
    private func freePayloadType(preferring preferred: PayloadType) -> PayloadType? {
        if payloadTypes[preferred] == nil { return preferred }
        for number in Array(UInt8(96)...127) + Array(35...63) {
            if let candidate = PayloadType(rawValue: number), payloadTypes[candidate] == nil { return candidate }
        }
        return nil
    }
}
