import SignalingDomain
import Wire

/// One-time codes by which a page of the site learns that Support Manager opened: the page asks for one and hands it over
/// locally, the node names it in its first message, the page asks whether it did. A code is no right to anything.
struct OpeningTable {
    /// From its making; a press that takes longer has not worked, as far as the page can tell.
    static let lifetime = Duration.seconds(10)
    /// For one address at a time, each as `SourceAddress` counts.
    static let maximumCountPerSource = 20
    /// Of all; beyond it the page goes on without.
    static let maximumCount = 4_096

    private struct Opening {
        let source: SourceAddress
        let expiresAt: Instant
        var isOpened = false
    }

    private var openings: [String: Opening] = [:]

    /// Adds a code; `false` when there are too many.
    mutating func add(_ code: String, from source: SourceAddress, now: Instant) -> Bool {
        sweep(now: now)
        guard openings.count < Self.maximumCount,
            openings.values.count(where: { $0.source == source }) < Self.maximumCountPerSource
        else { return false }
        openings[code] = Opening(source: source, expiresAt: now + Self.lifetime)
        return true
    }

    /// The node opened; a second report, or one that comes too late, says nothing.
    mutating func report(_ code: String, now: Instant) {
        sweep(now: now)
        openings[code]?.isOpened = true
    }

    /// Whether the node opened; `nil` for a code that is unknown or expired.
    func isOpened(_ code: String, now: Instant) -> Bool? {
        guard let opening = openings[code], opening.expiresAt > now else { return nil }
        return opening.isOpened
    }

    private mutating func sweep(now: Instant) {
        openings = openings.filter { $0.value.expiresAt > now }
    }
}

/// The table with the service's clock and generator.
actor Openings {
    private var table = OpeningTable()
    private let clock: ServiceClock

    init(clock: ServiceClock) {
        self.clock = clock
    }

    /// Makes a code; `nil` when there are too many.
    func make(from source: SourceAddress) -> String? {
        let code = Secrets.makeToken()
        return table.add(code, from: source, now: clock.now.instant) ? code : nil
    }

    /// The node that was handed the code opened.
    func report(_ code: String) {
        table.report(code, now: clock.now.instant)
    }

    /// Whether a node reported the code; `nil` for one that is unknown or expired.
    func isOpened(_ code: String) -> Bool? {
        table.isOpened(code, now: clock.now.instant)
    }
}
