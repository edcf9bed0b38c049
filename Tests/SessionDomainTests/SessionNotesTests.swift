import Testing
import Wire

@testable import SessionDomain

struct SessionNotesTests {
    private static let session = SessionID(rawValue: "c2Vzc2lvbg")
    private static let now = WallClockTime(secondsSince1970: 1_780_000_000)

    private static func written(_ text: String) -> SessionNotes {
        var notes = SessionNotes(session: session, startedAt: now)
        #expect(notes.write(text, revision: 1) == .taken)
        return notes
    }

    private static func state(_ notes: SessionNotes, isConnected: Bool = true) -> HostSnapshot.Notes.State {
        HostSnapshot.Notes(notes, isConnected: isConnected, isKept: true).state
    }

    @Test func fromTheFirstLetterToTheReport() {
        var notes = SessionNotes(session: Self.session, startedAt: Self.now)
        #expect(Self.state(notes) == .empty && !notes.canSave && notes.isSettled)
        #expect(notes.write("Driver", revision: 1) == .taken)
        #expect(Self.state(notes) == .draft && notes.canSave && !notes.isSettled)
        notes.save()
        #expect(Self.state(notes) == .saving && !notes.canSave)
        #expect(Self.state(notes, isConnected: false) == .waiting)
        // What is typed meanwhile is not what *Save* found.
        #expect(notes.write("Driver 2.1", revision: 2) == .taken)
        #expect(notes.pending?.text == "Driver" && notes.canSave)
        #expect(notes.handleSaved(revision: 1, at: Self.now) == false)
        #expect(Self.state(notes) == .changed && notes.pending == nil && notes.savedAt == Self.now)
        notes.save()
        #expect(notes.handleSaved(revision: 2, at: Self.now) == false)
        #expect(Self.state(notes) == .saved && notes.isSettled && !notes.canSave)
        notes.save()
        #expect(notes.pending == nil, "there is nothing to save")
    }

    @Test func theLongestIsTakenAndALongerOneChangesNothing() {
        let longest = String(repeating: "🖨", count: SessionNotes.maximumScalarCount)
        var notes = Self.written(longest)
        #expect(notes.text == longest)
        #expect(
            notes.write(longest + "a", revision: 2) == .tooLong(scalarCount: SessionNotes.maximumScalarCount + 1))
        #expect(notes.text == longest && notes.revision == 1)
    }

    @Test(arguments: [
        ("a\r\nb\rc\n\nd", "a\nb\nc\n\nd"), ("\ta\u{0}\u{1B}[31m\u{85}b", "\ta[31mb"), ("王小明 👩‍💻", "王小明 👩‍💻"),
    ])
    func controlsGo(typed: String, kept: String) {
        #expect(Self.written(typed).text == kept)
    }

    @Test func aRevisionOnlyRises() {
        var notes = Self.written("a")
        #expect(notes.write("b", revision: 7) == .taken)
        #expect(notes.revision == 7)
        #expect(notes.write("c", revision: 3) == .taken)
        #expect(notes.revision == 8 && notes.text == "c")
        #expect(notes.write("d", revision: .max) == .taken)
        #expect(notes.revision == 1 << 53)
    }

    @Test func aReportThatHasALaterRevisionIsOvertaken() {
        var notes = Self.written("after a lost disk")
        notes.save()
        #expect(notes.handleSaved(revision: 9, at: Self.now) == true, "it is sent again")
        #expect(notes.pending?.revision == 10 && notes.revision == 10 && Self.state(notes) == .saving)
        #expect(notes.handleSaved(revision: 10, at: Self.now) == false)
        #expect(Self.state(notes) == .saved)
    }

    @Test func anAnswerToAnEarlierSaveDoesNotSayThatTheLastIsThere() {
        var notes = Self.written("one")
        notes.save()
        #expect(notes.write("two", revision: 2) == .taken)
        notes.save()
        #expect(notes.handleSaved(revision: 1, at: Self.now) == false)
        #expect(notes.pending?.text == "two" && Self.state(notes) == .saving)
    }

    @Test func aSiteThatRefusesIsSaid() {
        var notes = Self.written("one")
        notes.save()
        notes.handleRefused(revision: 1, .unavailable)
        #expect(notes.pending != nil && Self.state(notes) == .retrying)
        notes.handleRefused(revision: 1, .unknownSession)
        #expect(notes.pending == nil && Self.state(notes) == .refused && notes.canSave)
        notes.save()
        #expect(Self.state(notes) == .saving)
    }

    @Test func theyAreNotPrinted() {
        #expect("\(Self.written("canary"))" == "‹redacted›")
    }

    /// The session speaks to the customer; it is handed every command, and makes nothing of this one.
    @Test func nothingOfThemGoesToTheCustomer() {
        let session = Session.connected()
        let before = (session.hostOutputs.count, session.customerOutputs.count)
        session.host(.notes(.write(.init(session: Self.session, text: "canary", revision: 1))))
        session.host(.notes(.save(.init(session: Self.session))))
        #expect(session.hostOutputs.count == before.0 && session.customerOutputs.count == before.1)
        #expect(!"\(session.hostOutputs) \(session.customerOutputs)".contains("canary"))
    }
}
