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
        case .note(let note): "note \(note.subject)"
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

    @Test("A camera that lags holds up neither the screen nor another camera")
    func picturesApart() {
        var queue = makeQueue(limit: 100)
        var camera = frame(10, key: true)
        camera.picture = .camera(.init(rawValue: "ada"))
        #expect(queue.offer(frame(1, key: true)) == .queued)
        #expect(queue.offer(camera) == .queued)
        camera.isKeyFrame = false
        camera.payload = [UInt8](repeating: 0, count: 90)
        #expect(queue.offer(camera) == .droppedAskingForKeyFrame)
        #expect(queue.offer(frame(2)) == .queued)
        #expect(name(queue.poll(now: .origin)) == "frame 1")
        #expect(name(queue.poll(now: .origin)) == "frame 2")
        #expect(name(queue.poll(now: .origin)) == "nothing")
    }

    @Test("Pictures of more people than a session has are dropped")
    func tooManyPictures() {
        var queue = makeQueue()
        for number in 0..<20 {
            var camera = frame(1, key: true)
            camera.picture = .camera(.init(rawValue: "person-\(number)"))
            #expect(queue.offer(camera) == (number < PageQueue.maximumPictureCount ? .queued : .dropped))
        }
    }

    @Test("Of notes on one subject the newest goes, before video")
    func notes() {
        var queue = makeQueue()
        queue.offer(PageNote.pointerPlace([2, 0, 1, 0, 1]))
        queue.offer(PageNote.pointerPlace([2, 0, 9, 0, 9]))
        queue.offer(PageNote.pointerShape([1]))
        _ = queue.offer(frame(1, key: true))
        #expect(name(queue.poll(now: .origin)) == "note pointerShape")
        guard case .note(let note) = queue.poll(now: .origin) else {
            Issue.record("the place follows the shape")
            return
        }
        #expect(note.serialize() == [3, 2, 0, 9, 0, 9])
        #expect(name(queue.poll(now: .origin)) == "frame 1")
    }

    @Test("Notes have the layout that the page reads")
    func noteLayout() {
        let levels = PageNote.levels(own: 40, people: [.init(person: .init(rawValue: "ada"), level: 7)])
        #expect(levels.serialize() == Array(hexadecimal: "05 28 03 616461 07"))
        #expect(PageNote.bitrate(.camera, 300_000).serialize() == Array(hexadecimal: "06 02 000493e0"))
        #expect(PageNote.keyFrameWanted(.screen).serialize() == [7, 1])
    }

    @Test("A page's frame is read, and nothing else is taken for one")
    func pageFrames() throws {
        let bytes = try #require(Array(hexadecimal: "02 03 0140 00f0 0000000000000102 aabb"))
        let frame = try PageFrame.parse(bytes)
        #expect(
            frame
                == PageFrame(
                    source: .camera, codec: .vp9, isKeyFrame: true, width: 320, height: 240, timestamp: 258,
                    payload: [0xAA, 0xBB]))
        for length in 0..<15 { #expect(throws: ParseError.self) { try PageFrame.parse(Array(bytes.prefix(length))) } }
        for (offset, value) in [(0, 0), (0, 3), (1, 0b111), (1, 0b1000)] as [(Int, UInt8)] {
            var wrong = bytes
            wrong[offset] = value
            #expect(throws: ParseError.self) { try PageFrame.parse(wrong) }
        }
    }

    @Test("The binary message has the layout that the page reads")
    func layout() {
        let frame = VideoFrame(
            isKeyFrame: true, width: 1280, height: 800, timestamp: 0x0102_0304_0506_0708, payload: [0xAA, 0xBB])
        #expect(frame.serialize() == Array(hexadecimal: "01 01 0500 0320 0102030405060708 aabb"))
        var delta = frame
        delta.isKeyFrame = false
        #expect(delta.serialize() == Array(hexadecimal: "01 00 0000 0000 0102030405060708 aabb"))
        delta.codec = .vp9Profile1
        delta.picture = .camera(.init(rawValue: "ada"))
        #expect(delta.serialize() == Array(hexadecimal: "02 04 0000 0000 0102030405060708 03616461 aabb"))
    }
}
