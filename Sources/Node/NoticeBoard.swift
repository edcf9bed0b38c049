import SessionDomain

/// The notices that a page shows, numbered so that it shows each once; old ones make room.
struct NoticeBoard {
    /// How many a snapshot carries.
    private static let maximumCount = 20

    private(set) var notices: [Notice] = []
    private var count = 0

    mutating func add(_ notice: NodeNotice) {
        add(notice.key, values: notice.values, isError: notice.isError)
    }

    mutating func add(_ key: NoticeKey, values: [String: String]) {
        add(key.rawValue, values: values, isError: key.isError)
    }

    private mutating func add(_ key: String, values: [String: String], isError: Bool) {
        count += 1
        notices.append(Notice(id: count, key: key, values: values, isError: isError))
        if notices.count > Self.maximumCount { notices.removeFirst() }
    }
}
