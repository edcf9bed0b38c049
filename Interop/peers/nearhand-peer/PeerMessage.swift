import ICE

/// One JSON line on standard input or output.
struct PeerMessage: Codable {
    /// What the line says.
    enum Kind: String, Codable {
        /// To us, first: `scenario`, `role`; `sendsEmptyMessages` for data channels; `servers`, `relayOnly`,
        /// `includesLoopback` and `films` for measurements.
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
        /// From us, in the scenario `stream`: `state` holds how many messages came in the last tenth of a second.
        case tick
        /// To us, as offerer: find another path. From the answerer: another path is wanted.
        case restart
        /// From us, each time it changes: `path`.
        case path
        /// To us, from stacks that say they are ready; means nothing.
        case ready

        // Measurements alone:

        /// From the offerer: its channels can be used.
        case open
        /// To the offerer: keep messages of `messageByteCount` waiting on the bulk channel; 0 stops.
        case fill
        /// To the offerer: send an input event every so many `milliseconds`; 0 stops.
        case ping
        /// To us: answer with `figures`.
        case read
        case figures
        /// To us, in the scenario `endure`: make and close `count` connections, one after the other; answer with
        /// `resources`.
        case cycle
        /// The same: have `count` connections at one time.
        case hold
        case resources
        /// To a viewer, in the scenario `screen`: write the picture to `screen.file`; answered with the same when done.
        case picture
        /// To a viewer or a sender, in the scenario `screen`: answer with `screen`, and count anew.
        case readScreen
        /// To a sender, in the scenario `screen`: `screen.mode` and `screen.codec` from here on.
        case setScreen
    }

    /// Says which of the other members are there.
    var type: Kind
    var scenario: Scenario?
    var role: Role?
    var sendsEmptyMessages: Bool?
    /// In a description: `offer` or `answer`.
    var kind: String?
    /// In a description: the offer's number, which the answer repeats; other stacks leave it out.
    var number: Int?
    var sdp: String?
    var candidate: String?
    var mid: String?
    var state: String?
    var passed: Bool?
    var detail: String?
    var servers: [ServerEntry]?
    var relayOnly: Bool?
    var includesLoopback: Bool?
    /// Whether the offerer sends video, as much as the path is found to carry.
    var films: Bool?
    /// Bytes.
    var messageByteCount: Int?
    var milliseconds: Double?
    var figures: Figures?
    var count: Int?
    var resources: ProcessResources?
    var path: PathEntry?
    /// In a start message of the scenario `voice`.
    var devices: DevicesEntry?
    var screen: ScreenEntry?

    init(_ type: Kind) {
        self.type = type
    }
}

/// What is tried.
enum Scenario: String, Codable {
    /// Messages of all sizes, each of which must come back.
    case datachannel
    /// Small messages both ways, a hundred in a second, until `close`; each end tells how many came.
    case stream
    /// A picture both ways, which each end decodes.
    case video
    /// A tone both ways, which each end decodes and recognizes by its pitch.
    case audio
    /// What a benchmark tells it, by `Interop/bench/run` and `Interop/nat/run`.
    case measure
    /// A call by microphone and loudspeaker, by `Interop/bench/run sound`.
    case voice
    /// Both ends in this process, many times over; `role` means nothing.
    case endure
    /// The offerer shows the desktop that `DISPLAY` names, by the program `screen.program`; the answerer decodes it.
    case screen
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

extension PeerMessage {
    /// What the start message says of the network; 127.0.0.1 is a candidate unless it says otherwise.
    func makeICEConfiguration() throws -> ICEConfiguration {
        let servers = try (servers ?? []).map { entry in
            guard let server = ICEServer(url: entry.url, username: entry.username, credential: entry.credential) else {
                throw Complaint("\(entry.url) is no server")
            }
            return server
        }
        return ICEConfiguration(
            servers: servers, relayOnly: relayOnly ?? false, includesLoopback: includesLoopback ?? true)
    }
}
