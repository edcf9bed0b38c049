import Testing
import Wire

/// Eight bits, so that a test can look at every pair.
private struct SmallNumber: SerialNumber {
    var rawValue: UInt8
}

@Suite("Serial numbers (RFC 1982)")
struct SerialNumberTests {
    @Test("Of every pair, the one less than half the space ahead is greater")
    func everyPair() {
        for left in UInt8.min...UInt8.max {
            for right in UInt8.min...UInt8.max {
                let isLess = SmallNumber(rawValue: left) < SmallNumber(rawValue: right)
                let ahead = (Int(right) - Int(left) + 256) % 256
                #expect(isLess == (1...127 ~= ahead))
            }
        }
    }

    @Test("Numbers wrap, and their distance with them")
    func wrap() {
        let last = SmallNumber(rawValue: 255)
        #expect(last.next == SmallNumber(rawValue: 0))
        #expect(last.next.previous == last)
        #expect(last < last.next)
        #expect(last.advanced(by: 10) == SmallNumber(rawValue: 9))
        #expect(last.distance(to: SmallNumber(rawValue: 9)) == 10)
    }
}
