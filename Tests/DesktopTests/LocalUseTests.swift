import Testing
import Wire

@testable import Desktop

/// The person at the computer comes first.
struct LocalUseTests {
    private func at(_ milliseconds: Int64) -> Instant { .origin + .milliseconds(milliseconds) }

    @Test func itLastsHalfASecondAfterTheLastEvent() {
        var use = LocalUse()
        #expect(use.nextTimeout == nil)
        #expect(use.handleEvent(now: at(0)))
        #expect(!use.handleEvent(now: at(400)))
        #expect(use.isGoingOn && use.nextTimeout == at(900))
        #expect(!use.handleTimeout(now: at(899)))
        #expect(use.handleTimeout(now: at(900)))
        #expect(!use.isGoingOn)
        #expect(use.handleEvent(now: at(1_000)))
    }

    @Test func withoutAnEventNothingIsOver() {
        var use = LocalUse()
        #expect(!use.handleTimeout(now: at(10_000)))
    }
}
