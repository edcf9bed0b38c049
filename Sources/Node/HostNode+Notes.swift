import Logging
import SessionDomain
import SignalingClient
import SignalingProtocol
import Wire

// The host's notes. They go to the host's own site and to nobody else: the session, which speaks to the customer, never
// has them.
extension HostNode {
    /// Takes what the page's notes panel says.
    func handle(_ command: NotesCommand) async {
        switch command {
        case .write(let message):
            guard case .tooLong(let count) = notes.write(message) else { return }
            logger.warning(
                "notes from a page were refused: too long",
                metadata: ["scalars": "\(count)", "refused": "\(notes.refusedCount)"])
        case .save(let message):
            notes.save(message.session)
            await sendNotes()
        }
    }

    /// A session runs: its notes are shown from now on.
    func beginNotes(of session: SessionID) async {
        notes.begin(session, account: snapshot.account?.name ?? "", at: clock.wallClock)
        await sendNotes()
    }

    /// The sign-in was accepted, or the connection is back.
    func takeUpNotes() async {
        guard let account = snapshot.account?.name else { return }
        notes.show(for: account)
        await sendNotes()
    }

    /// Sends all that waits; without a connection it goes on waiting, and the panel says so.
    func sendNotes() async {
        guard let account = snapshot.account?.name, let client else { return }
        for message in notes.pending(of: account) {
            do {
                try await client.send(.saveNotes(message))
            } catch {
                return logger.debug("notes wait for the site", metadata: ["error": "\(error)"])
            }
        }
    }

    /// The site has stored notes.
    func handle(_ saved: ServiceMessage.NotesSaved) async {
        let time = clock.wallClock.advanced(
            bySeconds: saved.savedAt.secondsSince1970 - saved.now.secondsSince1970)
        if notes.handle(saved, at: time) { await sendNotes() }
    }

    /// The site has not stored notes.
    func handle(_ refused: ServiceMessage.NotesRefused) {
        logger.notice("the site did not take notes", metadata: ["reason": "\(refused.reason.rawValue)"])
        notes.handle(refused, now: clock.now)
    }

    /// What the console draws of the notes.
    var drawnNotes: HostSnapshot.Notes? {
        notes.shownNotes(of: snapshot.account?.name).map {
            HostSnapshot.Notes($0, isConnected: snapshot.service == .connected, isKept: notes.isShownKept)
        }
    }
}
