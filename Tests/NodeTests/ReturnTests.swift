import Cryptography
import Foundation
import SignalingClient
import SignalingProtocol
import Testing
import Wire

@testable import Node
@testable import SessionDomain

/// What a person reads before they join, and how they come back after the end.
@Suite(.serialized) struct ReturnTests {
    @Test func thePanelSaysWhoInvitesBeforeANameIsGiven() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.link(session.link()))
            let host = try await eventually("who invites") { await customer.snapshot.hostDisplayName }
            #expect(host == "Alex Chen")
            #expect(await customer.snapshot.stage == .enterName(problem: nil))
            #expect(await customer.snapshot.siteName == "Nearhand")
            await customer.stop()
        }
    }

    @Test func aLinkThatWorksNoLongerIsSaidBeforeANameIsGiven() async throws {
        try await Session.withHost { session in
            let link = try await session.link()
            session.host.press(.makeLink)
            _ = try await eventually("the next link") {
                try await session.link().invitation != link.invitation ? true : nil
            }
            let customer = try await session.customer(.link(link))
            _ = try await eventually("the reason") {
                await customer.snapshot.stage == .enterNumber(problem: .invitationDoesNotWork) ? true : nil
            }
            await customer.stop()
        }
    }

    @Test func aSiteThatRefusesTheProgramIsTheEndUntilThePersonStartsOver() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            let number = try #require(await session.host.snapshot.session?.number)
            _ = try await eventually("the site") { await customer.isConnectedToSite ? true : nil }
            customer.mailbox.post(.signaling(.disconnected(.refused(.unsupportedVersion))))
            _ = try await eventually("the reason") {
                await customer.snapshot.stage == .ended(reason: .siteVersionDiffers) ? true : nil
            }
            customer.press(.startOver)
            _ = try await eventually("the site again") { await customer.isConnectedToSite ? true : nil }
            #expect(await customer.snapshot.stage == .enterNumber(problem: nil))
            customer.press(.joinByNumber(CustomerCommand.JoinByNumber(number: number, name: "Mei")))
            _ = try await eventually("the waiting") { await customer.snapshot.stage == .waiting ? true : nil }

            customer.mailbox.post(.signaling(.disconnected(.refused(.malformed))))
            _ = try await eventually("the other reason") {
                await customer.snapshot.stage == .ended(reason: .siteRefused) ? true : nil
            }
            await customer.stop()
        }
    }

    @Test func aSiteThatIsNotThereIsSaidToBothSides() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // A port below 1024 on which nobody listens.
        let configuration = Session.configuration("http://127.0.0.1:9", folder)
        let customer = CustomerNode(
            configuration: configuration, invitation: .number, loop: Session.sharedLoop, logger: Session.quiet)
        _ = try await customer.start()
        _ = try await eventually("the customer's reason") {
            await customer.snapshot.stage == .enterNumber(problem: .siteUnreachable) ? true : nil
        }
        customer.press(.joinByNumber(CustomerCommand.JoinByNumber(number: "123456789", name: "Mei")))
        _ = try await eventually("the reason after Join") {
            await customer.snapshot.stage == .connectingToSite(problem: .siteUnreachable) ? true : nil
        }
        customer.press(.leave)
        _ = try await eventually("the reason after Cancel") {
            await customer.snapshot.stage == .enterNumber(problem: .siteUnreachable) ? true : nil
        }
        await customer.stop()
        try FileManager.default.createDirectory(atPath: folder + "/host", withIntermediateDirectories: true)
        let host = HostNode(configuration: configuration, loop: Session.sharedLoop, logger: Session.quiet)
        _ = try await host.start()
        _ = try await eventually("the host's reason") {
            await host.snapshot.siteProblem == .unreachable ? true : nil
        }
        #expect(await host.snapshot.signInAddress != nil)
        await #expect(throws: NodeError.siteNotReached("http://127.0.0.1:9", .unreachable)) {
            _ = try await host.startSession(within: .milliseconds(100))
        }
        await host.stop()
    }

    @Test func afterTheEndTheLinkIsUsedAndANumberIsAskedFor() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.link(session.link()))
            customer.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
            session.host.press(.sendChat(HostCommand.SendChat(text: "Hello")))
            _ = try await eventually("the chat") { await customer.snapshot.chat.first }
            customer.press(.leave)
            _ = try await eventually("the end") {
                await customer.snapshot.stage == .ended(reason: .byCustomer) ? true : nil
            }
            #expect(await customer.snapshot.chat.count == 1)
            customer.press(.startOver)
            _ = try await eventually("the question") {
                await customer.snapshot.stage == .enterNumber(problem: nil) ? true : nil
            }
            #expect(await customer.snapshot.chat.isEmpty)
            try await session.joinByNumber(customer, name: "Mei again")
            #expect(await session.host.snapshot.session?.customer?.name == "Mei again")
            session.host.press(.sendChat(HostCommand.SendChat(text: "Welcome back")))
            _ = try await eventually("the chat") { await customer.snapshot.chat.first { $0.text == "Welcome back" } }
            await customer.stop()
        }
    }

    @Test func aDeclinedPersonMayKnockAgain() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            let attempt = try await session.knockByNumber(customer, name: "Mei")
            session.host.press(.decline(HostCommand.Attempt(attempt: attempt)))
            _ = try await eventually("the answer") { await customer.snapshot.stage == .declined ? true : nil }
            customer.press(.startOver)
            try await session.joinByNumber(customer, name: "Mei")
            await customer.stop()
        }
    }

    @Test func aDownloadThatBrokeOffGoesOnInTheNextSession() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.link(session.link()))
            customer.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
            let bytes = (0..<40_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            try session.publish(bytes, name: "image.bin")
            let offered = try await eventually("the offer") { await customer.snapshot.files.first }
            customer.press(.downloadFile(HostCommand.File(file: offered.id)))
            _ = try await eventually("a part") { await customer.received > 1_000_000 ? true : nil }
            await customer.link?.close()
            _ = try await eventually("the end") {
                await customer.snapshot.stage == .ended(reason: .connectionLost) ? true : nil
            }
            let kept = try #require(try session.keptByteCount)
            #expect(kept > 1_000_000 && kept < bytes.count)
            _ = try await eventually("the loss") { await session.host.snapshot.session?.customer == nil ? true : nil }

            // A restart of the program changes nothing.
            await customer.stop()
            let next = try await session.customer(.number)
            try await session.joinByNumber(next, name: "Mei")
            let again = try await eventually("the offer") { await next.snapshot.files.first }
            next.press(.downloadFile(HostCommand.File(file: again.id)))
            let begun = try await eventually("progress at the host") {
                if case .transferring(let sent) = await session.host.snapshot.session?.files.first?.progress {
                    sent
                } else {
                    nil
                }
            }
            #expect(begun >= kept)
            let saved = try await eventually("the file") { await next.snapshot.files.first?.savedTo }
            #expect(try [UInt8](Data(contentsOf: URL(filePath: saved))) == bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: session.folder + "/downloads") == ["image.bin"])
            await next.stop()
        }
    }
}

extension CustomerNode {
    /// Bytes of the download that runs.
    var received: Int { downloads.values.first?.received ?? 0 }
}

extension Session {
    /// Bytes of the download that broke off, as they lie in the customer's folder.
    var keptByteCount: Int? {
        get throws {
            let folder = self.folder + "/downloads"
            let part = try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".part") }
            return try part.map {
                try FileManager.default.attributesOfItem(atPath: folder + "/" + $0)[.size] as? Int ?? 0
            }
        }
    }
}
