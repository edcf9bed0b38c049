/// One JSON line on standard input or output.
struct PeerMessage: Codable {
    /// What the line says.
    enum Kind: String, Codable {
        /// To us, first: `scenario`, `role` and `sendsEmptyMessages`.
        case start
        /// Both ways: `kind` and `sdp`.
        case description
        /// Both ways: `candidate` and `mid`.
        case candidate
        case endOfCandidates
        /// From us, for a person who looks: `state`.
        case state
        /// From us, last: `passed` and `detail`.
        case result
        /// To us: close the connection and end.
        case close
        /// To us, from stacks that say they are ready; means nothing.
        case ready
    }

    var type: Kind
    var scenario: Scenario?
    var role: Role?
    var sendsEmptyMessages: Bool?
    var kind: String?
    var sdp: String?
    var candidate: String?
    var mid: String?
    var state: String?
    var passed: Bool?
    var detail: String?

    init(_ type: Kind) {
        self.type = type
    }
}

/// What is tried.
enum Scenario: String, Codable {
    case datachannel
    case video
}

/// Our side's part.
enum Role: String, Codable {
    case offerer
    case answerer
}

/// Why a scenario did not pass; the text is for the verdict.
struct Complaint: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
