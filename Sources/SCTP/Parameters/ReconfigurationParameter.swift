import Wire

/// A parameter of RE-CONFIG.
/// Source: RFC 6525 §4, <https://www.rfc-editor.org/rfc/rfc6525#section-4>
package enum ReconfigurationParameter: Equatable, Sendable {
    /// The sender resets streams that it sends on.
    case outgoingReset(OutgoingStreamResetRequest)
    /// The sender answers our request.
    case response(ReconfigurationResponse)
    /// A request that is answered *denied*: reset of incoming streams, of TSNs, and more streams.
    case unsupportedRequest(ReconfigurationSequenceNumber)
    /// A parameter of a type that RFC 6525 does not know.
    case unknown

    private enum WireType {
        static let outgoingReset: UInt16 = 13
        static let unsupportedRequests: Set<UInt16> = [14, 15, 17, 18]
        static let response: UInt16 = 16
    }

    /// Reads one parameter of any type.
    /// - Throws: `ParseError` when it, or the number of a request, is cut short.
    init(parsing reader: inout ByteReader) throws(ParseError) {
        var parameter = Self.unknown
        try TypeLengthValue.parse(&reader) { (type, value) throws(ParseError) in
            if type == WireType.outgoingReset {
                parameter = .outgoingReset(try OutgoingStreamResetRequest(parsing: &value))
            } else if type == WireType.response {
                parameter = .response(try ReconfigurationResponse(parsing: &value))
            } else if WireType.unsupportedRequests.contains(type) {
                parameter = .unsupportedRequest(ReconfigurationSequenceNumber(rawValue: try value.readUInt32()))
            }
        }
        self = parameter
    }

    /// Writes a request of ours or a response; the cases that only a peer sends write nothing.
    func serialize(into writer: inout ByteWriter) {
        switch self {
        case .outgoingReset(let request):
            TypeLengthValue.serialize(WireType.outgoingReset, into: &writer) { request.serialize(into: &$0) }
        case .response(let response):
            TypeLengthValue.serialize(WireType.response, into: &writer) { response.serialize(into: &$0) }
        case .unsupportedRequest, .unknown:
            return
        }
    }
}

/// The sender starts the sequence numbers of its outgoing streams again.
///
///     +---------------------------------------------------------------+
///     |           Re-configuration Request Sequence Number            |
///     +---------------------------------------------------------------+
///     |           Re-configuration Response Sequence Number           |
///     +---------------------------------------------------------------+
///     |                Sender's Last Assigned TSN                     |
///     +-------------------------------+-------------------------------+
///     |  Stream Number 1 (optional)   |    Stream Number 2 (optional) |
///     +-------------------------------+-------------------------------+
///
/// Source: RFC 6525 §4.1, <https://www.rfc-editor.org/rfc/rfc6525#section-4.1>
package struct OutgoingStreamResetRequest: Equatable, Sendable {
    /// The request's own number, by which it is answered.
    package var requestSequenceNumber: ReconfigurationSequenceNumber
    /// The last request of the peer that was seen; it matters only where this answers an incoming reset request.
    package var responseSequenceNumber: ReconfigurationSequenceNumber
    /// The TSN of the sender's latest DATA chunk: the streams start again when all up to it has arrived.
    package var lastAssignedTSN: TSN
    /// Empty means every stream.
    package var streams: [StreamID]

    package init(
        requestSequenceNumber: ReconfigurationSequenceNumber, responseSequenceNumber: ReconfigurationSequenceNumber,
        lastAssignedTSN: TSN, streams: [StreamID]
    ) {
        self.requestSequenceNumber = requestSequenceNumber
        self.responseSequenceNumber = responseSequenceNumber
        self.lastAssignedTSN = lastAssignedTSN
        self.streams = streams
    }

    /// - Throws: `ParseError` when a number is cut short.
    init(parsing reader: inout ByteReader) throws(ParseError) {
        requestSequenceNumber = ReconfigurationSequenceNumber(rawValue: try reader.readUInt32())
        responseSequenceNumber = ReconfigurationSequenceNumber(rawValue: try reader.readUInt32())
        lastAssignedTSN = TSN(rawValue: try reader.readUInt32())
        streams = []
        while reader.remaining >= 2 { streams.append(StreamID(rawValue: try reader.readUInt16())) }
    }

    /// Writes the parameter's value.
    func serialize(into writer: inout ByteWriter) {
        writer.write(requestSequenceNumber.rawValue)
        writer.write(responseSequenceNumber.rawValue)
        writer.write(lastAssignedTSN.rawValue)
        for stream in streams { writer.write(stream.rawValue) }
    }
}

/// The answer to a re-configuration request.
///
///     +---------------------------------------------------------------+
///     |           Re-configuration Response Sequence Number           |
///     +---------------------------------------------------------------+
///     |                            Result                             |
///     +---------------------------------------------------------------+
///     |           Sender's and Receiver's Next TSN (optional)         |
///     +---------------------------------------------------------------+
///
/// Source: RFC 6525 §4.4, <https://www.rfc-editor.org/rfc/rfc6525#section-4.4>
package struct ReconfigurationResponse: Equatable, Sendable {
    /// The number of the request that is answered.
    package var responseSequenceNumber: ReconfigurationSequenceNumber
    /// What became of it.
    package var result: Result

    package init(responseSequenceNumber: ReconfigurationSequenceNumber, result: Result) {
        self.responseSequenceNumber = responseSequenceNumber
        self.result = result
    }

    /// What became of a request.
    package struct Result: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let nothingToDo = Result(rawValue: 0)
        package static let performed = Result(rawValue: 1)
        package static let denied = Result(rawValue: 2)
        package static let wrongStreamNumber = Result(rawValue: 3)
        package static let alreadyInProgress = Result(rawValue: 4)
        package static let badSequenceNumber = Result(rawValue: 5)
        package static let inProgress = Result(rawValue: 6)
    }

    /// - Throws: `ParseError` when number or result is cut short.
    init(parsing reader: inout ByteReader) throws(ParseError) {
        responseSequenceNumber = ReconfigurationSequenceNumber(rawValue: try reader.readUInt32())
        result = Result(rawValue: try reader.readUInt32())
        // Two optional fields follow in answers to SSN/TSN resets, which are never asked for here.
        _ = reader.readRemaining()
    }

    /// Writes the parameter's value, without the optional fields of answers to SSN/TSN resets.
    func serialize(into writer: inout ByteWriter) {
        writer.write(responseSequenceNumber.rawValue)
        writer.write(result.rawValue)
    }
}
