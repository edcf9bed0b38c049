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
            #expect(region.boxes.count <= 8)
            for change in inserted {
                #expect(region.boxes.contains { $0.intersection(change) == change })
            }
            #expect(!region.removeAll().isEmpty && region.isEmpty)
        }
    }

    @Test
    func thePointerIsBlendedWhereItIsAndNowhereElse() {
        // Two by two: opaque red, half-transparent white, transparent, opaque blue; colours multiplied by alpha.
        let cursor = Cursor(bounds: box(9, 9, 2, 2), pixels: [0xFFFF_0000, 0x8080_8080, 0, 0xFF00_00FF])
        var pixels = [UInt8](repeating: 100, count: 4 * 4 * 4)
        pixels.withUnsafeMutableBufferPointer { buffer in
            cursor.blend(over: buffer.baseAddress!, stride: 16, of: box(8, 8, 4, 4))  // the array is not empty
        }
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(pixels[(y * 4 + x) * 4..<(y * 4 + x) * 4 + 3]) }
        #expect(pixel(1, 1) == [0, 0, 255])
        #expect(pixel(2, 1) == [177, 177, 177])
        #expect(pixel(1, 2) == [100, 100, 100])
        #expect(pixel(2, 2) == [255, 0, 0])
        #expect(pixel(0, 0) == [100, 100, 100] && pixel(3, 3) == [100, 100, 100])
    }

    @Test(arguments: [(-5, -5), (3, 3), (-1, 2), (2, -1), (50, 50)])
    func aPointerAtAnEdgeIsCut(x: Int, y: Int) {
        let cursor = Cursor(bounds: box(x, y, 3, 3), pixels: [UInt32](repeating: 0xFF00_0000, count: 9))
        var pixels = [UInt8](repeating: 100, count: 4 * 4 * 4)
        pixels.withUnsafeMutableBufferPointer { buffer in
            cursor.blend(over: buffer.baseAddress!, stride: 16, of: box(0, 0, 4, 4))  // the array is not empty
        }
        let covered = cursor.bounds.intersection(box(0, 0, 4, 4)).area
        #expect(pixels.filter { $0 == 0 }.count == 3 * covered)
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
