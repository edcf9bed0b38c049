import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Sharing a link")
struct FairnessTests {
    enum Rival: CaseIterable {
        case same
        case newReno
        case cubic
    }

    @Test("two flows get a third each at least, whoever began", arguments: Rival.allCases, [true, false])
    func shares(rival: Rival, beginsSecond: Bool) {
        let bell = Dumbbell(ThroughputTests.link(megabits: 20, roundTrip: 50, queue: 100))
        if beginsSecond { bell.add() }
        switch rival {
        case .same: bell.add()
        case .newReno: bell.add(NewRenoCongestionController(packetSize: 1163))
        case .cubic: bell.add(CubicModel())
        }
        if !beginsSecond { bell.add() }
        bell.run(for: .seconds(10))
        let rates = bell.run(for: .seconds(50))
        let total = rates.reduce(0, +)
        #expect(total > 17e6, "\(Int(total / 1e6)) Mbit/s")
        for rate in rates { #expect(rate >= total / 3, "\(Int(rate / 1e4)) of \(Int(total / 1e4)) · 10 kbit/s") }
    }
}
