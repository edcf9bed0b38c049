import ICE

/// A STUN or TURN server in a start message.
struct ServerEntry: Codable {
    /// `stun:`, `turn:` or `turns:`.
    var url: String
    var username: String?
    var credential: String?
}

/// What `read` is answered with. Times are of CLOCK_MONOTONIC, in nanoseconds, so that those of two processes on one
/// machine compare.
struct Figures: Codable {
    /// When these were read.
    var now: Int64
    /// What came on the bulk channel so far.
    var byteCount = 0
    /// When the answer began to be applied; on the offerer's side.
    var answerAppliedAt: Int64?
    /// When the first message came, on any channel.
    var firstMessageAt: Int64?
    /// When the last echo came back.
    var lastEchoAt: Int64?
    /// Milliseconds of the echoes that came back since the last reading.
    var roundTrips: [Double] = []
    /// Echoes that have not come back.
    var outstanding = 0
    /// In the scenario `voice`: samples of the peer's sound, and those of them that were made up.
    var totalSamplesReceived: Int?
    var concealedSamples: Int?
}

/// The selected pair's kinds, as `SelectedPath` has them.
struct PathEntry: Codable {
    /// The raw value of our candidate's kind.
    var local: String
    var remote: String
    var isTCP: Bool

    init(_ path: SelectedPath) {
        local = path.local.rawValue
        remote = path.remote.rawValue
        isTCP = path.isTCP
    }
}
