import Desktop
import Testing
import Wire

@testable import Media

@Suite("Events on their way to the reader")
struct DesktopMailboxTests {
    private let started = DesktopEvent.started(.init(width: 640, height: 480, hasPanicKey: true))
    private let frame = DesktopEvent.frame(
        .init(isKeyFrame: true, width: 640, height: 480, capturedAt: .origin, payload: [1]))

    @Test
    func eventsComeInOrderAndEndAfterTheStop() async {
        let mailbox = DesktopMailbox()
        mailbox.post(started)
        mailbox.post(frame)
        #expect(await mailbox.next() == started)
        #expect(await mailbox.next() == frame)
        mailbox.post(.stopped(.byBar))
        mailbox.post(frame)
        #expect(await mailbox.next() == .stopped(.byBar))
        #expect(await mailbox.next() == nil)
    }

    @Test
    func aStopOvertakesTheFramesThatWait() async {
        let mailbox = DesktopMailbox()
        mailbox.post(started)
        mailbox.post(frame)
        mailbox.post(.stopped(.panicKey))
        #expect(await mailbox.next() == started)
        #expect(await mailbox.next() == .stopped(.panicKey))
    }

    @Test
    func framesAreRefusedFromTheMomentOfStopping() async {
        let mailbox = DesktopMailbox()
        mailbox.post(frame)
        mailbox.refuse()
        mailbox.post(frame)
        mailbox.post(.stopped(.byParent))
        #expect(await mailbox.next() == .stopped(.byParent))
    }

    @Test
    func ofThePointersPlacesTheNewestWaits() async {
        let mailbox = DesktopMailbox()
        mailbox.post(.cursorMoved(.at(x: 1, y: 1)))
        mailbox.post(frame)
        mailbox.post(.cursorMoved(.at(x: 2, y: 2)))
        mailbox.post(.stopped(.byBar))
        #expect(await mailbox.next() == .stopped(.byBar), "a stop overtakes the pointer as well")
        let other = DesktopMailbox()
        for x in UInt16(1)...100 { other.post(.cursorMoved(.at(x: x, y: 1))) }
        other.post(frame)
        #expect(await other.next() == .cursorMoved(.at(x: 100, y: 1)))
        #expect(await other.next() == frame)
    }

    @Test
    func nothingOfTheDesktopIsTakenFromTheMomentOfStopping() async {
        let mailbox = DesktopMailbox()
        mailbox.refuse()
        mailbox.post(.cursorMoved(.at(x: 1, y: 1)))
        mailbox.post(.windows([]))
        mailbox.post(.stopped(.byParent))
        #expect(await mailbox.next() == .stopped(.byParent))
    }

    @Test
    func aReaderThatWaitsIsWoken() async {
        let mailbox = DesktopMailbox()
        async let event = mailbox.next()
        mailbox.post(frame)
        #expect(await event == frame)
    }

    @Test
    func aCancelledReaderIsLetGo() async {
        let mailbox = DesktopMailbox()
        let reader = Task { await mailbox.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
