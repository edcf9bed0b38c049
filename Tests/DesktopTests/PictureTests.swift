import Testing
import VPX

@testable import Desktop

@Suite("What is read and drawn")
struct PictureTests {
    private func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRectangle {
        PixelRectangle(x: x, y: y, width: width, height: height)
    }

    @Test
    func changesFarApartStayApart() {
        var region = DamageRegion()
        region.insert(box(0, 0, 16, 16))
        region.insert(box(1_900, 1_060, 16, 16))
        #expect(region.boxes.count == 2)
    }

    @Test
    func changesCloseTogetherBecomeOne() {
        var region = DamageRegion()
        for x in stride(from: 0, to: 160, by: 16) { region.insert(box(x, 100, 16, 20)) }
        #expect(region.boxes == [box(0, 100, 160, 20)])
    }

    @Test
    func emptyBoxesAreNothing() {
        var region = DamageRegion()
        region.insert(box(5, 5, 0, 10))
        region.insert(box(5, 5, 10, -1))
        #expect(region.isEmpty)
    }

    @Test
    func whateverIsInsertedIsCoveredByFewBoxes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            var region = DamageRegion()
            var inserted: [PixelRectangle] = []
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                let change = box(
                    .random(in: 0..<3_800, using: &generator), .random(in: 0..<2_100, using: &generator),
                    .random(in: 1..<200, using: &generator), .random(in: 1..<200, using: &generator))
                inserted.append(change)
                region.insert(change)
            }
            #expect(region.boxes.count <= DamageRegion.maximumCount)
            for change in inserted {
                #expect(region.boxes.contains { $0.intersection(change) == change })
            }
            #expect(!region.removeAll().isEmpty && region.isEmpty)
        }
    }

    @Test
    func ofManySmallChangesTheNearestAreJoined() {
        var region = DamageRegion()
        for index in 0..<17 { region.insert(box(index % 4 * 900, index / 4 * 500, 100, 100)) }
        region.insert(box(3_600, 100, 100, 100))
        #expect(region.boxes.count == DamageRegion.maximumCount)
        #expect(region.boxes.allSatisfy { $0.area < 1_000 * 600 }, "no box is the whole screen")
    }

    @Test(
        arguments: [
            (0xFF10_2030, 0xFF10_2030), (0x0000_0000, 0), (0x0012_3456, 0), (0x8080_8080, 0x80FF_FFFF),
            (0x8040_0000, 0x8080_0000), (0x0101_0101, 0x01FF_FFFF), (0x7FFF_FFFF, 0x7FFF_FFFF),
        ] as [(UInt32, UInt32)])
    func thePointersColoursAreDividedByAlpha(pixel: UInt32, divided: UInt32) {
        #expect(DesktopCursor.divideByAlpha(pixel) == divided)
    }

    @Test
    func aBoxWithoutAnotherIsWhatIsAroundIt() {
        let whole = box(10, 20, 100, 50)
        #expect(whole.subtracting(box(200, 200, 5, 5)) == [whole])
        #expect(whole.subtracting(whole).isEmpty)
        #expect(whole.subtracting(box(0, 0, 60, 100)) == [box(60, 20, 50, 50)])
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            func random() -> PixelRectangle {
                box(
                    .random(in: 0..<20, using: &generator), .random(in: 0..<20, using: &generator),
                    .random(in: 0..<20, using: &generator), .random(in: 0..<20, using: &generator))
            }
            let (first, second) = (random(), random())
            let parts = first.subtracting(second)
            #expect(parts.reduce(0) { $0 + $1.area } == first.area - first.intersection(second).area)
            #expect(parts.allSatisfy { $0.intersection(second).isEmpty && $0.intersection(first) == $0 })
        }
    }

    @Test(arguments: [
        ("Ada Lovelace", "Ada Lovelace"), ("王小明", "王小明"), ("Zo\u{EB}", "Zo\u{EB}"),
        ("Ada\nStop sharing", "AdaStop sharing"), ("\u{202E}adA", "adA"), ("A\u{0}\u{7F}\u{200B}B", "AB"),
        (String(repeating: "x", count: 1_000), String(repeating: "x", count: 200)),
    ])
    func aNameCannotBreakTheBar(name: String, shown: String) {
        #expect(DisplayText.sanitize(name) == shown)
    }
}
