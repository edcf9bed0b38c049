import SessionDomain

/// The notices that a page shows, numbered so that it shows each once. One goes when its subject is over, or when newer
/// ones need its room.
struct NoticeBoard {
    /// How many a snapshot carries.
    private static let maximumCount = 20

    private var entries: [(notice: Notice, subject: NoticeSubject)] = []
    private var count = 0

    /// What the page shows, oldest first.
    var notices: [Notice] { entries.map(\.notice) }

    /// Adds a notice of the node's own.
    mutating func add(_ notice: NodeNotice) {
        add(notice.key, values: notice.values, isError: notice.isError, subject: notice.subject)
    }

    /// Adds a notice of the session's. A notice about the line takes the place of the one before it.
    mutating func add(_ key: NoticeKey, values: [String: String]) {
        add(key.rawValue, values: values, isError: key.isError, subject: key.subject)
    }

    /// Takes away what spoke of a state that is over, also where the person has not closed it.
    mutating func withdraw(_ subjects: NoticeSubject...) {
        entries.removeAll { subjects.contains($0.subject) }
    }

    private mutating func add(_ key: String, values: [String: String], isError: Bool, subject: NoticeSubject) {
        if subject == .line { withdraw(.line) }
        count += 1
        entries.append((Notice(id: count, key: key, values: values, isError: isError), subject))
        if entries.count > Self.maximumCount { entries.removeFirst() }
    }
}
