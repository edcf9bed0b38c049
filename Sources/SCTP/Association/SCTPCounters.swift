/// What a peer, or the path, can cause: counted, never logged for each case.
package struct SCTPCounters: Equatable, Sendable {
    package var packetsReceived = 0
    package var packetsSent = 0
    package var badChecksums = 0
    package var badVerificationTags = 0
    package var badPorts = 0
    package var malformedPackets = 0
    package var unknownChunks = 0
    package var badCookies = 0
    /// Chunks that do not fit the state, such as DATA before the handshake.
    package var unexpectedChunks = 0
    package var unacceptableAcks = 0
    package var duplicateChunks = 0
    /// Chunks dropped because the buffer was full or the TSN too far ahead.
    package var refusedChunks = 0
    package var invalidStreams = 0
    package var errorsReported = 0
    /// Answers that were not sent because too many waited.
    package var droppedReplies = 0
    package var retransmittedChunks = 0
    package var fastRecoveries = 0
    package var lossProbes = 0
    package var timeouts = 0
    package var abandonedMessages = 0
    package var pathMTUProbes = 0
    /// How often large packets vanished, so that the base size was gone back to.
    package var pathMTUBlackHoles = 0
}
