import ICE
import Testing

@testable import PeerConnection

@Suite("A connection's events")
struct PeerConnectionEventsTests {
    private static func read(_ events: PeerConnectionEvents) async -> [PeerConnectionState] {
        var states: [PeerConnectionState] = []
        for await event in events { if case .stateChanged(let state) = event { states.append(state) } }
        return states
    }

    @Test("come in order, those from before the reader as well, and then the end")
    func order() async {
        let events = PeerConnectionEvents()
        events.yield(.stateChanged(.connecting))
        async let read = Self.read(events)
        for _ in 0..<1_000 { events.yield(.stateChanged(.connected)) }
        events.yield(.stateChanged(.closed))
        events.finish()
        events.yield(.stateChanged(.new))
        let states = await read
        #expect(states.first == .connecting)
        #expect(states.last == .closed)
        #expect(states.count == 1_002)
    }

    @Test("a reader that is cancelled while it waits comes back")
    func cancellation() async {
        let events = PeerConnectionEvents()
        let reader = Task { await Self.read(events) }
        await Task.yield()
        reader.cancel()
        #expect(await reader.value == [])
    }

    @Test("a reader on the network loop goes on there")
    func isolation() async {
        let loop = NetworkLoop()
        let reader = LoopReader(loop: loop)
        let events = PeerConnectionEvents()
        async let count = reader.countOnLoop(events)
        for _ in 0..<100 { events.yield(.restartWanted) }
        events.finish()
        #expect(await count == 100)
    }

    /// Reads on the loop's thread.
    private actor LoopReader {
        nonisolated let loop: NetworkLoop
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(loop: NetworkLoop) { self.loop = loop }

        func countOnLoop(_ events: PeerConnectionEvents) async -> Int {
            var count = 0
            for await _ in events where loop.isCurrent { count += 1 }
            return count
        }
    }
}
