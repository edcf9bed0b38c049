/// How long the sender tries to deliver a message.
/// Source: RFC 3758 §4.1 and RFC 7496 §4, <https://www.rfc-editor.org/rfc/rfc3758#section-4.1>
package enum Reliability: Hashable, Sendable {
    /// Until the association ends.
    case reliable
    /// At most this many transmissions after the first.
    case maximumRetransmissions(Int)
    /// Until this long after it was handed over, sent or not.
    case lifetime(Duration)
}
