import Testing
import Wire

@Suite struct TokenBucketTests {
    @Test("A burst at once, then so many a second, and never more than the burst")
    func refills() {
        var now = Instant.origin
        var bucket = TokenBucket(burst: 3, perSecond: 2, now: now)
        func taken() -> Int { (0..<10).count { _ in bucket.take(now: now) } }
        #expect(taken() == 3)
        now += .milliseconds(400)
        #expect(taken() == 0)
        now += .milliseconds(100)
        #expect(taken() == 1)
        now += .seconds(60)
        #expect(taken() == 3)
    }
}
