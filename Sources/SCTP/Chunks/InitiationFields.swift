import Wire

/// What INIT and INIT ACK have in common.
///
///     +---------------------------------------------------------------+
///     |                         Initiate Tag                          |
///     +---------------------------------------------------------------+
///     |           Advertised Receiver Window Credit (a_rwnd)          |
///     +-------------------------------+-------------------------------+
///     |  Number of Outbound Streams   |   Number of Inbound Streams   |
///     +-------------------------------+-------------------------------+
///     |                          Initial TSN                          |
///     +---------------------------------------------------------------+
///     |              Optional/Variable-Length Parameters              |
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.2>
package struct InitiationFields: Equatable, Sendable {
    /// The tag that every packet to the sender must carry.
    package var initiateTag: VerificationTag
    /// Bytes the sender takes before its first SACK.
    package var advertisedReceiverWindow: UInt32
    /// Streams that the sender wants to send on.
    package var outboundStreamCount: UInt16
    /// Streams that the sender takes, at most.
    package var inboundStreamCount: UInt16
    /// The TSN of the sender's first DATA chunk.
    package var initialTSN: TSN
    /// The optional chunks that the sender understands.
    package var extensions: SupportedExtensions
    /// Whether the sender takes packets whose checksum is zero, because DTLS protects them (RFC 9653 §4).
    package var acceptsZeroChecksum = false
    /// The peer's own words for the COOKIE ECHO; only INIT ACK has it.
    package var stateCookie: [UInt8]?
    /// Whole parameters, type, length and padding included, that the sender of this chunk must be told about.
    package var unrecognizedParameters: [[UInt8]] = []
    /// Whole parameters that this chunk reports back as not understood; only INIT ACK has them.
    package var reportedParameters: [[UInt8]] = []

    package init(
        initiateTag: VerificationTag, advertisedReceiverWindow: UInt32, outboundStreamCount: UInt16,
        inboundStreamCount: UInt16, initialTSN: TSN, extensions: SupportedExtensions, stateCookie: [UInt8]? = nil
    ) {
        self.initiateTag = initiateTag
        self.advertisedReceiverWindow = advertisedReceiverWindow
        self.outboundStreamCount = outboundStreamCount
        self.inboundStreamCount = inboundStreamCount
        self.initialTSN = initialTSN
        self.extensions = extensions
        self.stateCookie = stateCookie
    }

    /// Reads the fixed fields and all parameters.
    ///
    /// Parameters without meaning here are passed over; of those not known, the first eight that ask for it are kept to
    /// be reported. Whether the fields are acceptable is left to `isAcceptable`.
    /// - Throws: `ParseError` when a field or parameter is cut short.
    init(parsing reader: inout ByteReader) throws(ParseError) {
        self.init(
            initiateTag: VerificationTag(rawValue: try reader.readUInt32()),
            advertisedReceiverWindow: try reader.readUInt32(), outboundStreamCount: try reader.readUInt16(),
            inboundStreamCount: try reader.readUInt16(), initialTSN: TSN(rawValue: try reader.readUInt32()),
            extensions: [])
        try parseParameters(&reader)
    }

    /// Whether a peer may send this: RFC 9260 §3.3.2 forbids a zero tag and zero streams.
    package var isAcceptable: Bool {
        initiateTag != .zero && outboundStreamCount > 0 && inboundStreamCount > 0
    }

    private mutating func parseParameters(_ reader: inout ByteReader) throws(ParseError) {
        var stopped = false
        while !stopped, reader.remaining >= TypeLengthValue.headerByteCount {
            var fields = self
            try TypeLengthValue.parse(&reader) { (type, value) throws(ParseError) in
                stopped = fields.take(ParameterType(rawValue: type), value.readRemaining())
            }
            self = fields
        }
    }

    /// Takes one parameter; answers whether those behind it are not to be looked at.
    private mutating func take(_ type: ParameterType, _ value: Span<UInt8>) -> Bool {
        switch type {
        case .stateCookie: stateCookie = [UInt8](copying: value)
        case .forwardTSNSupported: extensions.insert(.forwardTSN)
        case .supportedExtensions: extensions.formUnion(SupportedExtensions(chunkTypes: value))
        case .zeroChecksumAcceptable: acceptsZeroChecksum = Self.namesDTLS(value)
        case .unrecognizedParameter: reportedParameters.append([UInt8](copying: value))
        default: return takeOther(type, value)
        }
        return false
    }

    /// The error detection method of SCTP over DTLS (RFC 9653 §6).
    private static let dtlsMethod: UInt32 = 1

    private static func namesDTLS(_ value: Span<UInt8>) -> Bool {
        var reader = ByteReader(value)
        return (try? reader.readUInt32()) == dtlsMethod
    }

    /// Addresses and the like mean nothing under DTLS and are passed over; what is unknown follows its highest bits.
    private mutating func takeOther(_ type: ParameterType, _ value: Span<UInt8>) -> Bool {
        if ParameterType.ignoredInInitiation.contains(type) { return false }
        let action = type.ifUnknown
        if action.reports, unrecognizedParameters.count < 8 {
            var writer = ByteWriter()
            TypeLengthValue.serialize(type.rawValue, into: &writer) { $0.write(value) }
            writer.pad(toMultipleOf: 4)
            unrecognizedParameters.append(writer.bytes)
        }
        return action.stops
    }

    /// Writes the fixed fields and the parameters, without chunk header.
    func serialize(into writer: inout ByteWriter) {
        writer.write(initiateTag.rawValue)
        writer.write(advertisedReceiverWindow)
        writer.write(outboundStreamCount)
        writer.write(inboundStreamCount)
        writer.write(initialTSN.rawValue)
        if let stateCookie {
            TypeLengthValue.serialize(ParameterType.stateCookie.rawValue, into: &writer) { $0.write(stateCookie) }
        }
        if extensions.contains(.forwardTSN) {
            TypeLengthValue.serialize(ParameterType.forwardTSNSupported.rawValue, into: &writer) { _ in }
        }
        if !extensions.isEmpty {
            let types = extensions.chunkTypes
            TypeLengthValue.serialize(ParameterType.supportedExtensions.rawValue, into: &writer) { $0.write(types) }
        }
        if acceptsZeroChecksum {
            TypeLengthValue.serialize(ParameterType.zeroChecksumAcceptable.rawValue, into: &writer) {
                $0.write(Self.dtlsMethod)
            }
        }
        for parameter in reportedParameters {
            TypeLengthValue.serialize(ParameterType.unrecognizedParameter.rawValue, into: &writer) {
                $0.write(parameter)
            }
        }
    }
}
