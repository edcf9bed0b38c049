import Desktop
import Media
import RTP
import Testing
import Wire

@Suite("Those who watch the screen")
struct ScreenAudienceTests {
    private var now = Instant.origin + .seconds(5)
    private var audience = ScreenAudience<Int>(hasLayers: true)
    private var told = (bitsPerSecond: UInt32(0), layers: DesktopLayers.single, isHeld: false)

    private mutating func drain() {
        while let order = audience.pollOrder() {
            switch order {
            case .setBitsPerSecond(let bitsPerSecond): told.bitsPerSecond = bitsPerSecond
            case .setLayers(let layers): told.layers = layers
            case .holdFrames(let isHeld): told.isHeld = isHeld
            }
        }
    }

    private mutating func lines(_ kilobits: [Int: Int]) {
        audience.setViewers(Set(kilobits.keys), now: now)
        for (viewer, kilobits) in kilobits { audience.handleBitrate(UInt32(kilobits * 1_000), of: viewer, now: now) }
        drain()
    }

    /// Frames go on.
    private mutating func film(_ duration: Duration) {
        let end = now + duration
        while now < end {
            now += .milliseconds(33)
            audience.handleFrame(now: now)
            drain()
        }
    }

    private func takers(layer: Int?) -> Set<Int> {
        let frame = EncodedVideoFrame(
            isKeyFrame: false, temporalLayer: layer, rtpTimestamp: RTPTimestamp(rawValue: 0), width: 0, height: 0,
            payload: [])
        return Set((0..<8).filter { audience.takes(frame, $0) })
    }

    @Test("One viewer has a single layer and all that its line takes")
    mutating func alone() {
        lines([0: 3_000])
        #expect(told == (3_000_000, .single, false))
        film(.seconds(10))
        lines([0: 200])
        #expect(told == (200_000, .single, false))
    }

    @Test("Of lines that are alike the narrowest counts, and nobody is left out")
    mutating func alike() {
        lines([0: 3_000, 1: 2_200])
        film(.seconds(10))
        #expect(told == (2_200_000, .base, false))
        #expect(takers(layer: 1).isSuperset(of: [0, 1]))
    }

    @Test(
        "A line far below the others gets layer 0 alone, and the others go on at what that layer allows",
        arguments: [
            ([0: 5_000, 1: 2_400], 4_000), ([0: 5_000, 1: 600], 1_000),
            ([0: 2_400, 1: 1_500, 2: 4_000, 3: 2_500], 2_400),
        ])
    mutating func far(kilobits: [Int: Int], expected: Int) {
        lines(kilobits)
        #expect(told.layers == .two)
        #expect(told.bitsPerSecond / 1_000 == UInt32(expected))
        #expect(!takers(layer: 1).contains(1) && takers(layer: 1).isSuperset(of: Set(kilobits.keys).subtracting([1])))
        #expect(takers(layer: 0).isSuperset(of: kilobits.keys) && takers(layer: nil).isSuperset(of: kilobits.keys))
    }

    @Test("A line that falls behind counts at once for the rate, after a second for layers, and comes back after five")
    mutating func hysteresis() {
        lines([0: 3_000, 1: 2_800])
        film(.seconds(3))
        lines([0: 3_000, 1: 900])
        #expect(told == (900_000, .base, false))
        film(.milliseconds(900))
        #expect(told.layers == .base)
        film(.milliseconds(200))
        #expect(told == (1_500_000, .two, false))
        // Better, but not near; near, but not for long.
        lines([0: 3_000, 1: 2_400])
        film(.seconds(10))
        #expect(told == (3_000_000, .two, false))
        for _ in 0..<5 {
            lines([0: 3_000, 1: 2_700])
            film(.seconds(4))
            lines([0: 3_000, 1: 2_000])
            film(.milliseconds(500))
        }
        #expect(told.layers == .two && !takers(layer: 1).contains(1))
        lines([0: 3_000, 1: 2_700])
        film(.milliseconds(5_100))
        #expect(told == (2_700_000, .base, false))
        #expect(takers(layer: 1).contains(1))
    }

    @Test("Whoever comes or goes is counted at once")
    mutating func comingAndGoing() {
        lines([0: 3_000])
        lines([0: 3_000, 1: 300])
        #expect(told == (500_000, .two, false))
        audience.handleBitrate(50_000, of: 7, now: now)
        drain()
        #expect(told.bitsPerSecond == 500_000, "a stranger's line")
        lines([0: 3_000])
        #expect(told == (3_000_000, .single, false))
        audience.setViewers([], now: now)
        drain()
        #expect(told == (3_000_000, .single, false))
    }

    @Test("While a viewer's frames wait none are made, and those of layer 1 are not for it")
    mutating func backlog() {
        lines([0: 3_000, 1: 2_900])
        audience.handleBacklog(isTooLong: true, of: 1)
        audience.handleBacklog(isTooLong: true, of: 9)
        drain()
        #expect(told.isHeld && !takers(layer: 1).contains(1) && takers(layer: 1).contains(0))
        audience.handleBacklog(isTooLong: false, of: 1)
        drain()
        #expect(!told.isHeld)
        audience.handleBacklog(isTooLong: true, of: 1)
        drain()
        audience.setViewers([0], now: now)
        drain()
        #expect(!told.isHeld, "whoever went holds nobody up")
    }

    @Test("An encoder without layers makes what the narrowest line takes")
    mutating func withoutLayers() {
        audience = ScreenAudience(hasLayers: false)
        lines([0: 3_000, 1: 300])
        film(.seconds(5))
        #expect(told == (300_000, .single, false))
    }
}
