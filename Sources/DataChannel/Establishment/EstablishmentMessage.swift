package import SCTP
package import Wire

/// A message of the Data Channel Establishment Protocol.
/// Source: RFC 8832 §5, <https://www.rfc-editor.org/rfc/rfc8832#section-5>
package enum EstablishmentMessage: Equatable, Sendable {
    /// DATA_CHANNEL_OPEN: the sender opens a channel on the stream that it comes on.
    case open(DataChannelOpenMessage)
    /// DATA_CHANNEL_ACK: the receiver has taken the OPEN of the same stream; one byte.
    case ack

    private enum MessageType {
        static let ack: UInt8 = 0x02
        static let open: UInt8 = 0x03
    }

    /// - Throws: `ParseError` when a field is cut short, the type is unknown, or a name is not UTF-8.
    package init(parsing reader: inout ByteReader) throws(ParseError) {
        switch try reader.readUInt8() {
        case MessageType.open: self = .open(try DataChannelOpenMessage(parsing: &reader))
        case MessageType.ack: self = .ack
        default: throw .invalid("message type")
        }
    }

    /// The message with its type in front, as one SCTP message.
    package func serialized() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .open(let message):
            writer.write(MessageType.open)
            message.serialize(into: &writer)
        case .ack:
            writer.write(MessageType.ack)
        }
        return writer.bytes
    }
}

/// DATA_CHANNEL_OPEN.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |  Message Type |  Channel Type |            Priority           |
///     +---------------+---------------+-------------------------------+
///     |                    Reliability Parameter                      |
///     +-------------------------------+-------------------------------+
///     |         Label Length          |       Protocol Length         |
///     +-------------------------------+-------------------------------+
///     |                  Label, then Protocol                         |
///     +---------------------------------------------------------------+
///
/// Source: RFC 8832 §5.1, <https://www.rfc-editor.org/rfc/rfc8832#section-5.1>
package struct DataChannelOpenMessage: Equatable, Sendable {
    /// Whether the sender's messages are delivered in order.
    package var isOrdered: Bool
    /// How the sender's messages are given up; counts are those of the wire, times are milliseconds there.
    package var reliability: Reliability
    /// The sender's wish for its share of the link; any number may come (RFC 8831 §6.4).
    package var priority: UInt16
    /// What the channel is for; a peer's words.
    package var label: String
    /// The application's protocol; a peer's words, empty for none.
    package var subprotocol: String

    private enum ChannelType {
        static let reliable: UInt8 = 0x00
        static let maximumRetransmissions: UInt8 = 0x01
        static let lifetime: UInt8 = 0x02
        static let unorderedBit: UInt8 = 0x80
    }

    /// Says what a channel is opened with; a negotiated stream is not among it.
    package init(_ configuration: DataChannelConfiguration) {
        isOrdered = configuration.isOrdered
        reliability = configuration.reliability
        priority = configuration.priority
        label = configuration.label
        subprotocol = configuration.subprotocol
    }

    /// Reads the message behind its type.
    /// - Throws: `ParseError` when a field is cut short, the channel type is unknown, or a name is not UTF-8.
    init(parsing reader: inout ByteReader) throws(ParseError) {
        let channelType = try reader.readUInt8()
        priority = try reader.readUInt16()
        let parameter = try reader.readUInt32()
        let labelLength = Int(try reader.readUInt16())
        let protocolLength = Int(try reader.readUInt16())
        label = try Self.readName(labelLength, &reader)
        subprotocol = try Self.readName(protocolLength, &reader)
        isOrdered = channelType & ChannelType.unorderedBit == 0
        switch channelType & ~ChannelType.unorderedBit {
        case ChannelType.reliable: reliability = .reliable
        case ChannelType.maximumRetransmissions: reliability = .maximumRetransmissions(Int(parameter))
        case ChannelType.lifetime: reliability = .lifetime(.milliseconds(Int64(parameter)))
        default: throw .invalid("channel type")
        }
    }

    /// Writes the message behind its type; names are cut by nobody here, so that they have 65,535 bytes at most.
    func serialize(into writer: inout ByteWriter) {
        let (type, parameter) = channelTypeAndParameter
        writer.write(type | (isOrdered ? 0 : ChannelType.unorderedBit))
        writer.write(priority)
        writer.write(parameter)
        writer.write(UInt16(truncatingIfNeeded: label.utf8.count))
        writer.write(UInt16(truncatingIfNeeded: subprotocol.utf8.count))
        writer.write(Array(label.utf8))
        writer.write(Array(subprotocol.utf8))
    }

    /// The channel that the message opens, as the side that receives it sees it.
    var configuration: DataChannelConfiguration {
        DataChannelConfiguration(
            label: label, subprotocol: subprotocol, isOrdered: isOrdered, reliability: reliability,
            priority: priority)
    }

    private var channelTypeAndParameter: (UInt8, UInt32) {
        switch reliability {
        case .reliable: (ChannelType.reliable, 0)
        case .maximumRetransmissions(let count): (ChannelType.maximumRetransmissions, UInt32(clamping: count))
        case .lifetime(let lifetime): (ChannelType.lifetime, UInt32(clamping: lifetime.inMilliseconds))
        }
    }

    private static func readName(_ count: Int, _ reader: inout ByteReader) throws(ParseError) -> String {
        guard let name = String(validating: try reader.readBytes(count), as: UTF8.self) else {
            throw .invalid("UTF-8 of a name")
        }
        return name
    }
}
