package import Wire

/// One end of a conversation as a sans-IO machine; tests wrap an engine in a class that conforms.
///
/// `pollDatagram` also takes the events out of the engine and keeps them for the test to look at.
package protocol VirtualEnd: AnyObject {
    /// When the engine wants `handleTimeout`; asked only after `pollDatagram` answered `nil`.
    var nextTimeout: Instant? { get }

    func handle(_ datagram: [UInt8], now: Instant)

    func handleTimeout(now: Instant)

    /// The next datagram to send; `nil` when the engine has nothing more to say at `now`.
    func pollDatagram(now: Instant) -> [UInt8]?
}

/// Two ends, an emulated path each way, and a clock that only the test moves.
///
///     left ──leftToRight──▶ right
///          ◀──rightToLeft──
package final class Pair<Left: VirtualEnd, Right: VirtualEnd> {
    package let left: Left
    package let right: Right
    package var leftToRight: Netem
    package var rightToLeft: Netem
    package private(set) var now: Instant
    /// How often an end was called; a test that grows without end stops at `stepLimit`.
    package private(set) var steps = 0
    package var stepLimit = 20_000_000

    package init(
        _ left: Left, _ right: Right, path: NetemConfiguration = NetemConfiguration(latency: .milliseconds(10)),
        seed: UInt64 = 1, now: Instant = .origin + .seconds(1)
    ) {
        self.left = left
        self.right = right
        self.now = now
        leftToRight = Netem(path, seed: seed)
        rightToLeft = Netem(path, seed: seed &+ 0x5EED)
    }

    /// Gives both directions the same conditions from now on.
    package func setPath(_ configuration: NetemConfiguration) {
        leftToRight.configuration = configuration
        rightToLeft.configuration = configuration
    }

    /// Sends what both ends have to send, without moving the clock.
    package func drain() {
        while let datagram = left.pollDatagram(now: now) { leftToRight.send(datagram, now: now) }
        while let datagram = right.pollDatagram(now: now) { rightToLeft.send(datagram, now: now) }
    }

    /// Runs until `condition` holds, nothing is left to happen, or `limit` has passed; says whether it held.
    @discardableResult
    package func run(for limit: Duration, until condition: () -> Bool = { false }) -> Bool {
        let end = now + limit
        drain()
        while !condition() {
            guard let next = nextInstant, next <= end, steps < stepLimit else {
                if steps < stepLimit { now = max(now, end) }
                return condition()
            }
            now = max(now, next)
            step()
        }
        return true
    }

    /// When anything happens next; `nil` when both ends and both paths are at rest for ever.
    package var nextInstant: Instant? {
        [left.nextTimeout, right.nextTimeout, leftToRight.nextArrival, rightToLeft.nextArrival].compactMap(\.self).min()
    }

    private func step() {
        steps += 1
        while let datagram = leftToRight.receive(now: now) { right.handle(datagram, now: now) }
        while let datagram = rightToLeft.receive(now: now) { left.handle(datagram, now: now) }
        if let timeout = left.nextTimeout, timeout <= now { left.handleTimeout(now: now) }
        if let timeout = right.nextTimeout, timeout <= now { right.handleTimeout(now: now) }
        drain()
    }
}
