import Crypto
import Cryptography
import Foundation
import Pairing
import SignalingClient
import SignalingProtocol
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

@Suite(.serialized) struct SessionTests {
    @Test func customerJoinsByLinkChatsAndGetsAFile() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.link(session.link()))
            customer.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            let known = try await eventually("the customer in the console") {
                await session.host.snapshot.session?.customer
            }
            #expect(known.name == "Mei")
            #expect(await session.host.snapshot.session?.link == nil)

            session.host.press(.sendChat(HostCommand.SendChat(text: "Hello")))
            let heard = try await eventually("the chat") { await customer.snapshot.chat.first }
            #expect(heard.text == "Hello")
            #expect(heard.from == "Alex Chen")

            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try session.publish(bytes, name: "log.bin")
            let offered = try await eventually("the offer") { await customer.snapshot.files.first }
            customer.press(.downloadFile(HostCommand.File(file: offered.id)))
            let saved = try await eventually("the file") { await customer.snapshot.files.first?.savedTo }
            #expect(try [UInt8](Data(contentsOf: URL(filePath: saved))) == bytes)

            session.host.press(.endSession)
            _ = try await eventually("the end") {
                await customer.snapshot.stage == .ended(reason: .byHost) ? true : nil
            }
            #expect(await session.host.snapshot.session == nil)
            await customer.stop()
        }
    }

    @Test func customerJoinsByNumberWithDigitsBothWays() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            let number = try #require(await session.host.snapshot.session?.number)
            try await session.joinByNumber(customer, name: "Mei")
            #expect(await session.host.snapshot.session?.customer?.name == "Mei")
            await customer.stop()
            _ = try await eventually("the leaving") {
                await session.host.snapshot.session?.customer == nil ? true : nil
            }
            // A number lets one customer in; the console never shows one that works no more.
            #expect(await session.host.snapshot.session?.number != number)
            let next = try await session.customer(.number)
            try await session.joinByNumber(next, name: "Lin")
            #expect(await session.host.snapshot.session?.customer?.name == "Lin")
            await next.stop()
        }
    }

    @Test func customerReadsTheReasonOfAHostWhoLeavesAtOnce() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            let attempt = try await session.admitByNumber(customer, name: "Mei")
            _ = try await eventually("the question") { await customer.snapshot.stage == .typeDigits ? true : nil }
            // Both are there before the node has time to read the first.
            let mismatch = PairingJSON().serialize(.mismatch)
            for message in [
                ServiceMessage.relayed(ClientMessage.Relay(attempt: attempt, payload: mismatch)),
                ServiceMessage.left(ServiceMessage.AttemptReference(attempt: attempt)),
            ] { customer.mailbox.post(.signaling(.message(message))) }
            _ = try await eventually("the end") {
                if case .ended = await customer.snapshot.stage { true } else { nil }
            }
            #expect(await customer.snapshot.stage == .ended(reason: .mismatch))
            await customer.stop()
        }
    }

    @Test func wrongDigitsEndTheAttemptOnBothSides() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            _ = try await session.admitByNumber(customer, name: "Mei")
            let six = try await eventually("the six digits") {
                if case .compareDigits(let digits) = await session.host.snapshot.session?.pairing?.stage {
                    digits
                } else {
                    nil
                }
            }
            _ = try await eventually("the question") { await customer.snapshot.stage == .typeDigits ? true : nil }
            let wrong = six == "000000" ? "000001" : "000000"
            customer.press(.confirmDigits(CustomerCommand.ConfirmDigits(digits: wrong)))
            _ = try await eventually("the customer's end") {
                await customer.snapshot.stage == .ended(reason: .mismatch) ? true : nil
            }
            _ = try await eventually("the host's warning") {
                await session.host.snapshot.notices.first { $0.key == NodeNotice.mismatch(name: "").key }
            }
            #expect(await session.host.snapshot.session?.pairing == nil)
            await customer.stop()
            // The warning is over as soon as somebody has joined.
            let next = try await session.customer(.number)
            try await session.joinByNumber(next, name: "Lin")
            #expect(await session.host.snapshot.notices.map(\.key) == [NoticeKey.customerJoined.rawValue])
            await next.stop()
        }
    }

    @Test func secondCustomerOnTheSameLinkIsRefused() async throws {
        try await Session.withHost { session in
            let link = try await session.link()
            let first = try await session.customer(.link(link))
            let second = try await session.customer(.link(link))
            first.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the first") { await session.host.snapshot.session?.customer }
            second.press(.joinByLink(CustomerCommand.JoinByLink(name: "Eve")))
            _ = try await eventually("the refusal") {
                await second.snapshot.stage == .enterNumber(problem: .invitationDoesNotWork) ? true : nil
            }
            #expect(await session.host.snapshot.session?.customer?.name == "Mei")
            await first.stop()
            await second.stop()
        }
    }

    @Test func aDamagedLinkOffersTheNumberAndTheRightOneStillWorks() async throws {
        try await Session.withHost { session in
            let link = try await session.link()
            var bytes = link.secret.bytes
            bytes[31] ^= 1
            let damaged = Link(site: link.site, invitation: link.invitation, secret: SecretBytes(bytes))
            let first = try await session.customer(.link(damaged))
            first.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the question for a number") {
                await first.snapshot.stage == .enterNumber(problem: .linkNotGenuine) ? true : nil
            }
            let notice = try await eventually("the host's notice") {
                await session.host.snapshot.notices.first { $0.key == NodeNotice.linkDiffers(name: "").key }
            }
            #expect(notice.values["name"] == "Mei")
            #expect(await session.host.snapshot.notices.allSatisfy { $0.key != NodeNotice.attemptLeft(name: "").key })
            #expect(await session.host.snapshot.session?.link == link.text)

            let second = try await session.customer(.link(link))
            second.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the customer") { await session.host.snapshot.session?.customer }
            await first.stop()
            await second.stop()
        }
    }

    @Test func whoWaitsByALinkThatSomebodyElseUsesIsOfferedTheNumber() async throws {
        try await Session.withHost { session in
            let link = try await session.link()
            let first = try await session.customer(.link(link))
            let second = try await session.customer(.link(link))
            // Both knock before the first is through.
            first.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            second.press(.joinByLink(CustomerCommand.JoinByLink(name: "Lin")))
            let known = try await eventually("the customer") { await session.host.snapshot.session?.customer }
            let other = known.name == "Mei" ? second : first
            _ = try await eventually("the refusal") {
                await other.snapshot.stage == .enterNumber(problem: .invitationDoesNotWork) ? true : nil
            }
            await first.stop()
            await second.stop()
        }
    }

    @Test func aHostThatStartsAnewTakesItsSessionUp() async throws {
        try await Session.withHost { session in
            let before = try #require(await session.host.snapshot.session)
            let customer = try await session.customer(.number)
            customer.press(
                .joinByNumber(CustomerCommand.JoinByNumber(number: before.number, name: "Mei")))
            _ = try await eventually("the knock") { await session.host.snapshot.session?.knocks.first }
            let host = try await session.hostAfterCrash()
            let after = try await eventually("the session") { await host.snapshot.session }
            #expect(after.id == before.id && after.number == before.number && after.link == before.link)
            let knock = try await eventually("the knock again") { await host.snapshot.session?.knocks.first }
            #expect(knock.name == "Mei")
            #expect(await host.snapshot.notices.contains { $0.key == NodeNotice.sessionTakenUp.key })

            let byLink = try await session.customer(.link(session.link()))
            byLink.press(.joinByLink(CustomerCommand.JoinByLink(name: "Lin")))
            _ = try await eventually("the customer by the old link") { await host.snapshot.session?.customer }
            await byLink.stop()
            await host.stop()
            _ = try await eventually("the end") {
                await customer.snapshot.stage == .ended(reason: .byHost) ? true : nil
            }
            await customer.stop()
        }
    }

    @Test func whatWasAllowedAndWhoWasOnTheWayInDoNotSurviveACrash() async throws {
        try await Session.withHost { session in
            let connected = try await session.customer(.link(session.link()))
            connected.press(.joinByLink(CustomerCommand.JoinByLink(name: "Lin")))
            _ = try await eventually("the customer") { await session.host.snapshot.session?.customer }
            let pairing = try await session.customer(.number)
            _ = try await session.admitByNumber(pairing, name: "Mei")
            _ = try await eventually("the digits") { await pairing.snapshot.stage == .typeDigits ? true : nil }
            let host = try await session.hostAfterCrash()
            let after = try await eventually("the session") { await host.snapshot.session }
            #expect(after.customer == nil && after.pairing == nil && after.knocks.isEmpty)
            #expect(after.link == nil && after.isLinkUsed)
            _ = try await eventually("the end of the pairing") {
                await pairing.snapshot.stage == .ended(reason: .connectionLost) ? true : nil
            }
            await host.stop()
            await pairing.stop()
            await connected.stop()
        }
    }

    @Test func aSessionThatEndedMeanwhileIsForgotten() async throws {
        try await Session.withHost { session in
            let host = try await session.hostAfterCrash(isSigningIn: false)
            let file = session.folder + "/after/host/host-session.json"
            #expect(FileManager.default.fileExists(atPath: file))
            let id = try #require(await session.host.snapshot.session?.id)
            try await session.end(id)
            try await session.signIn(host)
            _ = try await eventually("the notice") {
                await host.snapshot.notices.first { $0.key == NodeNotice.sessionOver.key }
            }
            #expect(await host.snapshot.session == nil)
            #expect(!FileManager.default.fileExists(atPath: file))
            await host.stop()
        }
    }

    @Test func numbersThatDoNotWorkAreAllAnsweredAlike() async throws {
        try await Session.withHost { session in
            let customer = try await session.customer(.number)
            let number = try #require(await session.host.snapshot.session?.number)
            let other = number == "123456789" ? "987654321" : "123456789"
            for typed in [other, "12", "abc"] {
                customer.press(.joinByNumber(CustomerCommand.JoinByNumber(number: typed, name: "Mei")))
                _ = try await eventually("the answer to \(typed)") {
                    await customer.snapshot.stage == .enterNumber(problem: .numberDoesNotWork) ? true : nil
                }
            }
            await customer.stop()
        }
    }

    @Test func anUploadThatTheSessionRefusesIsSaid() async throws {
        try await Session.withHost { session in
            session.host.press(.endSession)
            _ = try await eventually("the end") { await session.host.snapshot.session == nil ? true : nil }
            try session.publish([1, 2, 3], name: "late.bin")
            _ = try await eventually("the notice") {
                await session.host.snapshot.notices.first { $0.key == NodeNotice.uploadRefused.key }
            }
            #expect(!FileManager.default.fileExists(atPath: session.folder + "/upload-late.bin"))
        }
    }
}
