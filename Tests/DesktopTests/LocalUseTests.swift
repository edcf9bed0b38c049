import Testing
import Wire

@testable import Desktop

/// The person at the computer comes first.
struct LocalUseTests {
    private func at(_ milliseconds: Int64) -> Instant { .origin + .milliseconds(milliseconds) }

    @Test func itLastsHalfASecondAfterTheLastEvent() {
        var use = LocalUse()
        #expect(use.nextTimeout == nil)
        let begins = [0, 400].map { use.handleEvent(now: at($0)) }
        #expect(begins == [true, false])
        #expect(use.isGoingOn && use.nextTimeout == at(900))
        let ends = [899, 900].map { use.handleTimeout(now: at($0)) }
        #expect(ends == [false, true])
        #expect(!use.isGoingOn)
        let beginsAgain = use.handleEvent(now: at(1_000))
        #expect(beginsAgain)
    }

    @Test func withoutAnEventNothingIsOver() {
        var use = LocalUse()
        let ends = use.handleTimeout(now: at(10_000))
        #expect(!ends)
    }
}
