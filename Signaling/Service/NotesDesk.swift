import Logging
import SignalingDomain
import SignalingProtocol

/// Puts what hosts write into the reports of their sessions, also when those are over.
struct NotesDesk: Sendable {
    let store: any Store
    let clock: ServiceClock
    let logger: Logger

    /// Stores notes and returns what the host is told; the store knows whose session it is.
    func save(_ notes: ClientMessage.SaveNotes, of host: Account) async -> ServiceMessage {
        let now = clock.wallClock
        let record = NotesRecord(
            session: notes.session, revision: notes.revision, text: notes.text, savedAt: now)
        do {
            guard let receipt = try await store.saveNotes(record, of: host.id) else {
                return refusal(of: notes, reason: .unknownSession)
            }
            return .notesSaved(
                ServiceMessage.NotesSaved(
                    session: notes.session, revision: receipt.revision, savedAt: receipt.savedAt, now: now))
        } catch {
            logger.error("Notes could not be stored", metadata: ["error": "\(type(of: error))"])
            return refusal(of: notes, reason: .unavailable)
        }
    }

    private func refusal(
        of notes: ClientMessage.SaveNotes, reason: ServiceMessage.NotesRefused.Reason
    ) -> ServiceMessage {
        .notesRefused(
            ServiceMessage.NotesRefused(session: notes.session, revision: notes.revision, reason: reason))
    }
}
