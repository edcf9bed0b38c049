import Testing
import Wire

@testable import SessionDomain

/// Request, prompt, answer, share, stop.
struct ShareTests {
    let session = Session.connected()

    @Test func aShareFromRequestToStop() throws {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        let prompt = try #require(session.customerSnapshot.prompt)
        #expect(prompt.asker == "Ada" && prompt.isFirst && prompt.secondsLeft == 60)
        #expect(session.customerOutputs.contains(.raisePrompt))
        #expect(session.hostSnapshot.share == .asked(request: prompt.request, scope: .viewDesktop))
        #expect(!session.acceptsPicture)

        session.advance(by: .seconds(1))
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        let grant = try #require(session.startedCapture)
        #expect(session.permits(grant))
        #expect(session.customerSnapshot.share == .starting(request: prompt.request))
        #expect(session.hostSnapshot.share == .starting(request: prompt.request, scope: .viewDesktop))

        session.customer.handleCaptureStarted(grant, surface: .monitor)
        session.deliver()
        #expect(session.hostSnapshot.share == .live(request: prompt.request, scope: .viewDesktop, surface: .monitor))
        #expect(session.acceptsPicture)

        session.customer(.stopShare)
        #expect(!session.permits(grant))
        #expect(session.hostSnapshot.share == .none)
        #expect(session.hostNotices().last == .viewStoppedByCustomer)
        #expect(session.hostIgnoredCount == 0 && session.customerIgnoredCount == 0)
    }

    @Test func captureStopsBeforeAnybodyIsTold() throws {
        let grant = try #require(session.share())
        session.customer(.stopShare)
        let stop = try #require(session.customerOutputs.firstIndex(of: .stopCapture(grant)))
        let told = session.customerOutputs.firstIndex {
            if case .send(.shareStopped) = $0 { true } else { false }
        }
        #expect(stop < (try #require(told)))
    }

    @Test func denied() throws {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        let prompt = try #require(session.customerSnapshot.prompt)
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: false)))
        #expect(session.hostSnapshot.share == .none)
        #expect(session.hostNotices().last == .requestDenied)
        #expect(session.startedCapture == nil)
    }

    @Test func notAnswered() {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        session.advance(by: .seconds(61))
        #expect(session.customerSnapshot.prompt == nil)
        #expect(session.hostNotices().last == .requestTimedOut)
        #expect(session.customerNotices().last == .promptTimedOut)
    }

    @Test func withdrawn() throws {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        let prompt = try #require(session.customerSnapshot.prompt)
        session.host(.withdrawRequest)
        #expect(session.customerSnapshot.prompt == nil)
        session.advance(by: .seconds(1))
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        #expect(session.startedCapture == nil)
        #expect(session.hostSnapshot.share == .none)
    }

    @Test func stoppedByTheHost() throws {
        let grant = try #require(session.share())
        session.host(.stopView)
        #expect(session.customerOutputs.contains(.stopCapture(grant)))
        #expect(!session.acceptsPicture)
        #expect(session.customerNotices().last == .shareStoppedByHost)
    }

    @Test(arguments: [
        (CaptureFailure.noDisplay, NoticeKey.captureNoDisplay, NoticeKey.viewNoDisplay),
        (.displayRefused, .captureDisplayRefused, .viewDisplayRefused),
        (.wayland, .captureWayland, .viewWayland),
        (.unsuitableDisplay, .captureUnsuitableDisplay, .viewUnsuitableDisplay),
        (.displayLost, .captureDisplayLost, .viewDisplayLost),
        (.barLost, .captureBarLost, .viewFailed),
        (.broken, .captureBroken, .viewFailed),
    ])
    func aCaptureThatFailsEndsTheGrantAndBothAreToldWhy(
        failure: CaptureFailure, customerNotice: NoticeKey, hostNotice: NoticeKey
    ) throws {
        session.customer(.sendChat(.init(text: "before")))
        let grant = try #require(session.share())
        session.customer.handleCaptureFailed(grant, failure: failure)
        session.deliver()
        #expect(!session.permits(grant))
        #expect(session.customerNotices().last == customerNotice && customerNotice.isError)
        #expect(session.hostNotices().last == hostNotice && hostNotice.isError)
        #expect(session.hostSnapshot.chat.map(\.text) == ["before"])
        #expect(session.areBothConnected)
    }

    @Test func aDesktopThatCannotBeShownIsExplainedAtTheBeginning() {
        let session = Session(abilities: [.receiveFiles], captureObstacle: .wayland)
        session.connect()
        #expect(session.customerNotices() == [.captureWayland])
        // Our host does not ask who cannot show; another may.
        let request = RequestID(rawValue: "h-9")
        session.customer.handle(
            .requestShare(ControlMessage.RequestShare(request: request, scope: .viewDesktop)), now: session.now)
        session.deliver()
        #expect(session.customerNotices() == [.captureWayland, .captureWayland])
        #expect(
            session.customerOutputs.contains(
                .send(.answerShare(ControlMessage.AnswerShare(request: request, answer: .unable)))))
    }

    @Test func aCaptureThatStartsAfterTheStopIsStopped() throws {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        session.advance(by: .seconds(1))
        let prompt = try #require(session.customerSnapshot.prompt)
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        let grant = try #require(session.startedCapture)
        session.customer(.stopShare)
        session.customer.handleCaptureStarted(grant, surface: .monitor)
        session.deliver()
        #expect(session.customerOutputs.count { $0 == .stopCapture(grant) } == 2)
        #expect(session.hostSnapshot.share == .none)
    }

    @Test func whoCannotShowAnythingSaysSo() {
        let session = Session.connected(abilities: [])
        let request = ControlMessage.RequestShare(request: RequestID(rawValue: "r"), scope: .viewDesktop)
        session.customer.handle(.requestShare(request), now: session.now)
        session.deliver()
        #expect(session.customerSnapshot.prompt == nil)
        #expect(session.customerOutputs.contains(.send(.answerShare(.init(request: request.request, answer: .unable)))))
        session.host(.requestShare(.init(scope: .viewDesktop)))
        #expect(session.hostSnapshot.share == .none)
    }

    @Test func anAnswerThatNobodyAskedForGrantsNothing() {
        let request = RequestID(rawValue: "x")
        session.host.handle(.answerShare(.init(request: request, answer: .allowed)), now: session.now)
        session.host.handle(.shareStarted(.init(request: request, surface: .monitor)), now: session.now)
        session.host.handle(.shareStopped(.init(request: request, reason: .ended)), now: session.now)
        #expect(session.hostSnapshot.share == .none)
        #expect(!session.acceptsPicture)
        #expect(session.hostIgnoredCount == 3)
    }

    @Test func aStopOfAnotherRequestStopsNothing() throws {
        let grant = try #require(session.share())
        session.customer.handle(.stopShare(.init(request: RequestID(rawValue: "other"))), now: session.now)
        #expect(session.permits(grant))
        #expect(session.customerIgnoredCount == 1)
    }

    @Test func replayedControlMessagesRaiseNoRight() throws {
        _ = try #require(session.share())
        session.customer(.stopShare)
        let replay = session.hostOutputs
        for output in replay {
            if case .send(let message) = output, message != .end { session.customer.handle(message, now: session.now) }
        }
        session.deliver()
        #expect(session.customerSnapshot.prompt == nil)
        #expect(session.customerSnapshot.share == .none)
        #expect(session.customerIgnoredCount > 0)
    }
}
