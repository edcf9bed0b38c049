import Testing
import Wire

@testable import SessionDomain

/// Control of the customer's desktop: with the view, beside it, and its end.
struct ControlTests {
    let session = Session.connected(abilities: [.shareDesktop, .controlDesktop])
    let act = InputEvent.release

    @Test func oneRequestForBothGivesAGrantForEach() throws {
        session.host(.requestShare(.init(scope: .controlDesktop)))
        let prompt = try #require(session.customerSnapshot.prompt)
        #expect(prompt.scope == .controlDesktop)
        #expect(session.hostSnapshot.share == .asked(request: prompt.request, scope: .viewDesktop))
        #expect(session.hostSnapshot.control == .asked(request: prompt.request))

        let view = try #require(allow())
        #expect(view.scope == .viewDesktop)
        #expect(session.startedControl?.scope == .controlDesktop)
        session.customer.handleCaptureStarted(view, surface: .monitor)
        session.deliver()
        #expect(session.hostSnapshot.control == .held(request: prompt.request, isPaused: false))
        session.host(.input(.init(event: act)))
        #expect(session.injected == [act])
        #expect(session.customerIgnoredCount == 0 && session.hostIgnoredCount == 0)
    }

    @Test func controlIsAddedToAViewAndEndsWithoutIt() throws {
        _ = try #require(session.share())
        session.host(.requestShare(.init(scope: .controlDesktop)))
        let prompt = try #require(session.customerSnapshot.prompt)
        #expect(session.customerSnapshot.share != .none)
        _ = allow()
        let control = try #require(session.startedControl)
        #expect(control.request == prompt.request && session.permitsInput(control))

        session.customer(.stopControl)
        #expect(!session.permitsInput(control))
        #expect(session.hostSnapshot.control == .none)
        #expect(session.hostNotices().last == .controlStoppedByCustomer)
        guard case .live = session.hostSnapshot.share else {
            Issue.record("the view must go on")
            return
        }
    }

    @Test func theEndOfTheViewIsTheEndOfControl() throws {
        let control = try takeControl()
        session.customer(.stopShare)
        #expect(!session.permitsInput(control))
        #expect(session.hostSnapshot.control == .none && !session.customerSnapshot.isControlled)
    }

    @Test func theHostGivesControlBack() throws {
        let control = try takeControl()
        session.host(.stopControl)
        #expect(!session.permitsInput(control))
        #expect(session.customerNotices().last == .controlStoppedByHost)
        session.host(.input(.init(event: act)))
        #expect(session.injected.isEmpty)
    }

    @Test func inputWithoutAGrantIsRefusedAndCounted() throws {
        let message = InputMessage(request: RequestID(rawValue: "r"), sequence: 1, event: act)
        session.customer.handle(message, isReliable: true, now: session.now)
        _ = try #require(session.share())
        session.customer.handle(message, isReliable: true, now: session.now)
        session.deliver()
        #expect(session.customerIgnoredCount == 2 && session.injected.isEmpty)
    }

    @Test func whatComesAfterARevokeFitsNoLaterGrant() throws {
        let first = try takeControl()
        session.customer(.stopControl)
        session.host(.requestShare(.init(scope: .controlDesktop)))
        _ = allow()
        #expect(session.startedControl != first)
        session.customer.handle(
            InputMessage(request: first.request, sequence: 99, event: act), isReliable: true, now: session.now)
        session.deliver()
        #expect(session.customerIgnoredCount == 1 && session.injected.isEmpty)
    }

    @Test func inputDuringAQuestionDoesNothing() throws {
        _ = try #require(session.share())
        session.host(.requestShare(.init(scope: .controlDesktop)))
        let request = try #require(session.customerSnapshot.prompt).request
        for sequence in 1...100 {
            session.customer.handle(
                InputMessage(request: request, sequence: sequence, event: act), isReliable: true, now: session.now)
        }
        session.deliver()
        #expect(session.injected.isEmpty && session.startedControl == nil)
        #expect(session.customerSnapshot.prompt?.request == request)
    }

    @Test func aSilentHostPausesInjection() throws {
        _ = try takeControl()
        session.isPathUp = false
        session.advance(by: .seconds(5))
        #expect(session.customerOutputs.contains(.pauseControl(true)))
        session.isPathUp = true
        session.advance(by: .seconds(2))
        #expect(session.customerOutputs.contains(.pauseControl(false)))
    }

    @Test func whoCannotGiveControlIsNotAskedForIt() throws {
        let session = Session.connected()
        session.host(.requestShare(.init(scope: .controlDesktop)))
        #expect(session.customerSnapshot.prompt == nil && session.hostSnapshot.control == .none)
        session.customer.handle(
            .requestShare(.init(request: RequestID(rawValue: "r"), scope: .controlDesktop)), now: session.now)
        session.deliver()
        #expect(session.customerSnapshot.prompt == nil)
    }

    @Test func theCustomersOwnUseIsToldToTheHost() throws {
        let control = try takeControl()
        let view = try #require(session.startedCapture)
        session.customer.handleLocalUse(true, under: view)
        session.deliver()
        #expect(session.hostSnapshot.control == .held(request: control.request, isPaused: true))
    }

    @Test func aDeniedRequestLeavesTheView() throws {
        _ = try #require(session.share())
        session.host(.requestShare(.init(scope: .controlDesktop)))
        let request = try #require(session.customerSnapshot.prompt).request
        session.customer(.answerPrompt(.init(request: request, isAllowed: false)))
        #expect(session.hostSnapshot.control == .none && session.hostNotices().last == .requestDenied)
        guard case .live = session.hostSnapshot.share else {
            Issue.record("the view must go on")
            return
        }
    }

    /// Allows the open prompt; the grant of a capture that began by it.
    private func allow() -> Grant? {
        guard let prompt = session.customerSnapshot.prompt else { return nil }
        session.advance(by: .seconds(1))
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        return session.startedCapture
    }

    private func takeControl() throws -> Grant {
        _ = try #require(session.share())
        session.host(.requestShare(.init(scope: .controlDesktop)))
        _ = allow()
        return try #require(session.startedControl)
    }
}
