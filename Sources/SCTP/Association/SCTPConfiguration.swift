/// What an association is set up with.
package struct SCTPConfiguration: Sendable {
    /// The port both sides use unless the description says otherwise (RFC 8841 §5.2, `a=sctp-port`).
    package var localPort: UInt16 = 5000
    /// The peer's port, likewise.
    package var remotePort: UInt16 = 5000
    /// The largest packet in bytes: 1200 of a UDP datagram less the 37 that DTLS 1.2 with AES-GCM adds.
    package var maximumPacketSize = 1163
    /// Streams offered each way; browsers use 1024.
    package var streamCount: UInt16 = 1024
    /// Bytes of messages that may wait here, whole or not: twice what 100 Mbit/s and 200 ms have under way, and room for
    /// what waits behind a loss.
    package var receiveBuffer = 8 * 1024 * 1024
    /// Which congestion control the association has, unless it is made with one.
    package var congestionAlgorithm = CongestionAlgorithm.rateBased
    /// Bytes that may wait to be sent; `send` refuses more.
    package var sendBuffer = 16 * 1024 * 1024
    /// The longest message taken, in bytes; as the description advertises it (RFC 8841 §6, `a=max-message-size`).
    package var maximumMessageSize = 262_144
    /// The longest message the peer takes; its description says so. 65,536 where it says nothing (RFC 8841 §6.1).
    package var peerMaximumMessageSize = 65_536
    /// RTO.Initial: RFC 9260 §16 says 1 s. ICE and DTLS have just shown that the path is shorter.
    package var initialRetransmissionTimeout: Duration = .milliseconds(500)
    /// RTO.Min: RFC 9260 §16 says 1 s, for delayed SACKs of 200 ms; ours asks for a SACK at once by the I bit.
    package var minimumRetransmissionTimeout: Duration = .milliseconds(200)
    /// RTO.Max: RFC 9260 §16 says 60 s; after an outage a person waits for less.
    package var maximumRetransmissionTimeout: Duration = .seconds(5)
    /// Association.Max.Retrans: RFC 9260 §16 says 10. These outlast the two minutes in which a path may return.
    package var maximumRetransmissions = 46
    /// RFC 9260 §6.2 allows 500 ms at most and 200 ms as a rule.
    package var delayedAckTimeout: Duration = .milliseconds(100)
    /// HB.interval: RFC 9260 §16.
    package var heartbeatInterval: Duration = .seconds(30)

    /// Whether parts of messages on different streams may leave in turn, where the peer can take that (RFC 8260).
    package var offersInterleaving = true

    /// Whether packets go without checksum where the peer takes them so: DTLS, which every packet is inside of, has found any
    /// change already (RFC 9653).
    package var omitsChecksum = true

    /// Whether larger packets are tried, where the peer asks for it too and the path may be probed (RFC 8899).
    package var discoversPathMTU = true

    /// How the processor computes checksums, for the packets that have one; `nil` for the tables of `CRC32C`.
    package var checksumUpdate: CRC32C.Update?

    package init() {}
}

/// Why the association does not take a request of the layer above.
package enum SCTPError: Error, Equatable, Sendable {
    /// The association is over, or about to be.
    case closed
    /// SCTP has no empty messages (RFC 9260 §3.3.1); data channels send a byte with a protocol of its own.
    case emptyMessage
    /// The peer takes no longer messages than this many bytes.
    case messageTooLong(limit: Int)
    /// The stream was not agreed.
    case invalidStream(StreamID)
    /// The stream is being reset, or its reset failed.
    case streamIsResetting(StreamID)
    /// Too much waits already.
    case sendBufferFull(limit: Int)
}
