import Wire

/// Makes identifiers and numbers from the generator that the caller passes in, which is the system's outside tests.
enum IdentifierGenerator {
    /// 16 random bytes as base64url.
    static func makeIdentifier(random: inout some RandomNumberGenerator) -> String {
        Base64URL.serialize((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// Nine digits, each number equally likely, none that `isTaken`.
    ///
    /// Rejection sampling: 30 random bits are a number below 1,000,000,000 in 93 of 100 draws; the rest is drawn again,
    /// because a remainder would make low numbers likelier. `nil` when a thousand draws found none that is free.
    static func makeNumber(
        random: inout some RandomNumberGenerator, isTaken: (SessionNumber) -> Bool
    ) -> SessionNumber? {
        for _ in 0..<1_000 {
            let bits = random.next() >> 34
            guard bits < 1_000_000_000 else { continue }
            let digits = String(bits)
            let number = SessionNumber(
                rawValue: String(repeating: "0", count: SessionNumber.digitCount - digits.utf8.count) + digits)
            if !isTaken(number) { return number }
        }
        return nil
    }
}
