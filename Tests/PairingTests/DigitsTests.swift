import TestSupport
import Testing

@testable import Pairing

/// The digits that people compare.
struct DigitsTests {
    @Test func noValueIsLikelierThanAnother() {
        // Each accepted word maps to its remainder, and the accepted range holds every remainder equally often.
        #expect(4_294_000_000 % 1_000_000 == 0)
        #expect(4_294_960_000 % 10_000 == 0)
        // The leading digit of the six, over seeded words: a bias of the modulus would show in its first value.
        var random = SeededRandom(seed: 3)
        var counts = [Character: Int]()
        let total = 40_000
        for _ in 0..<total {
            let words = (0..<64).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            guard let first = PairingDigits(randomBytes: words)?.readOut.first else { continue }
            counts[first, default: 0] += 1
        }
        #expect(counts.count == 10)
        for count in counts.values { #expect(abs(count - total / 10) < 300) }
    }

    @Test func wordsThatWouldFavourSomeValuesArePassedOver() {
        func words(_ values: [UInt32]) -> [UInt8] {
            values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        }
        let digits = PairingDigits(randomBytes: words([4_294_000_000, .max, 42, 4_294_960_000, 7]))
        #expect(digits?.readOut == "000042")
        #expect(digits?.readBack == "0007")
        #expect(PairingDigits(randomBytes: words([4_294_000_000, .max])) == nil)
        #expect(PairingDigits(randomBytes: words([1])) == nil)
    }

    @Test(
        arguments: [
            ("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("１２３４５６", "123456"),
            ("12345", nil), ("1234567", nil), ("12345a", nil), ("", nil), ("١٢٣٤٥٦", nil),
        ] as [(String, String?)])
    func typedDigits(typed: String, expected: String?) {
        #expect(PairingDigits.parse(typed, count: 6) == expected)
    }
}
