import Testing
import Wire

@testable import SCTP

@Suite("Chunks on the wire")
struct ChunkTests {
    /// A chunk and its bytes, whatever the chunk's type.
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let hex: String
        let serialized: [UInt8]
        /// Whether parsing `hex` gives the chunk.
        let parses: @Sendable ([UInt8]) throws -> Bool

        init<Kind: Chunk>(_ name: String, _ hex: String, _ chunk: Kind) {
            testDescription = name
            self.hex = hex
            serialized = chunk.serialized()
            parses = { bytes in
                var reader = ByteReader(bytes.span)
                let header = try ChunkHeader(parsing: &reader)
                var value = ByteReader(try reader.readSpan(header.valueLength))
                return try Kind(flags: header.flags, value: &value) == chunk && header.type == Kind.type
            }
        }
    }

    static let fields = InitiationFields(
        initiateTag: VerificationTag(rawValue: 0x0102_0304), advertisedReceiverWindow: 0x0010_0000,
        outboundStreamCount: 1024, inboundStreamCount: 2048, initialTSN: TSN(rawValue: 0xAABB_CCDD),
        extensions: [.forwardTSN, .reconfiguration])

    static let fieldsWithCookie = {
        var copy = fields
        copy.stateCookie = [0xDE, 0xAD, 0xBE, 0xEF]
        return copy
    }()

    static let handshakeRows: [Row] = [
        Row(
            "INIT", "0100001e 01020304 00100000 0400 0800 aabbccdd c0000004 80080006 82c0 0000",
            InitiationChunk(fields: fields)),
        Row(
            "INIT ACK", "02000026 01020304 00100000 0400 0800 aabbccdd 00070008 deadbeef c0000004 80080006 82c0 0000",
            InitiationAckChunk(
                fields: fieldsWithCookie)),
        Row("COOKIE ECHO", "0a000007 010203 00", CookieEchoChunk(cookie: [1, 2, 3])),
        Row("COOKIE ACK", "0b000004", CookieAckChunk()),
        Row("PAD", "84000007 000000 00", PaddingChunk(paddingByteCount: 3)),
        Row("PAD, the shortest", "84000004", PaddingChunk(paddingByteCount: 0)),
    ]

    static let dataRows: [Row] = [
        Row(
            "DATA, whole and ordered", "00030013 00000001 0002 0003 00000033 616263 00",
            DataChunk(
                header: DataChunkHeader(
                    flags: [.beginning, .end], tsn: TSN(rawValue: 1), stream: StreamID(rawValue: 2),
                    streamSequenceNumber: StreamSequenceNumber(rawValue: 3),
                    payloadProtocol: PayloadProtocolIdentifier(rawValue: 51)),
                payload: Array("abc".utf8))),
        Row(
            "DATA, the middle of an unordered one, urgent", "000c0014 ffffffff ffff 0000 00000035 00010203",
            DataChunk(
                header: DataChunkHeader(
                    flags: [.unordered, .immediate], tsn: TSN(rawValue: .max), stream: StreamID(rawValue: .max),
                    streamSequenceNumber: StreamSequenceNumber(rawValue: 0),
                    payloadProtocol: PayloadProtocolIdentifier(rawValue: 53)),
                payload: [0, 1, 2, 3])),
        Row(
            "SACK, plain", "03000010 00000005 00001000 0000 0000",
            SelectiveAckChunk(cumulativeTSNAck: TSN(rawValue: 5), advertisedReceiverWindow: 4096)),
        Row(
            "SACK with blocks and duplicates", "0300001c 00000005 00001000 0002 0001 0002 0003 0005 0005 00000004",
            SelectiveAckChunk(
                cumulativeTSNAck: TSN(rawValue: 5), advertisedReceiverWindow: 4096,
                gapAckBlocks: [.init(start: 2, end: 3), .init(start: 5, end: 5)],
                duplicateTSNs: [TSN(rawValue: 4)])),
        Row(
            "FORWARD TSN", "c0000010 00000009 0001 0002 0003 0004",
            ForwardTSNChunk(
                newCumulativeTSN: TSN(rawValue: 9),
                skippedStreams: [
                    .init(
                        stream: StreamID(rawValue: 1),
                        streamSequenceNumber: StreamSequenceNumber(rawValue: 2)),
                    .init(
                        stream: StreamID(rawValue: 3),
                        streamSequenceNumber: StreamSequenceNumber(rawValue: 4)),
                ])),
    ]

    static let otherRows: [Row] = [
        Row("HEARTBEAT", "0400000b 0001 0007 010203 00", HeartbeatChunk(information: [1, 2, 3])),
        Row("HEARTBEAT ACK", "0500000c 0001 0008 01020304", HeartbeatAckChunk(information: [1, 2, 3, 4])),
        Row("ABORT", "06000004", AbortChunk()),
        Row(
            "ABORT with T bit and cause", "0601000a 000c 0006 6869 0000",
            AbortChunk(
                reflectsTag: true,
                causes: [ErrorCause(code: .userInitiatedAbort, information: Array("hi".utf8))])),
        Row(
            "ERROR", "0900000c 0001 0008 0007 0000",
            ErrorChunk(causes: [.invalidStreamIdentifier(StreamID(rawValue: 7))])),
        Row("SHUTDOWN", "07000008 00000010", ShutdownChunk(cumulativeTSNAck: TSN(rawValue: 16))),
        Row("SHUTDOWN ACK", "08000004", ShutdownAckChunk()),
        Row("SHUTDOWN COMPLETE", "0e000004", ShutdownCompleteChunk()),
        Row("SHUTDOWN COMPLETE with T bit", "0e010004", ShutdownCompleteChunk(reflectsTag: true)),
        Row(
            "RE-CONFIG, outgoing reset", "82000016 000d 0012 00000001 00000002 00000003 0006 0000",
            ReconfigurationChunk(parameters: [
                .outgoingReset(
                    OutgoingStreamResetRequest(
                        requestSequenceNumber: ReconfigurationSequenceNumber(rawValue: 1),
                        responseSequenceNumber: ReconfigurationSequenceNumber(rawValue: 2),
                        lastAssignedTSN: TSN(rawValue: 3), streams: [StreamID(rawValue: 6)]))
            ])),
        Row(
            "RE-CONFIG, response", "82000010 0010 000c 00000001 00000001",
            ReconfigurationChunk(parameters: [
                .response(
                    ReconfigurationResponse(
                        responseSequenceNumber: ReconfigurationSequenceNumber(rawValue: 1), result: .performed))
            ])),
    ]

    static let rows = handshakeRows + dataRows + otherRows

    @Test("are read and written as the RFCs draw them", arguments: rows)
    func table(_ row: Row) throws {
        let bytes = try #require([UInt8](hexadecimal: row.hex))
        #expect(try row.parses(bytes))
        #expect(row.serialized == bytes)
    }

    @Test("are refused at every length short of their fixed part", arguments: rows)
    func truncated(_ row: Row) throws {
        let bytes = try #require([UInt8](hexadecimal: row.hex))
        for count in 0..<bytes.count {
            _ = try? row.parses(Array(bytes[..<count]))
        }
        #expect(throws: ParseError.self) { _ = try row.parses(Array(bytes[..<3])) }
    }

    @Test(
        "of an unknown type say by their highest bits what to do",
        arguments: [
            (0x3F, true, false), (0x7F, true, true), (0xBF, false, false), (0xFF, false, true),
        ] as [(UInt8, Bool, Bool)])
    func unknown(type: UInt8, stops: Bool, reports: Bool) {
        let action = ChunkType(rawValue: type).ifUnknown
        #expect(action.stops == stops)
        #expect(action.reports == reports)
    }
}
