import Testing
import Wire

@testable import SessionDomain

/// The conversation.
struct ChatTests {
    let session = Session.connected()

    @Test func bothWays() {
        session.host(.sendChat(.init(text: "Guten Tag")))
        session.customer(.sendChat(.init(text: "您好")))
        #expect(session.hostSnapshot.chat.map(\.text) == ["Guten Tag", "您好"])
        #expect(session.hostSnapshot.chat.map(\.isOwn) == [true, false])
        #expect(session.customerSnapshot.chat.map(\.isOwn) == [false, true])
        #expect(session.customerSnapshot.chat.map(\.from) == ["Ada", "Grace"])
    }

    @Test func nothingAndTooMuchAreNotSent() {
        for text in ["", " \n ", "\u{7}", String(repeating: "x", count: 4_001)] {
            session.host(.sendChat(.init(text: text)))
        }
        #expect(session.hostSnapshot.chat.isEmpty)
        session.host(.sendChat(.init(text: String(repeating: "x", count: 4_000))))
        #expect(session.customerSnapshot.chat.count == 1)
    }

    @Test func nothingTooMuchAndRepetitionsAreNotShown() {
        for (id, text) in [
            ("a", ""), ("b", String(repeating: "x", count: 4_001)), ("c", "once"), ("c", "again"), ("", "x"),
            ("<b>", "x"),
        ] {
            let message = ChatMessage(id: ChatMessageID(rawValue: id), text: text, sentAt: session.wallClock)
            session.customer.handle(message, now: session.now)
        }
        #expect(session.customerSnapshot.chat.map(\.text) == ["once"])
        #expect(session.customerIgnoredCount == 5)
    }

    @Test func withoutAConnectionNothingIsWritten() {
        session.customer(.leave)
        session.host(.sendChat(.init(text: "anybody?")))
        #expect(session.hostSnapshot.chat.isEmpty)
    }

    @Test func theOldestLinesGoFirst() {
        for index in 0..<(Conversation.maximumEntryCount + 10) { session.host(.sendChat(.init(text: "\(index)"))) }
        #expect(session.hostSnapshot.chat.count == Conversation.maximumEntryCount)
        #expect(session.hostSnapshot.chat.first?.text == "10")
    }
}
