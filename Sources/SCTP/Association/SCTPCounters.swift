/// What a peer, or the path, can cause: counted, never logged for each case.
package struct SCTPCounters: Equatable, Sendable {
    /// Packets given to the association, the bad ones included.
    package var packetsReceived = 0
    /// Packets polled.
    package var packetsSent = 0
    /// Packets dropped because their checksum does not fit.
    package var badChecksums = 0
    /// Packets dropped, or not read to their end, because the tag does not fit (RFC 9260 §8.5).
    package var badVerificationTags = 0
    /// Packets dropped because they name other ports.
    package var badPorts = 0
    /// Packets or chunks that are not of their format.
    package var malformedPackets = 0
    /// Chunks, and parameters of RE-CONFIG, of a type that is not known here.
    package var unknownChunks = 0
    /// COOKIE ECHOs whose cookie is not the one that was given out.
    package var badCookies = 0
    /// Chunks that do not fit the state, such as DATA before the handshake.
    package var unexpectedChunks = 0
    /// SACKs whose cumulative TSN is old or ahead of everything sent.
    package var unacceptableAcks = 0
    /// DATA that had arrived before.
    package var duplicateChunks = 0
    /// Chunks dropped because the buffer was full or the TSN too far ahead.
    package var refusedChunks = 0
    /// DATA on a stream that was not agreed.
    package var invalidStreams = 0
    /// ERROR chunks from the peer.
    package var errorsReported = 0
    /// Answers that were not sent because too many waited.
    package var droppedReplies = 0
    /// DATA sent again, probes for a SACK included.
    package var retransmittedChunks = 0
    /// How often loss began that was not yet known of (RFC 9260 §7.2.4).
    package var fastRecoveries = 0
    /// Tries to draw a SACK, by new DATA or by the latest again (RFC 8985 §7).
    package var lossProbes = 0
    /// Expiries of T3-rtx.
    package var timeouts = 0
    /// Messages given up, of which parts may have arrived (RFC 3758).
    package var abandonedMessages = 0
    /// HEARTBEATs sent to find the path's MTU.
    package var pathMTUProbes = 0
    /// How often large packets vanished, so that the base size was gone back to.
    package var pathMTUBlackHoles = 0
}
