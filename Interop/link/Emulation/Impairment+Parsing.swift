import Wire

/// Why a text describes no impairment.
package enum ImpairmentError: Error, Equatable, Sendable {
    /// No word of the language, or one without `=`.
    case unknownKey(String)
    /// The value lacks its unit, is out of range, or is none.
    case malformed(key: String, value: String)
}

extension Impairment {
    /// Changes what the words say and leaves the rest; `clear` sets everything back first.
    ///
    ///     delay=25ms jitter=2ms loss=1% burst=0.5%/20%/100% reorder=1%/5ms duplicate=0.1%
    ///     rate=100mbit queue=50ms queue=64kb mtu=1280 toobig=silent
    ///
    /// `none` takes `loss`, `rate` and `mtu` away. `burst` has the probabilities to begin, to end, and of loss within.
    /// - Throws: `ImpairmentError`; nothing is changed then.
    package mutating func apply(_ words: [Substring]) throws(ImpairmentError) {
        var next = self
        for word in words {
            if word == "clear" {
                next = Impairment()
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw .unknownKey(String(word)) }
            try next.set(parts[0], to: parts[1])
        }
        self = next
    }

    private mutating func set(_ key: Substring, to value: Substring) throws(ImpairmentError) {
        let isUnderstood: Bool
        switch key {
        case "delay": isUnderstood = Self.assign(&delay, Self.parse(duration: value))
        case "jitter": isUnderstood = Self.assign(&jitter, Self.parse(duration: value))
        case "loss": isUnderstood = Self.assign(&loss, value == "none" ? LossPattern.none : Self.parse(loss: value))
        case "burst": isUnderstood = Self.assign(&loss, Self.parse(burst: value))
        case "reorder": isUnderstood = setReordering(value)
        case "duplicate": isUnderstood = Self.assign(&duplication, Self.parse(share: value))
        case "rate": isUnderstood = Self.assign(&bitsPerSecond, value, Self.parse(rate: value))
        case "queue": isUnderstood = Self.assign(&queueLimit, Self.parse(queue: value))
        case "mtu":
            isUnderstood = Self.assign(&maximumTransmissionUnit, value, Int(value).flatMap { $0 > 0 ? $0 : nil })
        case "toobig": isUnderstood = Self.assign(&tooBig, TooBigPolicy(rawValue: String(value)))
        default: throw .unknownKey(String(key))
        }
        guard isUnderstood else { throw .malformed(key: String(key), value: String(value)) }
    }

    private static func assign<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    /// The same for what may be absent, where the word is `none`.
    private static func assign<Value>(_ place: inout Value?, _ word: Substring, _ value: Value?) -> Bool {
        guard value != nil || word == "none" else { return false }
        place = value
        return true
    }

    private mutating func setReordering(_ value: Substring) -> Bool {
        let parts = value.split(separator: "/")
        guard parts.count == 2, let share = Self.parse(share: parts[0]), let delay = Self.parse(duration: parts[1])
        else { return false }
        reordering = share
        reorderingDelay = delay
        return true
    }

    private static func parse(loss text: Substring) -> LossPattern? {
        parse(share: text).map(LossPattern.random)
    }

    private static func parse(burst text: Substring) -> LossPattern? {
        let shares = text.split(separator: "/").map(parse(share:))
        guard shares.count == 3, let begin = shares[0], let end = shares[1], let loss = shares[2] else { return nil }
        return .burst(begin: begin, end: end, loss: loss)
    }

    private static func parse(queue text: Substring) -> QueueLimit? {
        if let bytes = parse(text, units: [("kb", 1_000), ("b", 1)], upTo: 1e9) { return .bytes(Int(bytes)) }
        return parse(duration: text).map(QueueLimit.duration)
    }

    private static func parse(share text: Substring) -> Double? {
        parse(text, units: [("%", 0.01)], upTo: 1)
    }

    private static func parse(duration text: Substring) -> Duration? {
        parse(text, units: [("us", 1e-6), ("ms", 1e-3), ("s", 1)], upTo: 60).map { .seconds($0) }
    }

    private static func parse(rate text: Substring) -> Double? {
        parse(text, units: [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9)], upTo: 1e12).flatMap { $0 > 0 ? $0 : nil }
    }

    /// A number with one of these units, from 0 to a largest value.
    private static func parse(_ text: Substring, units: [(String, Double)], upTo limit: Double) -> Double? {
        for (unit, factor) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)) else { continue }
            let value = number * factor
            return value >= 0 && value <= limit ? value : nil
        }
        return nil
    }
}
