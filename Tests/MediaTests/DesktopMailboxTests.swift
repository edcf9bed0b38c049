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
        mailbox.refuseFrames()
        mailbox.post(frame)
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
