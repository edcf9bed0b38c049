import SignalingClient
import SignalingProtocol
import TestSupport
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// Servers that the service names later, for a path that is needed later.
@Suite(.serialized) struct RelayRenewalTests {
    @Test func bothNodesLookForAnotherPathWithTheServersThatCameLast() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            try await session.joinByNumber(customer, name: "Mei")
            let connected = try #require(await session.host.customer)
            let servers = (host: try SilentServer(), customer: try SilentServer())
            session.host.mailbox.post(
                .signaling(
                    generation: await session.host.clientGeneration,
                    .message(Self.admitted(connected.attempt, servers.host))))
            customer.mailbox.post(.signaling(.message(Self.admitted(connected.attempt, servers.customer))))
            // Behind what was posted: the nodes have handed the servers on when these are done.
            session.host.press(.sendChat(HostCommand.SendChat(text: "Hello")))
            _ = try await eventually("the chat") { await customer.snapshot.chat.first }
            connected.link.restart()
            #expect(try await servers.host.isAsked())
            #expect(try await servers.customer.isAsked())
            #expect(await customer.snapshot.stage == .connected)
            await customer.stop()
        }
    }

    private static func admitted(_ attempt: AttemptID, _ server: SilentServer) -> ServiceMessage {
        .admitted(
            ServiceMessage.Admitted(
                attempt: attempt, iceServers: [ServiceMessage.ICEServer(urls: ["stun:127.0.0.1:\(server.port)"])]))
    }
}
