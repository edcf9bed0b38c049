import Cryptography
import Logging
import Pairing
import SessionDomain
import SignalingProtocol
import Wire

// What outlives a crash: which session the node holds, and the link that nobody has used.
extension HostNode {
    /// Takes the session file, where no other node has it, and what an earlier run left in it.
    func openSessionFile() {
        sessionFile = SessionFile(folder: configuration.stateFolder)
        if sessionFile == nil { logger.notice("another node has this folder; a crash of this one ends its session") }
        earlierSession = sessionFile?.kept
        if sessionFile != nil { notes.load() }
    }

    /// Brings the file to the present state; called after everything that happens.
    func keepSession() {
        guard let sessionFile else { return }
        do {
            try sessionFile.keep(presentSession(after: sessionFile.kept) ?? earlierSession)
        } catch {
            logger.error("the session could not be kept for the next start", metadata: ["error": "\(error)"])
        }
    }

    private func presentSession(after kept: KeptSession?) -> KeptSession? {
        guard let drawn = snapshot.session, let account = snapshot.account?.name ?? kept?.account else { return nil }
        let unused = secrets.first.map { invitation, secret in
            KeptSession.UnusedLink(
                invitation: invitation, secret: Base64URL.serialize(secret.bytes),
                expiresAt: drawn.linkExpiresAt ?? clock.wallClock)
        }
        return KeptSession(
            site: configuration.siteAddress, account: account, session: drawn.id, link: unused,
            isLinkUsed: drawn.isLinkUsed)
    }

    /// The service could not be told of a session's end; it is told at the next connection, of this run or the next.
    func endLater(_ session: SessionID) {
        guard var kept = sessionFile?.kept, kept.session == session else { return }
        kept.link = nil
        kept.isOver = true
        earlierSession = kept
    }

    /// Asks the service for the session of an earlier run, where this account held it on this site, or ends it there.
    func takeUpEarlierSession() async {
        isTakingUp = false
        guard let earlier = earlierSession, earlier.site == configuration.siteAddress,
            earlier.account == snapshot.account?.name
        else { return }
        if earlier.isOver {
            let isTold = await send(.endSession(ClientMessage.SessionReference(session: earlier.session)))
            if isTold { earlierSession = nil }
        } else {
            // None of that run's pairings and connections is left; those who wait knock again.
            isTakingUp = await send(
                .resumeSession(ClientMessage.ResumeSession(session: earlier.session, attempts: [])))
        }
    }

    /// The service no longer has the session of the earlier run.
    func giveUpEarlierSession() async {
        isTakingUp = false
        earlierSession = nil
        notices.add(.sessionOver)
        await startWantedSession()
    }

    /// A session begins: what was kept of it, where it is the earlier one. Another one takes its place.
    func claimEarlierSession(_ session: SessionID) -> KeptSession? {
        isTakingUp = false
        defer { earlierSession = nil }
        return earlierSession?.session == session ? earlierSession : nil
    }

    /// Shows the link of the earlier run again, as long as it works.
    func restore(_ kept: KeptSession) {
        notices.add(.sessionTakenUp)
        snapshot.session?.isLinkUsed = kept.isLinkUsed
        guard let unused = kept.link, unused.expiresAt > clock.wallClock,
            let secret = Base64URL.parse(unused.secret), secret.count == LinkPairing.secretByteCount
        else { return }
        let link = Link(
            site: snapshot.site.address, invitation: unused.invitation, secret: SecretBytes(secret))
        secrets = [link.invitation: link.secret]
        snapshot.session?.link = link.text
        snapshot.session?.linkExpiresAt = unused.expiresAt
    }
}
