import ICE
import SignalingProtocol
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// Who takes one of a session's places, and how the next gets it.
@Suite(.serialized) struct PlaceTests {
    private func joinByLink(_ session: Session, name: String) async throws -> CustomerNode {
        let customer = try await session.customer(.link(session.link()))
        customer.press(.joinByLink(CustomerCommand.JoinByLink(name: name)))
        _ = try await eventually("\(name)") {
            await session.host.snapshot.session?.customer?.name == name ? true : nil
        }
        _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
        return customer
    }

    @Test func whoComesInIsShownWithTheirOwnPath() async throws {
        try await Session.withHost { session in
            let first = try await joinByLink(session, name: "Mei")
            let connected = try #require(await session.host.customerAttempt)
            let second = try await session.customer(.number)
            let number = try #require(await session.host.snapshot.session?.number)
            second.press(.joinByNumber(CustomerCommand.JoinByNumber(number: number, name: "Lin")))
            let knock = try await eventually("the knock") { await session.host.snapshot.session?.knocks.first }
            session.host.press(.admit(HostCommand.Attempt(attempt: knock.attempt)))
            _ = try await eventually("the digits") { await second.snapshot.stage == .typeDigits ? true : nil }
            // The link of the second is there; its events and the first one's come in between each other.
            let mailbox = session.host.mailbox
            mailbox.post(.link(knock.attempt, .path(path(.host))))
            mailbox.post(.link(connected, .path(path(.relayed))))
            mailbox.post(.link(knock.attempt, .verified))
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
}

extension HostNode {
    /// The attempt by which the customer came in.
    var customerAttempt: AttemptID? { customer?.attempt }
}
