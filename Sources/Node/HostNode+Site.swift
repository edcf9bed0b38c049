import Logging
import SessionDomain
import SignalingClient
import SignalingProtocol
import Tunnel

// Whether the site is there, before somebody signs in.
extension HostNode {
    private static let pauseAfterAnswer: Duration = .seconds(15)
    private static let pauseAfterFailure: Duration = .seconds(3)

    /// Asks the site for its name again and again, so that a person who cannot sign in sees why before they try.
    func watchSite() {
        siteWatch?.cancel()
        guard let site = SiteAddress(parsing: configuration.siteAddress) else { return }
        let request = SiteRequest(
            site: site, trustedCertificates: configuration.authoritiesFile,
            proxy: configuration.proxies.proxy(for: site.host))
        siteWatch = Task { [mailbox] in
            while !Task.isCancelled {
                let answer = await Self.ask(request)
                mailbox.post(.site(answer))
                let pause = (try? answer.get()) == nil ? Self.pauseAfterFailure : Self.pauseAfterAnswer
                try? await Task.sleep(for: pause)
            }
        }
    }

    private static func ask(_ request: SiteRequest) async -> Result<ServiceMessage.Site, SiteTrouble> {
        do throws(SiteTrouble) {
            return .success(try await request.site())
        } catch {
            return .failure(error)
        }
    }

    /// What comes after somebody has begun to sign in is of no interest: the service's own connection knows better.
    func handle(_ answer: Result<ServiceMessage.Site, SiteTrouble>) {
        guard client == nil else { return }
        switch answer {
        case .success(let site):
            snapshot.site.name = site.name
            snapshot.siteProblem = nil
        case .failure(let trouble): noteTrouble(trouble)
        }
    }

    /// Shows why the site is not reached; the log gets the kind alone.
    func noteTrouble(_ trouble: SiteTrouble) {
        snapshot.siteProblem = HostSnapshot.SiteProblem(trouble)
        logger.notice("the site is not reached", metadata: ["reason": "\(trouble)"])
    }
}

extension HostSnapshot.SiteProblem {
    /// What the console says of a site that is not reached.
    init(_ trouble: SiteTrouble) {
        self =
            switch trouble {
            case .unreachable: .unreachable
            case .certificateNotTrusted: .certificateNotTrusted
            case .notNearhand: .notNearhand
            }
    }
}
