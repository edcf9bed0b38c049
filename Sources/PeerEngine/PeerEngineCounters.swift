/// What a peer, or whoever writes to our port, caused; nothing of it is worth a log line.
package struct PeerEngineCounters: Equatable, Sendable {
    /// Datagrams that are neither DTLS nor RTP, the empty one among them.
    package var unknownDatagrams = 0
    /// Media before the handshake was over, or without an agreed SRTP profile.
    package var earlyMedia = 0
    /// DTLS before the path or the description was known, beyond what is kept.
    package var droppedEarlyDTLS = 0
    /// Media that SRTP refused: damaged, forged, replayed or too short.
    package var refusedMedia = 0
    /// RTP or RTCP that SRTP opened and whose content makes no sense.
    package var malformedMedia = 0
    /// RTP of a stream that no section knows.
    package var unroutedMedia = 0
    /// Datagrams of our own that were not sent because they exceed the limit; a defect of ours when it is not 0.
    package var oversizedDatagrams = 0

    package init() {}
}
