import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("The receiver's window")
struct WindowTests {
    @Test("a reader that pauses stops the sender, costs little, and loses nothing")
    func pause() throws {
        let pair = SCTPPair(path: NetemConfiguration(latency: .milliseconds(5), loss: 0.01))
        #expect(pair.connect())
        pair.right.association.isDeliveryPaused = true
        let count = 500
        for number in 0..<count {
            try pair.left.send([UInt8](repeating: UInt8(number & 255), count: 20_000), now: pair.now)
        }
        pair.run(for: .seconds(60))
        let held = pair.right.association.events.undeliveredCost + pair.right.association.inbound.cost
        #expect(held > 3 * 1024 * 1024)
        #expect(held <= SCTPConfiguration().receiveBuffer + SCTPConfiguration().maximumMessageSize)
        let before = pair.leftToRight.statistics.sent
        pair.run(for: .seconds(1200))
        #expect(pair.leftToRight.statistics.sent - before < 400, "a closed window is probed, not flooded")
        #expect(pair.left.closeReason == nil)
        pair.right.association.isDeliveryPaused = false
        let resumed = pair.now
        let probes = pair.leftToRight.statistics.sent
        pair.run(for: .milliseconds(20))
        #expect(pair.leftToRight.statistics.sent > probes, "the open window is told, not found by the next probe")
        #expect(pair.run(for: .seconds(60)) { pair.right.messageCount == count })
        #expect(pair.now - resumed < .seconds(20))
        let inOrder = pair.right.messages(on: 1).enumerated().allSatisfy { $1.first == UInt8($0 & 255) }
        #expect(inOrder)
        #expect(pair.settle())
    }

    @Test(
        "a window below one packet is told as none",
        arguments: [
            (1_000_000, 0), (998_000, 2000), (998_719, 1281), (998_721, 0), (2_000_000, 0),
        ])
    func sillyWindow(undelivered: Int, window: Int) {
        let inbound = InboundData(initialTSN: TSN(rawValue: 1), capacity: 1_000_000, maximumMessageSize: 1000)
        #expect(inbound.receiverWindow(undelivered: undelivered) == window)
    }

    @Test("many tiny messages are held within the buffer too")
    func tiny() throws {
        let pair = SCTPPair(path: NetemConfiguration(latency: .milliseconds(1)))
        #expect(pair.connect())
        pair.right.association.isDeliveryPaused = true
        for _ in 0..<200_000 { try pair.left.send([1], now: pair.now) }
        pair.run(for: .seconds(30))
        #expect(pair.right.association.events.undeliveredCost <= SCTPConfiguration().receiveBuffer)
        pair.right.association.isDeliveryPaused = false
        #expect(pair.run(for: .seconds(120)) { pair.right.messageCount == 200_000 })
        #expect(pair.settle())
    }

    @Test("a message longer than announced ends the association")
    func tooLong() throws {
        var configuration = SCTPConfiguration()
        configuration.maximumMessageSize = 10_000
        configuration.peerMaximumMessageSize = 0
        let pair = SCTPPair(configuration: configuration)
        #expect(pair.connect())
        try pair.left.send([UInt8](repeating: 1, count: 10_000), now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.messageCount == 1)
        try pair.left.send([UInt8](repeating: 1, count: 10_001), now: pair.now)
        pair.run(for: .seconds(5))
        #expect(pair.right.closeReason == .protocolError(.protocolViolation))
        #expect(pair.left.closeReason == .abortedByPeer(.protocolViolation))
    }

    @Test("what is sent is bounded as well")
    func sendBuffer() throws {
        var configuration = SCTPConfiguration()
        configuration.sendBuffer = 100_000
        let pair = SCTPPair(configuration: configuration)
        try pair.left.send([UInt8](repeating: 1, count: 60_000), now: pair.now)
        #expect(throws: SCTPError.sendBufferFull(limit: 100_000)) {
            try pair.left.send([UInt8](repeating: 1, count: 60_000), now: pair.now)
        }
    }
}
