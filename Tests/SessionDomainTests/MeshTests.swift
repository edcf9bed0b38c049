import Testing
import Wire

@testable import SessionDomain

/// What three people in a session have of each other, and what is left when one goes.
struct MeshTests {
    let mesh = Mesh()
    let customer = HostSession.customerID

    @Test func voiceAndCamerasAreMixedOfEverybodyWhoSwitchedTheirsOn() throws {
        let (robin, pair) = try meet()
        mesh.primary.handle(.call(.joinVoice), wallClock: mesh.wallClock)
        mesh.primary.handle(.call(.startCamera), wallClock: mesh.wallClock)
        mesh.deliver()
        press(.joinVoice, of: customer)
        #expect(mesh.customer.session.callMedia.voicePeers == [CustomerSession.hostID], "nobody speaks unasked")
        press(.joinVoice, of: robin)
        press(.startCamera, of: robin)
        #expect(mesh.customer.session.callMedia.voicePeers == [CustomerSession.hostID, pair])
        #expect(mesh.customer.session.callMedia.cameraPeers == [CustomerSession.hostID, pair])
        #expect(mesh.side(robin).session.callMedia.voicePeers == [CustomerSession.hostID, pair])
        #expect(mesh.primary.callMedia.voicePeers == [customer, robin])
        #expect(mesh.customer.acceptsCamera(of: pair))
        #expect(mesh.call(of: customer)?.people.map(\.name) == ["Ada", "Robin"])
        mesh.customer.session.handle(
            .needKeyFrame(.init(of: pair)), now: mesh.now, wallClock: mesh.wallClock)
        mesh.deliver()
        #expect(mesh.customer.outputs.contains(.requestCameraKeyFrame(of: pair)))
    }

    @Test func aCameraThatIsOnIsShownToNobodyByTheirIntroduction() throws {
        mesh.primary.handle(.call(.startCamera), wallClock: mesh.wallClock)
        mesh.deliver()
        press(.startCamera, of: customer)
        let (_, pair) = try meet()
        #expect(mesh.customer.session.callMedia.isCameraOn)
        #expect(mesh.customer.session.callMedia.cameraWithheld == [pair])
        press(.stopCamera, of: customer)
        press(.startCamera, of: customer)
        #expect(mesh.customer.session.callMedia.cameraWithheld.isEmpty)
        let told = mesh.customer.outputs.contains(
            .notice(.introduced, values: ["host": "Ada", "name": "Robin (robin)"]))
        #expect(told, "the customer reads who came")
    }

    @Test func anIntroducedHostGetsNoRightByIt() throws {
        let (robin, pair) = try meet()
        #expect(mesh.customer.session.callMedia == CallMedia())
        let before = mesh.customer.session.ignoredMessageCount
        let request = ControlMessage.RequestShare(request: RequestID(rawValue: "r-1"), scope: .viewDesktop)
        for message in [
            ControlMessage.requestShare(request), .callOffered(.init(voice: true, camera: true)),
            .filePublished(.init(file: FileID(rawValue: "f"), name: "a", size: 1, sha256: "")),
            .setDisplayMode(.init(mode: .sampling)), .stopShare(.init(request: request.request)),
        ] {
            mesh.customer.session.handle(message, from: pair, now: mesh.now)
        }
        mesh.deliver()
        #expect(mesh.customer.session.ignoredMessageCount == before + 5)
        #expect(!mesh.customer.outputs.contains(.raisePrompt))
        #expect(mesh.call(of: customer)?.offer == CallOffer())
        // What the customer allows the primary goes to the primary alone.
        mesh.primary.handle(.requestShare(.init(scope: .viewDesktop)), wallClock: mesh.wallClock)
        mesh.deliver()
        mesh.advance(by: .seconds(1))
        mesh.customer.session.handle(
            .answerPrompt(.init(request: try #require(prompt).request, isAllowed: true)), now: mesh.now,
            wallClock: mesh.wallClock)
        mesh.deliver()
        let told = mesh.customer.outputs.filter {
            if case .sendTo(_, let message) = $0 { isShare(message) } else { false }
        }
        #expect(told.isEmpty)
        _ = robin
    }

    @Test func whoLeavesIsGoneForTheOthers() throws {
        let (robin, pair) = try meet()
        press(.joinVoice, of: robin)
        mesh.side(robin).session.handle(.leave, now: mesh.now, wallClock: mesh.wallClock)
        mesh.deliver()
        #expect(mesh.customer.outputs.contains(.part(pair)))
        #expect(mesh.primaryOutputs.contains(.disconnectGuest(robin)))
        #expect(mesh.call(of: customer)?.people.map(\.name) == ["Ada"])
        #expect(mesh.primary.peopleHere == [customer])
    }

    @Test func aGuestWhoseConnectionToThePrimaryBreaksIsDismissed() throws {
        let (robin, pair) = try meet()
        mesh.primary.handleGuestDisconnected(robin)
        mesh.deliver()
        #expect(mesh.customer.outputs.contains(.part(pair)))
        #expect(mesh.primary.guests.isEmpty)
    }

    @Test func thePrimarysEndLeavesThePair() throws {
        let (robin, pair) = try meet()
        mesh.primary.handle(.call(.joinVoice), wallClock: mesh.wallClock)
        mesh.deliver()
        press(.joinVoice, of: customer)
        press(.joinVoice, of: robin)
        mesh.isPrimaryThere = false
        for id in [customer, robin] { mesh.side(id).session.handleDisconnected() }
        mesh.deliver()
        #expect(mesh.customer.session.callMedia.voicePeers == [pair])
        #expect(mesh.side(robin).session.callMedia.voicePeers == [pair])
        #expect(mesh.stage(of: customer) == .connected)
        mesh.advance(by: .seconds(300))
        #expect(mesh.customer.session.callMedia.voicePeers == [pair], "the two hear each other's heartbeats")
        // Nobody introduces anybody any more.
        let before = mesh.customer.session.ignoredMessageCount
        mesh.customer.session.handle(.prepareIntroduction(.init(participant: .init(rawValue: "x"))), now: mesh.now)
        #expect(mesh.customer.session.ignoredMessageCount == before + 1)
        // The last one out ends it.
        mesh.customer.session.handle(.leave, now: mesh.now, wallClock: mesh.wallClock)
        mesh.deliver()
        #expect(mesh.stage(of: customer) == .ended(reason: .byCustomer))
        #expect(mesh.stage(of: robin) == .ended(reason: .connectionLost))
    }

    @Test func withThePrimaryGoesWhatWasAllowed() throws {
        _ = try meet()
        mesh.primary.handle(.requestShare(.init(scope: .viewDesktop)), wallClock: mesh.wallClock)
        mesh.deliver()
        mesh.advance(by: .seconds(1))
        let request = try #require(prompt).request
        mesh.customer.session.handle(
            .answerPrompt(.init(request: request, isAllowed: true)), now: mesh.now, wallClock: mesh.wallClock)
        mesh.deliver()
        let grant = try #require(
            mesh.customer.outputs.compactMap { if case .startCapture(let grant) = $0 { grant } else { nil } }.last)
        #expect(mesh.customer.permits(grant))
        mesh.customer.session.handleDisconnected()
        mesh.deliver()
        #expect(!mesh.customer.permits(grant) && mesh.customer.outputs.contains(.stopCapture(grant)))
        #expect(mesh.stage(of: customer) == .connected)
    }

    @Test func aPairThatBreaksIsToldToThePrimaryAndEndsNothingElse() throws {
        let (robin, pair) = try meet()
        mesh.customer.session.handleDisconnected(pair)
        mesh.deliver()
        #expect(!mesh.haveMet(robin, customer))
        #expect(mesh.side(robin).outputs.contains(.part(pair)))
        #expect(mesh.primary.peopleHere == [customer, robin])
        try mesh.introduce(robin, to: customer)
        #expect(mesh.haveMet(robin, customer), "they can be brought together again")
    }

    @Test func aCustomerWhoGoesSwitchesTheCallOffForEverybody() throws {
        let (robin, _) = try meet()
        mesh.primary.handle(.call(.joinVoice), wallClock: mesh.wallClock)
        mesh.deliver()
        press(.joinVoice, of: robin)
        mesh.primary.handleDisconnected()
        mesh.deliver()
        #expect(mesh.primary.callMedia == CallMedia())
        #expect(!mesh.side(robin).session.callMedia.isVoiceOn)
    }

    @Test func theEndOfTheSessionEndsItForEverybody() throws {
        let (robin, pair) = try meet()
        mesh.primary.handle(.endSession, wallClock: mesh.wallClock)
        mesh.deliver()
        #expect(mesh.stage(of: robin) == .ended(reason: .byHost))
        #expect(mesh.stage(of: customer) == .ended(reason: .byHost))
        #expect(mesh.customer.outputs.contains(.part(pair)))
    }

    @Test func aPairThatFallsSilentIsGivenUp() throws {
        let (_, pair) = try meet()
        let alone = Mesh.Side(name: "Grace", role: .customer, number: 9)
        alone.session.handleConnected(now: mesh.now)
        alone.session.handle(.hello(LocalParticipant(name: "Ada", system: "").hello(as: .host)), now: mesh.now)
        alone.session.handle(.prepareIntroduction(.init(participant: pair)), now: mesh.now)
        alone.session.handle(.introduced(try #require(mesh.customer.introductions[pair])), now: mesh.now)
        alone.session.handleConnected(pair, now: mesh.now)
        #expect(alone.session.introducedPeople.map(\.isConnected) == [true])
        alone.session.handleTimeout(now: mesh.now + Liveness.lostAfter)
        #expect(alone.session.introducedPeople.isEmpty)
    }

    @Test func aClaimOfAnotherRoleIsIgnored() throws {
        let robin = try mesh.primary.handleGuestConnected(name: "Robin", account: "robin", now: mesh.now)
        let hello = LocalParticipant(name: "Robin", system: "Linux").hello(as: .customer)
        mesh.primary.handle(.hello(hello), from: robin, now: mesh.now)
        mesh.primary.handle(.callPresence(.init(isCameraOn: true)), from: robin, now: mesh.now)
        #expect(mesh.primary.ignoredMessageCount == 2 && !mesh.primaryAcceptsCamera(of: robin))
    }

    /// Robin is invited, introduced to the customer, and connected.
    private func meet() throws -> (robin: ParticipantID, pair: ParticipantID) {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        mesh.connect(robin, customer)
        return (robin, try #require(mesh.pair(of: robin, customer)))
    }

    private func press(_ command: CallCommand, of id: ParticipantID) {
        mesh.side(id).session.handle(.call(command), now: mesh.now, wallClock: mesh.wallClock)
        mesh.deliver()
    }

    private var prompt: CustomerSnapshot.Prompt? {
        var snapshot = CustomerSnapshot(siteName: "", siteAddress: "", stage: .connecting)
        mesh.customer.session.fill(&snapshot, now: mesh.now)
        return snapshot.prompt
    }

    private func isShare(_ message: ControlMessage) -> Bool {
        switch message {
        case .shareStarted, .shareStopped, .answerShare, .monitors: true
        default: false
        }
    }
}
