import SessionDomain
import Testing
import Wire

@testable import Console

@Suite struct PageQueueTests {
    private func makeQueue(limit: Int = 100) -> PageQueue {
        PageQueue(snapshotInterval: .milliseconds(50), maximumVideoByteCount: limit)
    }

    private func frame(_ number: UInt64, key: Bool = false, count: Int = 40) -> VideoFrame {
        VideoFrame(
            isKeyFrame: key, width: 0, height: 0, timestamp: number, payload: [UInt8](repeating: 0, count: count))
    }

    private func snapshot(_ name: String) -> Snapshot {
        .host(HostSnapshot(site: .init(name: name, address: "https://site.example"), service: .connected))
    }

    /// The site's name of a snapshot, the timestamp of a frame, or what else came.
    private func name(_ output: PageQueue.Output) -> String {
        switch output {
        case .snapshot(.host(let snapshot)): snapshot.site.name
        case .snapshot(.customer): "customer"
        case .video(let frame): "frame \(frame.timestamp)"
        case .later(let instant): "later \(instant.nanoseconds / 1_000_000)"
        case .nothing: "nothing"
        }
    }

    @Test("The first snapshot goes at once, the newest of those after it 50 ms later")
    func coalescing() {
        var queue = makeQueue()
        queue.offer(snapshot("a"))
        #expect(name(queue.poll(now: .origin)) == "a")
        for text in ["b", "c", "d"] { queue.offer(snapshot(text)) }
        #expect(name(queue.poll(now: .origin + .milliseconds(10))) == "later 50")
        #expect(name(queue.poll(now: .origin + .milliseconds(50))) == "d")
        #expect(name(queue.poll(now: .origin + .milliseconds(60))) == "nothing")
    }

    @Test("Video does not wait for a snapshot's turn")
    func videoBesideSnapshots() {
        var queue = makeQueue()
        queue.offer(snapshot("a"))
        _ = queue.poll(now: .origin)
        queue.offer(snapshot("b"))
        #expect(queue.offer(frame(1, key: true)) == .queued)
        #expect(name(queue.poll(now: .origin)) == "frame 1")
        #expect(name(queue.poll(now: .origin)) == "later 50")
    }

    @Test("A page that opens in the middle asks for a key frame once")
    func opensInTheMiddle() {
        var queue = makeQueue()
        #expect(queue.offer(frame(1)) == .droppedAskingForKeyFrame)
        #expect(queue.offer(frame(2)) == .dropped)
        #expect(queue.offer(frame(3, key: true)) == .queued)
        #expect(queue.offer(frame(4)) == .queued)
        #expect(name(queue.poll(now: .origin)) == "frame 3")
        #expect(name(queue.poll(now: .origin)) == "frame 4")
    }

    @Test("A page that lags loses what waits, and everything until the next key frame")
    func lagging() {
        var queue = makeQueue(limit: 100)
        #expect(queue.offer(frame(1, key: true)) == .queued)
        #expect(queue.offer(frame(2)) == .queued)
        #expect(queue.offer(frame(3)) == .droppedAskingForKeyFrame)
        #expect(name(queue.poll(now: .origin)) == "nothing")
        #expect(queue.offer(frame(4)) == .dropped)
        #expect(queue.offer(frame(5, key: true)) == .queued)
        #expect(name(queue.poll(now: .origin)) == "frame 5")
    }

    @Test("A key frame larger than the limit still goes, alone")
    func largeKeyFrame() {
        var queue = makeQueue(limit: 100)
        _ = queue.offer(frame(1, key: true))
        #expect(queue.offer(frame(2, key: true, count: 500)) == .queued)
        #expect(name(queue.poll(now: .origin)) == "frame 2")
        #expect(name(queue.poll(now: .origin)) == "nothing")
    }

    @Test("The binary message has the layout that the page reads")
    func layout() {
        let frame = VideoFrame(
            isKeyFrame: true, width: 1280, height: 800, timestamp: 0x0102_0304_0506_0708, payload: [0xAA, 0xBB])
        #expect(frame.serialize() == Array(hexadecimal: "01 01 0500 0320 0102030405060708 aabb"))
        var delta = frame
        delta.isKeyFrame = false
        #expect(delta.serialize() == Array(hexadecimal: "01 00 0000 0000 0102030405060708 aabb"))
    }
}
