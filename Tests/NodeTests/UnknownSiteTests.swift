import SignalingProtocol
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// A link to a site that the person has never used: nothing reaches it before a yes.
@Suite(.serialized, .timeLimit(.minutes(1))) struct UnknownSiteTests {
    @Test func nothingReachesTheSiteBeforeTheYes() async throws {
        try await Session.withHost { session in
            let site = try #require(SiteAddress(parsing: session.site))
            let node = try await session.unconfirmedCustomer(.link(session.link()))
            #expect(await node.snapshot.stage == .confirmSite)
            #expect(await node.snapshot.siteAddress == session.site)
            // What a page could press besides leads nowhere.
            node.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            node.press(.joinByNumber(CustomerCommand.JoinByNumber(number: "123456789", name: "Mei")))
            node.press(.leave)
            _ = try await eventually("the no") { await node.snapshot.stage == .ended(reason: .byCustomer) ? true : nil }
            node.press(.startOver)
            _ = try await eventually("the question") { await node.snapshot.stage == .confirmSite ? true : nil }
            #expect(await node.client == nil)
            #expect(await node.snapshot.siteName.isEmpty)
            #expect(await !node.isNeeded)
            #expect(!KnownSites(folder: session.customerFolder).contains(site))
            #expect(await session.host.snapshot.session?.knocks.isEmpty == true)

            node.press(.confirmSite)
            _ = try await eventually("the site") { await node.isConnectedToSite ? true : nil }
            #expect(await node.snapshot.stage == .enterName(problem: nil))
            #expect(KnownSites(folder: session.customerFolder).contains(site))
            node.press(.joinByLink(CustomerCommand.JoinByLink(name: "Mei")))
            _ = try await eventually("the connection") { await node.snapshot.stage == .connected ? true : nil }
            #expect(await node.isNeeded)
            await node.stop()
        }
    }

    @Test func aDamagedLinkIsSaidAfterTheYes() async throws {
        try await Session.withHost { session in
            let node = try await session.unconfirmedCustomer(.damagedLink)
            #expect(await node.snapshot.stage == .confirmSite)
            node.press(.confirmSite)
            _ = try await eventually("the entry") {
                await node.snapshot.stage == .enterNumber(problem: .linkDamaged) ? true : nil
            }
            await node.stop()
        }
    }
}
