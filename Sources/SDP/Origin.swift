/// Who made a description, and which version of it this is (`o=`).
///
/// The address is not believed and not sent: ours is always `0.0.0.0`, as RFC 9429 §5.2.1 advises.
/// Source: RFC 8866 §5.2 <https://www.rfc-editor.org/rfc/rfc8866#section-5.2>
package struct Origin: Hashable, Sendable {
    /// A number below 2^63 that stays for the life of a connection.
    package var sessionID: UInt64
    /// Grows by one with each description that differs from the one before.
    package var version: UInt64

    package init(sessionID: UInt64, version: UInt64) {
        self.sessionID = sessionID
        self.version = version
    }

    /// Reads what follows `o=`; user name and address are passed over.
    static func parse(_ value: Substring) -> Origin? {
        let words = value.words
        guard words.count == 6, words[3] == "IN", words[4] == "IP4" || words[4] == "IP6",
            let sessionID = words[1].decimal(UInt64.self), let version = words[2].decimal(UInt64.self)
        else { return nil }
        return Origin(sessionID: sessionID, version: version)
    }

    /// The line's value.
    func serialize() -> String {
        "- \(sessionID) \(version) IN IP4 0.0.0.0"
    }
}
