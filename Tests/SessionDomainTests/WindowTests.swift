import Testing
import Wire

@testable import SessionDomain

/// Windows that the customer picks: the request, the choice, and what it keeps from the host.
struct WindowTests {
    let session = Session.connected(
        abilities: [.shareDesktop, .controlDesktop, .shareApplication, .controlApplication])
    let offered = [
        ShareableWindow(window: 7, title: "Letter", program: "Editor"),
        ShareableWindow(window: 8, title: "Bank", program: "Browser"),
    ]

    @Test func thePickedWindowsAreShownAndNothingElse() throws {
        let grant = try ask(.viewApplication)
        #expect(session.hostSnapshot.share == .starting(request: grant.request, scope: .viewApplication))
        #expect(session.customerSnapshot.share == .choosing(request: grant.request, windows: offered))
        session.customer(.chooseWindows(.init(request: grant.request, windows: [7])))
        #expect(shownWindows == [[7]])
        session.customer.handleCaptureStarted(grant, surface: .window)
        session.deliver()
        #expect(session.customerSnapshot.isOfWindows)
        #expect(
            session.hostSnapshot.share
                == .live(request: grant.request, scope: .viewApplication, surface: .window))
    }

    @Test(arguments: [([9], "r"), ([7, 9], "r"), ([7], "another")] as [([UInt32], String)])
    func aPickOfSomethingElseMeansNothing(windows: [UInt32], request: String) throws {
        let grant = try ask(.viewApplication)
        let named = request == "r" ? grant.request : RequestID(rawValue: request)
        session.customer(.chooseWindows(.init(request: named, windows: windows)))
        #expect(shownWindows.isEmpty && session.permits(grant))
    }

    @Test func nothingPickedEndsTheRequest() throws {
        let grant = try ask(.viewApplication)
        session.customer(.chooseWindows(.init(request: grant.request, windows: [])))
        #expect(!session.permits(grant) && session.hostSnapshot.share == .none)
        #expect(session.hostNotices().last == .requestNotShared)
    }

    @Test func aChoiceThatNobodyMakesEnds() throws {
        let grant = try ask(.viewApplication)
        session.advance(by: WindowChoice.timeout - .seconds(1))
        session.customer.handleWindows(offered, under: grant, now: session.now)
        #expect(session.permits(grant))
        session.advance(by: .seconds(2))
        #expect(!session.permits(grant))
        #expect(session.hostNotices().last == .requestNotShared)
    }

    @Test func theHostLearnsNothingOfTheDesktopAround() throws {
        let grant = try show(.viewApplication)
        let monitors = MonitorList(
            monitors: [.init(monitor: 1, name: "A", width: 10, height: 10, isPrimary: true)], shown: 1)
        session.customer.handleMonitors(monitors, under: grant)
        session.deliver()
        #expect(session.hostSnapshot.monitors == nil)
        session.customer.handle(.chooseMonitor(.init(monitor: 1)), now: session.now)
        #expect(session.customerIgnoredCount == 1)
    }

    @Test func controlOfWindowsIsNotControlOfTheDesktop() throws {
        _ = try show(.viewApplication)
        session.host(.requestShare(.init(scope: .controlDesktop)))
        #expect(session.customerSnapshot.prompt == nil)
        session.customer.handle(
            .requestShare(.init(request: RequestID(rawValue: "x"), scope: .controlDesktop)), now: session.now)
        #expect(session.customerSnapshot.prompt == nil && session.customerIgnoredCount == 1)

        session.host(.requestShare(.init(scope: .controlApplication)))
        try allow()
        #expect(session.startedControl?.scope == .controlApplication)
    }

    @Test func oneRequestForBothInjectsNothingBeforeThePick() throws {
        let grant = try ask(.controlApplication)
        #expect(grant.scope == .viewApplication)
        let control = try #require(session.startedControl)
        #expect(control.scope == .controlApplication && !session.permitsInput(control))
        session.customer(.chooseWindows(.init(request: grant.request, windows: [7])))
        session.customer.handleCaptureStarted(grant, surface: .window)
        #expect(session.permitsInput(control))
    }

    @Test func aWindowThatAShownProgramOpensIsAskedForAndSuspendsControl() throws {
        let grant = try show(.controlApplication)
        let control = try #require(session.startedControl)
        for window in [9, 10] as [UInt32] {
            session.customer.handleOpened(
                .init(window: window, title: "Save", program: "Editor"), under: grant, now: session.now)
        }
        #expect(session.customerSnapshot.prompt?.window?.window == 9 && !session.permitsInput(control))
        try allow()
        #expect(shownWindows.last == [7, 8, 9])
        let second = try #require(session.customerSnapshot.prompt)
        #expect(second.window?.window == 10)
        // The host neither opened this question nor can it close it.
        session.customer.handle(.withdrawRequest(.init(request: second.request)), now: session.now)
        #expect(session.customerSnapshot.prompt == second)
        session.customer(.answerPrompt(.init(request: second.request, isAllowed: false)))
        #expect(session.customerSnapshot.prompt == nil && session.permitsInput(control))
        #expect(shownWindows.last == [7, 8, 9] && session.permits(grant))
        #expect(session.hostIgnoredCount == 0)
    }

    private var shownWindows: [[UInt32]] {
        session.customerOutputs.compactMap { if case .showWindows(let windows, _) = $0 { windows } else { nil } }
    }

    private func allow() throws {
        let prompt = try #require(session.customerSnapshot.prompt)
        session.advance(by: .seconds(1))
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
    }

    /// From the request to the open choice.
    private func ask(_ scope: ControlMessage.Scope) throws -> Grant {
        session.host(.requestShare(.init(scope: scope)))
        try allow()
        let grant = try #require(session.startedCapture)
        session.customer.handleWindows(offered, under: grant, now: session.now)
        return grant
    }

    private func show(_ scope: ControlMessage.Scope) throws -> Grant {
        let grant = try ask(scope)
        session.customer(.chooseWindows(.init(request: grant.request, windows: [7, 8])))
        session.customer.handleCaptureStarted(grant, surface: .window)
        session.deliver()
        return grant
    }
}
