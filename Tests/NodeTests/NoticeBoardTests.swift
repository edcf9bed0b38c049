import SessionDomain
import Testing

@testable import Node

@Suite struct NoticeBoardTests {
    @Test func aNoticeGoesWithWhatItSpeaksOf() {
        var board = NoticeBoard()
        board.add(.mismatch(name: "Mei"))
        board.add(.customerLost, values: ["name": "Lin"])
        board.add(.serviceUnreachable)
        board.withdraw(.attempt, .picture)
        #expect(board.notices.map(\.key) == ["notice.customerLost", "notice.serviceUnreachable"])
        board.withdraw(.connection)
        #expect(board.notices.map(\.id) == [3])
        board.add(.mismatch(name: "Mei"))
        #expect(board.notices.map(\.id) == [3, 4], "a number is never used twice")
    }

    @Test func ofTheLineOnlyTheNewestIsKept() {
        var board = NoticeBoard()
        board.add(.hostUnreachable, values: [:])
        board.add(.hostBack, values: [:])
        #expect(board.notices.map(\.key) == ["notice.hostBack"])
    }
}
