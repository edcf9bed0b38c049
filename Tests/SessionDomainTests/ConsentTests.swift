import Testing
import Wire

@testable import SessionDomain

/// From the request to the grant and its end.
struct ConsentTests {
    private let request = RequestID(rawValue: "r1")
    private let start = Instant.origin

    @Test func allowGrantsAfterHalfASecond() {
        var consent = Consent()
        #expect(consent.ask(request, scope: .viewDesktop, now: start) == .prompted)
        #expect(consent.answer(request, isAllowed: true, now: start + .milliseconds(499)) == .notArmed)
        guard case .granted(let grant) = consent.answer(request, isAllowed: true, now: start + .milliseconds(500))
        else {
            Issue.record("not granted")
            return
        }
        #expect(grant.request == request)
        #expect(consent.grant == grant)
        #expect(consent.answer(request, isAllowed: true, now: start + .seconds(1)) == .unknown)
    }

    @Test func denyWorksAtOnce() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        #expect(consent.answer(request, isAllowed: false, now: start) == .denied)
        #expect(consent.grant == nil)
    }

    @Test func silenceDenies() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        #expect(consent.nextTimeout == start + .seconds(60))
        #expect(consent.handleTimeout(now: start + .milliseconds(59_999)) == nil)
        #expect(consent.handleTimeout(now: start + .seconds(60))?.request == request)
        #expect(consent.state == .idle)
        #expect(consent.nextTimeout == nil)
    }

    @Test func allowAfterTheTimeIsUpDenies() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        #expect(consent.answer(request, isAllowed: true, now: start + .seconds(60)) == .denied)
    }

    @Test func aReplayedRequestIsRefused() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        #expect(consent.ask(request, scope: .viewDesktop, now: start) == .refused)
        _ = consent.answer(request, isAllowed: false, now: start)
        #expect(consent.ask(request, scope: .viewDesktop, now: start) == .refused)
        #expect(consent.ask(RequestID(rawValue: "r2"), scope: .viewDesktop, now: start) == .prompted)
    }

    @Test func anAnswerToAnotherRequestDoesNothing() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        let other = RequestID(rawValue: "r2")
        #expect(consent.answer(other, isAllowed: true, now: start + .seconds(1)) == .unknown)
        #expect(consent.withdraw(other) == false)
        #expect(consent.withdraw(request) == true)
        #expect(consent.answer(request, isAllowed: true, now: start + .seconds(1)) == .unknown)
    }

    @Test func aRevokedGrantStartsNoCapture() {
        var consent = Consent()
        _ = consent.ask(request, scope: .viewDesktop, now: start)
        guard case .granted(let grant) = consent.answer(request, isAllowed: true, now: start + .seconds(1)) else {
            Issue.record("not granted")
            return
        }
        #expect(consent.revoke() == grant)
        #expect(consent.handleCaptureStarted(grant) == false)
        #expect(consent.grant == nil)
    }

    @Test func onlyTheFirstPromptCarriesTheWarning() {
        var consent = Consent()
        for index in 0..<3 {
            let request = RequestID(rawValue: "r\(index)")
            _ = consent.ask(request, scope: .viewDesktop, now: start)
            guard case .prompting(let prompt) = consent.state else {
                Issue.record("no prompt")
                return
            }
            #expect(prompt.isFirst == (index == 0))
            _ = consent.answer(request, isAllowed: false, now: start)
        }
    }
}
