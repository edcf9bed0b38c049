import SessionDomain
import SignalingClient
import SignalingProtocol
import Tunnel

// A console that a `nearhand://` link opened.
extension HostNode {
    /// How long the site's page may wait for the news.
    private static let openingPatience: Duration = .seconds(10)

    /// Whether somebody sees the console, or a session runs.
    package var isNeeded: Bool { hasPage || snapshot.session != nil }

    /// The person said yes to the site; nothing reached it before.
    func confirmSite() async {
        guard snapshot.isSiteUnknown, let site = SiteAddress(parsing: configuration.siteAddress) else { return }
        snapshot.isSiteUnknown = false
        KnownSites(folder: configuration.stateFolder).add(site)
        await reachSite()
    }

    /// Offers the sign-in, and tells the page that sent the person here that it worked.
    func reachSite() async {
        offerSignIn()
        guard let code = configuration.openingCode, let site = SiteAddress(parsing: configuration.siteAddress) else {
            return
        }
        let visit = SignalingClient(
            site: site, greeting: .visitOpened(code), trustedCertificates: configuration.authoritiesFile,
            proxy: configuration.proxies.proxy(for: site.host), logger: logger)
        await visit.start()
        Task {
            let patience = Task {
                try await Task.sleep(for: Self.openingPatience)
                await visit.close()
            }
            for await event in visit.events {
                if case .connected = event { break }
            }
            patience.cancel()
            await visit.close()
        }
    }
}
