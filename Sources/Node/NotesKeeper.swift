import Glibc
import SessionDomain
import SignalingProtocol
import Wire

/// The notes of a host's node: those on the session that runs or was last, and those that still have to reach the site.
///
/// What changes is on the disk when a call returns, as far as the disk takes it.
struct NotesKeeper {
    /// How long a site that could store nothing is left alone.
    static let retryPause = Duration.seconds(15)

    private let site: String
    private let folder: NotesFolder
    private var all: [SessionID: KeptNotes] = [:]
    /// What the console shows.
    private(set) var shown: SessionID?
    /// The session that runs; its file stays also when all is saved.
    private var running: SessionID?
    /// Sessions whose notes the disk did not take last.
    private var unkept: Set<SessionID> = []
    /// Texts of a page that were too long.
    private(set) var refusedCount = 0
    /// When what the site could not store is sent again.
    private(set) var retryTime: Instant?

    /// Nothing is read before `load()`.
    init(site: String, stateFolder: String) {
        self.site = site
        folder = NotesFolder(in: stateFolder)
    }

    /// Takes up what an earlier run left; only for the node that has the folder to itself.
    mutating func load() {
        for kept in folder.load() { all[kept.notes.session] = kept }
    }

    /// The draft that the console shows to this account; `nil` when there is none of theirs.
    func shownNotes(of account: String?) -> SessionNotes? {
        guard let shown, let kept = all[shown], kept.site == site, kept.account == account else { return nil }
        return kept.notes
    }

    /// Whether the shown draft outlives this program.
    var isShownKept: Bool { shown.map { !unkept.contains($0) } ?? true }

    /// What has to reach the site for this account, the oldest session first.
    func pending(of account: String) -> [ClientMessage.SaveNotes] {
        all.values.filter { $0.site == site && $0.account == account }
            .sorted { $0.notes.startedAt < $1.notes.startedAt }
            .compactMap { kept in
                kept.notes.pending.map {
                    ClientMessage.SaveNotes(session: kept.notes.session, revision: $0.revision, text: $0.text)
                }
            }
    }

    /// A session runs: a new one, or one that was taken up. What was written on earlier ones and not saved is saved now,
    /// since nothing shows it any longer.
    mutating func begin(_ session: SessionID, account: String, at time: WallClockTime) {
        end()
        running = session
        shown = session
        if all[session] == nil {
            all[session] = KeptNotes(
                site: site, account: account, notes: SessionNotes(session: session, startedAt: time))
        }
        for (other, kept) in all where other != session && kept.site == site && kept.account == account {
            all[other]?.notes.save()
            keep(other)
        }
    }

    /// The session is over; its notes can still be written.
    mutating func end() {
        guard let over = running else { return }
        running = nil
        keep(over)
    }

    /// After the sign-in: the last draft that is not saved is shown, where no session's is.
    mutating func show(for account: String) {
        guard shownNotes(of: account) == nil else { return }
        let drafts = all.values.filter { $0.site == site && $0.account == account && !$0.notes.isSettled }
        shown = drafts.max { $0.notes.startedAt < $1.notes.startedAt }?.notes.session
    }

    /// Takes a text of the page; of a session that is not shown it means nothing.
    mutating func write(_ message: NotesCommand.WriteNotes) -> SessionNotes.WriteResult {
        guard message.session == shown, var kept = all[message.session] else { return .taken }
        let result = kept.notes.write(message.text, revision: message.revision)
        guard result == .taken else {
            refusedCount += 1
            return result
        }
        all[message.session] = kept
        keep(message.session)
        return .taken
    }

    /// *Save* was pressed; what is to be sent is in `pending(of:)`.
    mutating func save(_ session: SessionID) {
        guard session == shown else { return }
        all[session]?.notes.save()
        keep(session)
    }

    /// The site has stored notes.
    /// - Parameter time: by this computer's clock.
    /// - Returns: whether what is pending must be sent again.
    mutating func handle(_ saved: ServiceMessage.NotesSaved, at time: WallClockTime) -> Bool {
        guard var kept = all[saved.session] else { return false }
        let isToBeSent = kept.notes.handleSaved(revision: saved.revision, at: time)
        all[saved.session] = kept
        keep(saved.session)
        return isToBeSent
    }

    /// The site has not stored notes.
    mutating func handle(_ refused: ServiceMessage.NotesRefused, now: Instant) {
        guard var kept = all[refused.session] else { return }
        switch refused.reason {
        case .unknownSession: kept.notes.handleRefused(revision: refused.revision, .unknownSession)
        case .unavailable:
            kept.notes.handleRefused(revision: refused.revision, .unavailable)
            retryTime = now + Self.retryPause
        }
        all[refused.session] = kept
        keep(refused.session)
    }

    /// Whether it is time to send what the site could not store; the time is then over.
    mutating func takeRetry(now: Instant) -> Bool {
        guard let time = retryTime, time <= now else { return false }
        retryTime = nil
        return true
    }

    /// Brings a session's file to what is known of it; what is settled and of no use any more is forgotten.
    private mutating func keep(_ session: SessionID) {
        guard let kept = all[session] else { return }
        unkept.remove(session)
        if kept.notes.isSettled, session != running || kept.notes.revision == 0 {
            folder.remove(session)
            if session != shown { all[session] = nil }
            return
        }
        do { try folder.keep(kept) } catch { unkept.insert(session) }
    }
}
