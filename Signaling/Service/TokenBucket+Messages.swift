import Wire

extension TokenBucket {
    /// How many messages one connection may send, frames of any kind; a pairing needs some dozens.
    static func messages(now: Instant) -> TokenBucket { TokenBucket(burst: 400, perSecond: 50, now: now) }
}
