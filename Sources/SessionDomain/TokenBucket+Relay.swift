package import Wire

extension TokenBucket {
    /// How many payloads one side of an introduced pair may have passed on; the service bounds its relay in the same way.
    package static func relay(now: Instant) -> TokenBucket { TokenBucket(burst: 200, perSecond: 50, now: now) }
}
