import Testing
import Wire

@testable import SessionDomain

/// Hello, heartbeats, loss and end.
struct ConnectionTests {
    @Test func bothSidesIntroduceThemselves() throws {
        let session = Session()
        #expect(session.hostSnapshot.customer == nil)
        session.connect()
        let customer = try #require(session.hostSnapshot.customer)
        #expect(customer.name == "Grace" && customer.system == "Linux" && customer.isReachable)
        #expect(session.customerSnapshot.stage == .connected)
        #expect(session.customerSnapshot.hostDisplayName == "Ada")
        #expect(session.hostNotices() == [.customerJoined])
    }

    @Test func aQuietMinuteKeepsBothReachable() throws {
        let session = Session.connected()
        session.advance(by: .seconds(60))
        #expect(try #require(session.hostSnapshot.customer).isReachable)
        #expect(session.customerSnapshot.isHostReachable)
        #expect(session.hostIgnoredCount == 0 && session.customerIgnoredCount == 0)
        let sent = session.hostOutputs.count { if case .send(.heartbeat) = $0 { true } else { false } }
        #expect(sent == 60)
    }

    @Test func threeMissedHeartbeatsAreShownAndForgotten() throws {
        let session = Session.connected()
        session.isPathUp = false
        session.advance(by: .seconds(3))
        #expect(session.customerSnapshot.isHostReachable)
        session.advance(by: .seconds(1))
        #expect(!session.customerSnapshot.isHostReachable)
        #expect(!(try #require(session.hostSnapshot.customer).isReachable))
        session.isPathUp = true
        session.advance(by: .seconds(2))
        #expect(session.customerSnapshot.isHostReachable)
        #expect(try #require(session.hostSnapshot.customer).isReachable)
        #expect(session.customerNotices() == [.hostUnreachable, .hostBack])
    }

    @Test func twoMinutesOfSilenceEndEveryRight() throws {
        let session = Session.connected()
        let grant = try #require(session.share())
        session.isPathUp = false
        session.advance(by: .seconds(119))
        #expect(session.permits(grant))
        session.advance(by: .seconds(2))
        #expect(!session.permits(grant))
        #expect(session.customerOutputs.contains(.stopCapture(grant)))
        #expect(session.customerOutputs.contains(.disconnect(.connectionLost)))
        #expect(session.customerSnapshot.stage == .ended(reason: .connectionLost))
        #expect(session.hostOutputs.contains(.disconnect(.customerLost)))
        #expect(session.hostSnapshot.customer == nil)
        #expect(session.hostSnapshot.share == .none)
        #expect(session.nextTimeout == nil)
    }

    @Test func aPromptDoesNotSurviveTheConnection() {
        let session = Session.connected()
        session.host(.requestShare(.init(scope: .viewDesktop)))
        session.customer.handleDisconnected()
        session.deliver()
        #expect(session.customerSnapshot.prompt == nil)
        #expect(session.customerSnapshot.stage == .ended(reason: .connectionLost))
    }

    @Test func theHostEndsTheSessionForEverybody() throws {
        let session = Session.connected()
        let grant = try #require(session.share())
        session.host(.endSession)
        #expect(session.hostOutputs.contains(.disconnect(.byHost)))
        #expect(session.customerOutputs.contains(.stopCapture(grant)))
        #expect(session.customerSnapshot.stage == .ended(reason: .byHost))
    }

    @Test func theCustomerLeaves() throws {
        let session = Session.connected()
        let grant = try #require(session.share())
        session.customer(.leave)
        #expect(session.customerOutputs.contains(.stopCapture(grant)))
        #expect(session.customerSnapshot.stage == .ended(reason: .byCustomer))
        #expect(session.hostNotices().last == .customerLeft)
        #expect(session.hostSnapshot.customer == nil)
    }

    @Test func nothingCountsBeforeTheHello() {
        let session = Session()
        session.customer.handleConnected(now: session.now)
        session.customer.handle(
            .requestShare(.init(request: RequestID(rawValue: "r"), scope: .viewDesktop)), now: session.now)
        #expect(session.customerSnapshot.prompt == nil)
        #expect(session.customerIgnoredCount == 1)
    }

    @Test func aSecondHelloOrOneOfTheWrongRoleChangesNothing() {
        let session = Session.connected()
        let claim = ControlMessage.Hello(
            name: "Bank", role: .host, software: .browser, system: "", abilities: [])
        session.customer.handle(.hello(claim), now: session.now)
        session.host.handle(.hello(claim), now: session.now)
        #expect(session.customerSnapshot.hostDisplayName == "Ada")
        #expect(session.customerIgnoredCount == 1 && session.hostIgnoredCount == 1)
    }

    @Test(arguments: [0, 2, Int.max])
    func aHelloOfAnotherVersionEndsTheConnectionOnBothSides(version: Int) {
        let session = Session()
        session.host.handleConnected(
            name: "Grace", path: .direct, now: session.now, wallClock: session.wallClock)
        session.customer.handleConnected(now: session.now)
        var claim = ControlMessage.Hello(
            name: "Grace", role: .customer, software: .browser, system: "Linux", abilities: [])
        claim.version = version
        session.host.handle(.hello(claim), now: session.now)
        claim.role = .host
        session.customer.handle(.hello(claim), now: session.now)
        session.isPathUp = false
        session.deliver()
        #expect(session.hostSnapshot.customer == nil)
        #expect(session.hostNotices().last == .versionDiffers)
        #expect(session.customerSnapshot.stage == .ended(reason: .versionDiffers))
        #expect(session.customerIgnoredCount == 1 && session.hostIgnoredCount == 1)
    }

    @Test func aLaterNameDoesNotReplaceTheOneThatWasAdmitted() {
        let session = Session()
        session.host.handleConnected(
            name: "Grace\u{202E}", path: .direct, now: session.now, wallClock: session.wallClock)
        let claim = ControlMessage.Hello(
            name: "Administrator", role: .customer, software: .browser, system: "Linux", abilities: [])
        session.host.handle(.hello(claim), now: session.now)
        #expect(session.hostSnapshot.customer?.name == "Grace")
    }

    @Test func messagesOfTheOtherDirectionAreIgnored() {
        let session = Session.connected()
        let reference = ControlMessage.RequestReference(request: RequestID(rawValue: "r"))
        for message: ControlMessage in [.end, .stopShare(reference), .withdrawRequest(reference)] {
            session.host.handle(message, now: session.now)
        }
        for message: ControlMessage in [.leave, .fileReceived(.init(transfer: TransferID(rawValue: "t")))] {
            session.customer.handle(message, now: session.now)
        }
        session.customer.handleMalformedMessage(now: session.now)
        #expect(session.hostIgnoredCount == 3)
        #expect(session.customerIgnoredCount == 3)
        #expect(session.areBothConnected)
    }

    @Test func aRepeatedHeartbeatIsCounted() {
        let session = Session.connected()
        session.host.handle(.heartbeat(.init(sequence: 5)), now: session.now)
        session.host.handle(.heartbeat(.init(sequence: 5)), now: session.now)
        session.host.handle(.heartbeat(.init(sequence: -1)), now: session.now)
        #expect(session.hostIgnoredCount == 2)
    }

    @Test func whoComesBackFindsTheFilesAndTheChat() {
        let session = Session.connected()
        _ = session.host.publishFile(name: "a.txt", size: 1, sha256: String(repeating: "0", count: 64))
        session.host(.sendChat(.init(text: "hello")))
        session.customer(.leave)
        #expect(session.hostSnapshot.chat.count == 1)
        session.customer = CustomerSession(
            local: .init(name: "Grace", system: "Linux"), invitingName: "Ada",
            identifiers: IdentifierSource(prefix: "d"))
        session.connect()
        #expect(session.customerSnapshot.files.map(\.name) == ["a.txt"])
    }
}
