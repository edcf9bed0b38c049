import Desktop
import Testing

@testable import Node

/// The pointer of a shared desktop on its way to the host.
struct PointerTests {
    @Test func aShapeIsRedGreenBlueAlpha() {
        let cursor = DesktopCursor(
            serial: 9, width: 2, height: 1, hotSpotX: 1, hotSpotY: 0, pixels: [0x80AA_BBCC, 0x0000_0001])
        let bytes = PointerMessage.shape(cursor).serialize()
        #expect(bytes == [1, 0, 2, 0, 1, 0, 1, 0, 0, 0xAA, 0xBB, 0xCC, 0x80, 0, 0, 1, 0])
        #expect(PointerMessage.subject(of: bytes) == .shape)
    }

    @Test func aPlaceIsSigned() {
        #expect(PointerMessage.place(x: -1, y: 258).serialize() == [2, 0xFF, 0xFF, 1, 2])
        #expect(PointerMessage.hidden.serialize() == [3])
    }

    @Test(
        arguments: [
            [], [0], [4], [1], [1, 0, 1, 0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 0], [2, 0, 1, 0],
            [2, 0, 1, 0, 1, 9], [3, 0],
            [1, 0x40, 0, 0x40, 0, 0, 0, 0, 0, 1, 2, 3, 4],
        ] as [[UInt8]])
    func whatHasAnotherSizeThanItSaysIsNoMessage(message: [UInt8]) {
        #expect(PointerMessage.subject(of: message) == nil)
    }

    @Test func aPlaceFollowsTheSizeOfTheFrames() {
        var scale = PointerScale()
        #expect(scale.message(.at(x: 10, y: 20)) == .place(x: 10, y: 20))
        scale.handleCaptured(width: 1_920, height: 1_080)
        scale.handleFrame(width: 960, height: 540)
        scale.handleFrame(width: 0, height: 0)
        #expect(scale.message(.at(x: 1_000, y: 100)) == .place(x: 500, y: 50))
        #expect(scale.message(.hidden) == .hidden)
    }
}
