import Cryptography
import ICE
import RTP
import SignalingProtocol
import TestSupport
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// Three nodes and more in one session, over real sockets: who meets whom, and what is left when one goes.
@Suite(.serialized) struct MeshTests {
    @Test func anInvitedHostAndTheCustomerMeetByTheirOwnConnection() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.meeting()
            let own = try #require(await customer.onlyIntroduced)
            let theirs = try #require(await guest.onlyIntroduced)
            #expect(own.name == "Robin" && own.account == "robin" && own.role == .host)
            #expect(theirs.name == "Mei" && theirs.account == nil && theirs.role == .customer)
            #expect(own.id == theirs.id)
            // Nothing is on, and nothing was allowed by it.
            #expect(await customer.snapshot.call?.people.map(\.voice) == [.off, .off])
            #expect(await customer.snapshot.prompt == nil)
            #expect(await session.host.snapshot.session?.customer?.name == "Mei", "the customer stays the customer")
            await guest.stop()
            _ = try await eventually("the leaving") { await customer.introducedCount == 0 ? true : nil }
            _ = try await eventually("the leaving at the host") { await session.host.guestEntries.isEmpty ? true : nil }
            #expect(await customer.snapshot.stage == .connected)
            await customer.stop()
        }
    }

    @Test func presenceOfTheCallGoesOverEachPairsOwnChannel() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.meeting()
            let pair = try #require(await customer.onlyIntroduced?.id)
            session.host.press(.call(.startCamera))
            _ = try await eventually("the offer at both") {
                let offers = (await customer.snapshot.call?.offer.camera, await guest.snapshot.call?.offer.camera)
                return offers == (true, true) ? true : nil
            }
            guest.press(.call(.startCamera))
            _ = try await eventually("the invited host's camera") {
                await customer.cameraPeers == [CustomerSession.hostID, pair] ? true : nil
            }
            #expect(await customer.snapshot.call?.people.map(\.isCameraOn) == [true, true])
            // Frames of both would be shown, each under its person's name.
            #expect(await Set(customer.connectedLinks.keys) == [CustomerSession.hostID, pair])
            #expect(await session.host.connectedLinks.count == 2)
            guest.press(.call(.stopCamera))
            _ = try await eventually("its end") {
                await customer.cameraPeers == [CustomerSession.hostID] ? true : nil
            }
            await guest.stop()
            await customer.stop()
        }
    }

    @Test func aPictureOfTheCameraReachesWhomThePersonWasIntroducedTo() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.meeting()
            let pair = try #require(await customer.onlyIntroduced?.id)
            session.host.press(.call(.startCamera))
            _ = try await eventually("the offer") { await guest.snapshot.call?.offer.camera == true ? true : nil }
            guest.press(.call(.startCamera))
            _ = try await eventually("the camera at the customer") {
                await customer.cameraPeers.contains(pair) ? true : nil
            }
            _ = try await eventually("a frame") {
                guest.mailbox.post(.console(.pageFrame(Self.frame)))
                try await Task.sleep(for: .milliseconds(50))
                return await customer.cameraTimelines[pair] == nil ? nil : true
            }
            await guest.stop()
            await customer.stop()
        }
    }

    @Test func thePrimarysEndLeavesThePair() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.meeting()
            let pair = try #require(await customer.onlyIntroduced?.id)
            await session.host.vanish()
            _ = try await eventually("the loss") {
                let links = (await customer.connectedLinks.count, await guest.connectedLinks.count)
                return links == (1, 1) ? true : nil
            }
            #expect(await customer.snapshot.stage == .connected)
            #expect(await guest.snapshot.stage == .connected)
            let link = try #require(await customer.connectedLinks[pair])
            await link.send(.callPresence(CallPresence(isCameraOn: true)))
            _ = try await eventually("a word between the two") {
                await guest.cameraPeers.contains(pair) ? true : nil
            }
            await guest.stop()
            // Nobody is left: that is the end.
            _ = try await eventually("the end") {
                await customer.snapshot.stage == .ended(reason: .connectionLost) ? true : nil
            }
            await customer.stop()
        }
    }

    @Test func aPairFindsAnotherPathWhenThePrimaryIsGone() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.meeting()
            let pair = try #require(await customer.onlyIntroduced?.id)
            let links = (
                customer: try #require(await customer.connectedLinks[pair]),
                guest: try #require(await guest.connectedLinks[pair])
            )
            await session.host.vanish()
            _ = try await eventually("the loss") {
                let counts = (await customer.connectedLinks.count, await guest.connectedLinks.count)
                return counts == (1, 1) ? true : nil
            }
            let servers = (customer: try SilentServer(), guest: try SilentServer())
            links.customer.renew(iceServers: [ICEServer(service: .stun, host: "127.0.0.1", port: servers.customer.port)]
            )
            links.guest.renew(iceServers: [ICEServer(service: .stun, host: "127.0.0.1", port: servers.guest.port)])
            links.customer.restart()
            // Each looks for its addresses anew only when the other's description has come.
            #expect(try await servers.customer.isAsked())
            #expect(try await servers.guest.isAsked())
            await links.customer.send(.callPresence(CallPresence(isCameraOn: true)))
            _ = try await eventually("a word between the two") {
                await guest.cameraPeers.contains(pair) ? true : nil
            }
            await guest.stop()
            await customer.stop()
        }
    }

    @Test func whoWasNotIntroducedIsNotMet() async throws {
        try await Session.withHost { session in
            let (customer, guest) = try await session.bothConnected()
            let secret = Redacted([UInt8](repeating: 1, count: 32))
            let stranger = ParticipantID(rawValue: "x-1")
            // A host whom nobody introduced says that they are; what comes over another way than the primary's does not.
            let link = try #require(await customer.link)
            customer.mailbox.post(
                .link(
                    link,
                    .control(
                        .introduced(
                            .init(
                                participant: stranger, name: "Mallory", account: "alex", role: .host,
                                fingerprint: [UInt8](repeating: 2, count: 32), secret: secret, offers: true)))))
            customer.mailbox.post(
                .link(link, .control(.introductionRelay(.init(participant: stranger, payload: "e30")))))
            session.host.press(.sendChat(HostCommand.SendChat(text: "Behind them")))
            _ = try await eventually("the chat") { await customer.snapshot.chat.first }
            #expect(await customer.introducedCount == 0)
            #expect(await customer.pairCount == 0)
            #expect(await customer.ignoredCount == 2)
            #expect(await guest.introducedCount == 0)
            await guest.stop()
            await customer.stop()
        }
    }

    @Test func moreThanEightAreRefusedWithAReason() async throws {
        try await Session.withHost { session in
            for number in 1...6 { _ = try await session.host.inviteHost(account: "host\(number)") }
            await #expect(throws: NodeError.sessionFull) {
                _ = try await session.host.inviteHost(account: "one too many")
            }
            #expect("\(NodeError.sessionFull)".contains("8 people"))
        }
    }

    @Test func aHostsLinkWorksOnceAndLetsNoCustomerIn() async throws {
        try await Session.withHost { session in
            let link = try await session.host.inviteHost(account: "robin")
            // Somebody who says that they are a customer: nothing of theirs counts.
            let customer = try await session.customer(.link(link))
            customer.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mallory")))
            _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
            _ = try await eventually("the refusal") { await session.host.ignoredCount > 0 ? true : nil }
            #expect(await session.host.snapshot.session?.customer == nil)
            let second = try await session.guest(link)
            second.press(.joinByLink(CustomerCommand.JoinByLink(name: "Robin")))
            _ = try await eventually("the refusal") {
                await second.snapshot.stage == .enterNumber(problem: .invitationDoesNotWork) ? true : nil
            }
            await second.stop()
            await customer.stop()
        }
    }

    private static let frame = PageFrame(
        source: .camera, codec: .vp8, isKeyFrame: true, width: 320, height: 240, timestamp: 1,
        payload: [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00] + [UInt8](repeating: 0, count: 200))
}

extension Session {
    /// Starts the node of an invited host; the story stops it.
    func guest(_ link: Link) async throws -> CustomerNode {
        let node = CustomerNode(
            configuration: Self.configuration(site, folder), invitation: .link(link), role: .host,
            loop: Self.sharedLoop, logger: Self.quiet)
        _ = try await node.start()
        return node
    }

    /// A customer and an invited host, both connected to the host and not to each other.
    func bothConnected() async throws -> (customer: CustomerNode, guest: CustomerNode) {
        let customer = try await customer(.link(link()))
        customer.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
        _ = try await eventually("the customer") { await host.snapshot.session?.customer }
        let guest = try await guest(try await host.inviteHost(account: "robin"))
        guest.press(.joinByLink(CustomerCommand.JoinByLink(name: "Robin")))
        _ = try await eventually("the invited host") { await host.guestEntries.first }
        _ = try await eventually("the connection") { await guest.snapshot.stage == .connected ? true : nil }
        _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
        return (customer, guest)
    }

    /// The same, and the two were introduced and are connected.
    func meeting() async throws -> (customer: CustomerNode, guest: CustomerNode) {
        let (customer, guest) = try await bothConnected()
        await host.introduce(try #require(await host.guestEntries.first?.id))
        for node in [customer, guest] {
            _ = try await eventually("the other of the pair") {
                await node.onlyIntroduced?.isConnected == true ? true : nil
            }
            _ = try await eventually("both in the call's list") {
                await node.snapshot.call?.people.count == 2 ? true : nil
            }
        }
        return (customer, guest)
    }
}

extension CustomerNode {
    var onlyIntroduced: RosterEntry? { session?.introducedPeople.first }
    var pairCount: Int { introductions.links.count }
    var introducedCount: Int { session?.introducedPeople.count ?? 0 }
    var cameraPeers: Set<ParticipantID> { session?.callMedia.cameraPeers ?? [] }
    var ignoredCount: Int { session?.ignoredMessageCount ?? 0 }
}

extension HostNode {
    /// As when the computer is gone: nobody hears a word of it.
    func vanish() async {
        let links = connectedLinks.values
        customer = nil
        guests = [:]
        for link in links { await link.close() }
    }

    var ignoredCount: Int { session?.ignoredMessageCount ?? 0 }
}
