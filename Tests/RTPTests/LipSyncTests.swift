import TestSupport
import Testing
import Wire

@testable import RTP

/// A camera's pictures, 30 a second in virtual time, of which each comes when the line lets it.
@Suite("Pictures wait for their sound")
struct LipSyncTests {
    /// A stream of pictures through a `LipSync`; a picture is its number.
    private struct Camera {
        var sync = LipSync<Int>()
        var now = Instant.origin + .seconds(100)
        /// Recorded at this instant of the receiver's clock.
        var recorded = Instant.origin + .seconds(100)
        var count = 0
        /// How long after its recording each was shown, in milliseconds.
        var shown: [Int64] = []
        var recordings: [Instant] = []
        let origin = UInt32.max - 20_000

        /// Lets a picture come, after all that is due until then was shown.
        /// - Parameters:
        ///   - sound: how long after its recording the sound is heard.
        ///   - late: how long after its recording the picture comes.
        mutating func film(sound: Duration?, late: Duration = .milliseconds(40), step: Duration = .milliseconds(33)) {
            recorded += step
            run(until: max(now, recorded + late))
            let ticks = UInt32(truncatingIfNeeded: (recorded - .origin).inNanoseconds * 9 / 100_000)
            let wait = sound.map { recorded + $0 - now }
            recordings.append(recorded)
            sync.hold(
                count, timestamp: RTPTimestamp(rawValue: origin &+ ticks), wait: wait, now: now)
            count += 1
            run(until: now)
        }

        mutating func run(until end: Instant) {
            while let due = sync.nextTimeout, due <= end {
                now = max(now, due)
                while let frame = sync.poll(now: now) {
                    #expect(frame == shown.count, "none is lost, none passes another")
                    shown.append((now - recordings[frame]).inMilliseconds)
                }
            }
            now = end
        }
    }

    @Test("without sound every picture goes on at once, however unevenly it comes")
    func withoutSound() {
        var camera = Camera()
        for number in 0..<100 {
            camera.film(sound: nil, late: .milliseconds(number % 7 * 15))
            #expect(camera.sync.nextTimeout == nil && camera.shown.count == number + 1)
        }
    }

    @Test("with sound a picture is shown when its sound is heard, and stays there on an uneven line")
    func withSound() {
        var camera = Camera()
        for number in 0..<60 { camera.film(sound: .milliseconds(180), late: .milliseconds(40 + number % 5 * 10)) }
        for number in 0..<200 { camera.film(sound: .milliseconds(180), late: .milliseconds(40 + number % 5 * 20)) }
        camera.run(until: camera.now + .seconds(1))
        #expect(camera.shown.count == 260)
        #expect(camera.shown.dropFirst(60).allSatisfy { (179...181).contains($0) }, "\(camera.shown)")
    }

    @Test("a wait comes and goes by a tenth of the pictures' time, and goes wholly")
    func smoothly() {
        var camera = Camera()
        for _ in 0..<10 { camera.film(sound: nil) }
        for _ in 0..<90 { camera.film(sound: .milliseconds(200)) }
        #expect(abs((camera.shown.last ?? 0) - 200) <= 1)
        for _ in 0..<90 { camera.film(sound: .milliseconds(120)) }
        #expect(abs((camera.shown.last ?? 0) - 120) <= 1)
        for _ in 0..<90 { camera.film(sound: nil) }
        camera.run(until: camera.now + .seconds(1))
        #expect(camera.shown.count == 280 && camera.shown.last == 40)
        for (earlier, later) in zip(camera.shown, camera.shown.dropFirst()) { #expect(abs(later - earlier) <= 4) }
    }

    @Test("a picture that comes too late is shown at once, and those behind it are in time again")
    func late() {
        var camera = Camera()
        for _ in 0..<100 { camera.film(sound: .milliseconds(100)) }
        camera.film(sound: .milliseconds(100), late: .milliseconds(350))
        for _ in 0..<20 { camera.film(sound: .milliseconds(100)) }
        camera.run(until: camera.now + .seconds(1))
        #expect(camera.shown[100] == 350)
        #expect(camera.shown.suffix(11).allSatisfy { (99...101).contains($0) }, "\(camera.shown.suffix(25))")
    }

    @Test("no picture waits for longer than the bound, and no more than the bound wait")
    func bounds() {
        var camera = Camera()
        for _ in 0..<400 { camera.film(sound: .seconds(3), late: .zero) }
        #expect(camera.shown.allSatisfy { $0 <= 500 } && camera.shown.last == 500)
        for _ in 0..<1_000 {
            camera.film(sound: .seconds(3), late: .zero, step: .microseconds(200))
            let pending = camera.count - camera.shown.count
            #expect(pending <= LipSync<Int>.maximumCount)
        }
        camera.run(until: camera.now + .milliseconds(500))
        #expect(camera.shown.count == 1_400 && camera.sync.nextTimeout == nil)
    }

    @Test("another beginning of the timestamps is shown at once, behind what waits", arguments: [-90_000, 1_000_000])
    func anotherBeginning(step: Int32) {
        var sync = LipSync<Int>()
        var now = Instant.origin + .seconds(1)
        var timestamp = RTPTimestamp(rawValue: 7)
        for number in 0..<200 {
            sync.hold(number, timestamp: timestamp, wait: .milliseconds(300), now: now)
            timestamp = timestamp.advanced(by: 3_000)
            now += .microseconds(33_333)
            while sync.poll(now: now) != nil {}
        }
        sync.hold(-1, timestamp: timestamp.advanced(by: UInt32(bitPattern: step)), wait: .milliseconds(300), now: now)
        var rest: [Int] = []
        now += .milliseconds(300)
        while let number = sync.poll(now: now) { rest.append(number) }
        #expect(rest.count > 5 && rest.last == -1 && rest.dropLast() == ArraySlice((200 - rest.count + 1)..<200))
    }
}
