import ICE
import SignalingClient
import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// Who takes one of a session's places, and how the next gets it.
@Suite(.serialized) struct PlaceTests {
    private func rules(places: Int) -> SwitchboardConfiguration {
        var rules = SwitchboardConfiguration()
        rules.maximumAttemptsPerSession = places
        return rules
    }

    private func joinByLink(_ session: Session, name: String) async throws -> CustomerNode {
        let customer = try await session.customer(.link(session.link()))
        customer.press(.joinByLink(CustomerCommand.JoinByLink(name: name)))
        _ = try await eventually("\(name)") {
            await session.host.snapshot.session?.customer?.name == name ? true : nil
        }
        _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
        return customer
    }

    @Test func aCustomerWhoIsReplacedKeepsNoPlace() async throws {
        try await Session.withHost(rules: rules(places: 2)) { session in
            let first = try await joinByLink(session, name: "Mei")
            // Nobody but the host can say now that the first one is over.
            await first.client?.close()
            session.host.press(.makeLink)
            _ = try await eventually("the next link") { await session.host.snapshot.session?.link }
            let second = try await joinByLink(session, name: "Lin")
            let third = try await session.customer(.number)
            try await session.joinByNumber(third, name: "Ada")
            #expect(await session.host.snapshot.session?.customer?.name == "Ada")
            for customer in [first, second, third] { await customer.stop() }
        }
    }

    @Test func aCustomerWhoseLinkIsOverKeepsNoPlace() async throws {
        try await Session.withHost(rules: rules(places: 1)) { session in
            let first = try await joinByLink(session, name: "Mei")
            await first.client?.close()
            await first.link?.close()
            _ = try await eventually("the loss") { await session.host.snapshot.session?.customer == nil ? true : nil }
            let second = try await session.customer(.number)
            try await session.joinByNumber(second, name: "Lin")
            #expect(await session.host.snapshot.notices.allSatisfy { !$0.isError })
            for customer in [first, second] { await customer.stop() }
        }
    }

    @Test func aCustomersNodeGivesThePlaceBackWhileTheHostIsAway() async throws {
        try await Session.withHost(rules: rules(places: 1)) { session in
            let first = try await joinByLink(session, name: "Mei")
            let number = try #require(await session.host.snapshot.session?.number)
            await session.host.client?.close()
            await first.link?.close()
            _ = try await eventually("the end") {
                await first.snapshot.stage == .ended(reason: .connectionLost) ? true : nil
            }
            let second = try await session.customer(.number)
            second.press(.joinByNumber(CustomerCommand.JoinByNumber(number: number, name: "Lin")))
            _ = try await eventually("the waiting") { await second.snapshot.stage == .hostAway ? true : nil }
            #expect(await session.host.snapshot.notices.allSatisfy { !$0.isError })
            for customer in [first, second] { await customer.stop() }
        }
    }

    @Test func whoComesInIsShownWithTheirOwnPath() async throws {
        try await Session.withHost { session in
            let first = try await joinByLink(session, name: "Mei")
            let connected = try #require(await session.host.customerAttempt)
            let second = try await session.customer(.number)
            let attempt = try await session.admitByNumber(second, name: "Lin")
            _ = try await eventually("the digits") { await second.snapshot.stage == .typeDigits ? true : nil }
            // The link of the second is there; its events and the first one's come in between each other.
            let mailbox = session.host.mailbox
            mailbox.post(.link(attempt, .path(path(.host))))
            mailbox.post(.link(connected, .path(path(.relayed))))
            mailbox.post(.link(attempt, .verified))
            let shown = try await eventually("the second") {
                await session.host.snapshot.session?.customer.flatMap { $0.name == "Lin" ? $0.path : nil }
            }
            #expect(shown == .direct)
            for customer in [first, second] { await customer.stop() }
        }
    }

    private func path(_ kind: ICECandidateKind) -> SelectedPath {
        SelectedPath(local: kind, remote: .host, localAddress: Redacted("a"), remoteAddress: Redacted("b"))
    }

    @Test func nothingIsKeptOfALinkThatHasSaidItsLastWords() async throws {
        try await Session.withHost { session in
            let customer = try await joinByLink(session, name: "Mei")
            customer.press(.leave)
            _ = try await eventually("the host's end of the link") {
                await session.host.hasClosedItsLinks ? true : nil
            }
            _ = try await eventually("the customer's end of the link") {
                await customer.hasClosedItsLinks ? true : nil
            }
            await customer.stop()
        }
    }
}

extension HostNode {
    /// The attempt by which the customer came in.
    var customerAttempt: AttemptID? { customer?.attempt }

    /// Nobody is connected, and nothing is kept of links before.
    var hasClosedItsLinks: Bool { customer == nil && closing.isEmpty }
}

extension CustomerNode {
    /// It is connected to nobody, and nothing is kept of links before.
    var hasClosedItsLinks: Bool { link == nil && closing.isEmpty }
}
