import Wire

/// Random parts of identifiers that a node makes.
enum NodeIdentifiers {
    /// Twelve random characters, so that two runs never name two things alike.
    static func makePrefix() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.serialize((0..<9).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
