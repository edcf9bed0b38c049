import Foundation
import SignalingClient
import SignalingProtocol
import SignalingService
import Testing
import Wire

@Suite("A real service and real clients", .serialized, .timeLimit(.minutes(2)))
struct StoryTests {
    @Test("Knock, admit, relay both ways, end")
    func story() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            #expect(host.welcome?.account?.displayName == "Grace")
            #expect(host.welcome?.iceServers.first?.urls.first?.hasPrefix("stun:127.0.0.1:") == true)
            let session = try await host.startSession()
            let customer = try await site.visitor()
            #expect(customer.welcome?.token == nil)
            let attempt = try await customer.knock(session.number)
            let knocked = try await host.expectKnock()
            #expect(knocked.name == "Ada")
            try await host.send(.admit(ClientMessage.AttemptReference(attempt: attempt)))
            guard case .admitted = try await customer.message(), case .admitted = try await host.message() else {
                throw Unexpected()
            }
            let relay = ClientMessage.Relay(
                attempt: attempt, payload: String(repeating: "A", count: ClientMessage.Relay.maximumPayloadCount))
            try await customer.send(.relay(relay))
            #expect(try await host.message() == .relayed(relay))
            try await host.send(.relay(relay))
            #expect(try await customer.message() == .relayed(relay))

            try await host.send(.endSession(ClientMessage.SessionReference(session: session.session)))
            let ended = ServiceMessage.sessionEnded(
                ServiceMessage.SessionEnded(session: session.session, reason: .byHost))
            #expect(try await customer.message() == ended)
            #expect(try await host.message() == ended)
        }
    }

    @Test("Declined, and the host away and back by its token")
    func awayAndBack() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession()
            let customer = try await site.visitor()
            let first = try await customer.knock(session.number)
            _ = try await host.expectKnock()
            try await host.send(.decline(ClientMessage.AttemptReference(attempt: first)))
            #expect(try await customer.message() == .declined(ServiceMessage.AttemptReference(attempt: first)))

            let second = try await customer.knock(session.number)
            _ = try await host.expectKnock()
            let token = try #require(await host.client.token)
            await host.client.close()
            #expect(try await customer.message() == .hostAway(ServiceMessage.AttemptReference(attempt: second)))

            let back = try await site.connect(.resume(Redacted(token)))
            #expect(back.welcome?.token != token, "each connection gives another token")
            try await back.send(.resumeSession(ClientMessage.ResumeSession(session: session.session)))
            guard case .sessionStarted = try await back.message() else { throw Unexpected() }
            #expect(try await back.expectKnock().attempt == second)
            guard case .waiting = try await customer.message() else { throw Unexpected() }
        }
    }

    @Test("A restart keeps the session, its number, its links and the host's token; the client comes back by itself")
    func restart() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-restart-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appending(path: "site.sqlite").path

        let before = try await Site.with(database: database) { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession()
            let invitation = try await host.makeInvitation(to: session.session)
            return (host: Handed(host), session: session, invitation: invitation, port: Int(site.address.port))
        }
        try await Site.with(database: database, isNew: false, configure: { $0.port = before.port }) { site in
            let host = before.host.peer
            try await host.expectConnected()
            try await host.send(.resumeSession(ClientMessage.ResumeSession(session: before.session.session)))
            guard case .sessionStarted(let resumed) = try await host.message() else { throw Unexpected() }
            #expect(resumed.number == before.session.number)

            let customer = try await site.visitor()
            let knock = ClientMessage.KnockByInvitation(invitation: before.invitation, name: "Ada")
            try await customer.send(.knockByInvitation(knock))
            guard case .waiting = try await customer.message() else { throw Unexpected() }
            #expect(try await host.expectKnock().invitation == before.invitation)
            let second = try await site.visitor()
            _ = try await second.knock(before.session.number)
            await host.client.close()
        }
    }

    @Test("A wrong code, a used code, a wrong verifier and a wrong token are refused for good")
    func wrongCredentials() async throws {
        try await Site.with { site in
            let wrong = ClientMessage.SignIn(
                code: "AAAA", codeVerifier: String(repeating: "a", count: 43), redirectURI: Site.redirect)
            let code = try #require(
                try await site.service.makeAuthorizationCode(
                    account: "grace", codeChallenge: String(repeating: "b", count: 43), redirectURI: Site.redirect))
            let wrongVerifier = ClientMessage.SignIn(
                code: code, codeVerifier: String(repeating: "a", count: 43), redirectURI: Site.redirect)
            for greeting: SignalingGreeting in [
                .signIn(Redacted(wrong)), .signIn(Redacted(wrongVerifier)), .resume(Redacted("AAAA")),
            ] {
                let peer = await Peer(site.address, greeting)
                #expect(try await peer.event() == .disconnected(.refused(.notSignedIn)))
                await #expect(throws: Unexpected.self) { _ = try await peer.event() }
            }
            #expect(
                try await site.service.makeAuthorizationCode(
                    account: "nobody", codeChallenge: "", redirectURI: "") == nil)
        }
    }

    @Test("A second service on the same file is refused")
    func secondService() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-second-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appending(path: "site.sqlite").path
        try await Site.with(database: database) { _ in
            await #expect(throws: (any Error).self) {
                try await Site.with(database: database, isNew: false) { _ in }
            }
            let password = try await SignalingService.addAccount(
                name: "ada", displayName: "Ada", databasePath: database)
            #expect(password.count == 19)
        }
    }

    @Test("Wrong, renewed and ended numbers are refused alike, also in time")
    func uniform() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            let ended = try await host.startSession()
            try await host.send(.endSession(ClientMessage.SessionReference(session: ended.session)))
            _ = try await host.message()
            let renewed = try await host.startSession()
            try await host.send(.renewNumber(ClientMessage.SessionReference(session: renewed.session)))
            _ = try await host.message()
            let customer = try await site.visitor()
            var times: [Duration] = []
            for number in [SessionNumber(rawValue: "000000000"), ended.number, renewed.number] {
                let start = ContinuousClock.now
                try await customer.send(.knock(ClientMessage.Knock(number: number, name: "Ada")))
                #expect(
                    try await customer.message() == .refused(ServiceMessage.Refused(code: .numberDoesNotWork)))
                times.append(start.duration(to: .now))
            }
            #expect(times.allSatisfy { $0 >= .milliseconds(250) })
        }
    }
}

/// Hands a peer from one closure to the next; only one of them holds it at a time.
struct Handed: @unchecked Sendable {
    let peer: Peer

    init(_ peer: Peer) { self.peer = peer }
}
