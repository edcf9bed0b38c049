import Wire

/// The re-configuration requests of both sides.
/// Source: RFC 6525 §5, <https://www.rfc-editor.org/rfc/rfc6525#section-5>
struct StreamResets: Sendable {
    /// Streams to be reset when nothing waits on them any more.
    var queued: [StreamID] = []
    /// The one request that may be with the peer (RFC 6525 §5.1.1).
    var outstanding: OutgoingStreamResetRequest?
    /// The peer said *in progress*: the request goes out again under a new number when the timer expires.
    var isInProgress = false
    private var nextRequest: ReconfigurationSequenceNumber

    /// The peer's request that waits for DATA sent before it.
    var deferred: OutgoingStreamResetRequest?
    /// The answer to the peer's latest request, for a repeated one.
    var latestResponse: ReconfigurationResponse?
    /// The number that the peer's next request must have.
    var expectedRequest = ReconfigurationSequenceNumber(rawValue: 0)

    /// Begins before any request; our numbers start at our first TSN (RFC 6525 §4.1).
    init(localInitialTSN: TSN) {
        nextRequest = ReconfigurationSequenceNumber(rawValue: localInitialTSN.rawValue)
    }

    /// Whether no request waits on either side.
    var isIdle: Bool { queued.isEmpty && outstanding == nil && deferred == nil }

    /// RFC 6525 §4.1: numbers start at the side's initial TSN.
    mutating func setPeerInitialTSN(_ tsn: TSN) {
        expectedRequest = ReconfigurationSequenceNumber(rawValue: tsn.rawValue)
        latestResponse = nil
        deferred = nil
    }

    /// Makes the request under the next number; it counts as with the peer from here on.
    ///
    /// - Parameter lastAssignedTSN: of the latest DATA chunk sent; the peer performs the reset when all up to it has
    ///   arrived.
    mutating func makeRequest(_ streams: [StreamID], lastAssignedTSN: TSN) -> OutgoingStreamResetRequest {
        let request = OutgoingStreamResetRequest(
            requestSequenceNumber: nextRequest, responseSequenceNumber: expectedRequest.previous,
            lastAssignedTSN: lastAssignedTSN, streams: streams)
        nextRequest = nextRequest.next
        outstanding = request
        isInProgress = false
        return request
    }
}
