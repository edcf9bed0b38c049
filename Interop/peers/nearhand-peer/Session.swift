import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import PeerConnection
import RTP
import SDP
import Wire

/// One scenario in one role: signalling by JSON lines, one connection, one verdict.
actor Session: PeerSession {
    private let scenario: Scenario
    private let role: Role
    private let connection: PeerConnection
    private let negotiation: Negotiation
    private let painter = VideoPainter()
    private var echo: EchoScenario
    private var stream = StreamScenario()
    private var isOver = false

    init(
        scenario: Scenario, role: Role, echo: EchoScenario, ice: ICEConfiguration, loop: NetworkLoop, logger: Logger
    ) throws {
        self.scenario = scenario
        self.echo = echo
        self.role = role
        var configuration = PeerConnectionConfiguration(ice: ice, certificate: try Certificate.make())
        // What the scenario for pictures can decode.
        configuration.codecs = [.vp8, .opus, .redundantAudio]
        connection = PeerConnection(configuration: configuration, loop: loop, logger: logger)
        negotiation = Negotiation(connection)
    }

    /// Begins, and makes the offer where that is our part.
    func start() async throws {
        if scenario == .audio { try await connection.addAudio(direction: .sendrecv) }
        if scenario == .video { try await connection.addVideo(.screen, direction: .sendrecv) }
        guard role == .offerer else { return }
        switch scenario {
        case .datachannel: try await connection.openDataChannel(label: EchoScenario.label)
        case .stream: try await connection.openDataChannel(label: StreamScenario.label)
        case .video, .audio, .measure, .voice, .endure, .screen: break
        }
        try await negotiation.offer()
    }

    /// Takes one line of the other stack's signalling.
    func handle(_ message: PeerMessage) async throws {
        if message.type == .restart {
            if role == .offerer { try await negotiation.offer(restartingICE: true) }
        } else {
            try await negotiation.handle(message)
        }
    }

    /// Reads the connection's events until it is closed.
    func run() async {
        var painting: Task<Void, any Error>?
        do {
            var video = try VideoScenario()
            for await event in connection.events {
                switch event {
                case .stateChanged(let state):
                    negotiation.tell(event)
                    if case .failed = state { throw Complaint("the connection failed: \(state)") }
                    if state == .connected, scenario == .video, painting == nil {
                        painting = Task { [painter, connection] in try await painter.run(connection) }
                    }
                    if state == .connected, scenario == .audio, painting == nil {
                        let audio = try AudioScenario(connection)
                        painting = Task { [weak self] in
                            try await audio.run { [weak self] in await self?.report(passed: true, $0) }
                        }
                    }
                case .dataChannelOpened(let channel, let label, _) where label == EchoScenario.label:
                    for message in echo.start() { try await connection.send(message, on: channel) }
                case .dataChannelOpened(let channel, let label, _) where label == StreamScenario.label:
                    painting = Task { [connection] in try await StreamScenario.send(on: channel, of: connection) }
                case .dataChannelMessage where scenario == .stream:
                    if let count = stream.count() {
                        var message = PeerMessage(.tick)
                        message.state = "\(count)"
                        Lines.write(message)
                    }
                case .dataChannelMessage(_, let message):
                    if let detail = try echo.handle(message) { report(passed: true, detail) }
                case .videoFrame(_, let frame):
                    if let detail = try video.handle(frame) { report(passed: true, detail) }
                case .keyFrameRequested: await painter.requestKeyFrame()
                case .restartWanted:
                    // The offerer offers; the other side asks it to.
                    if role == .offerer {
                        try await negotiation.offer(restartingICE: true)
                    } else {
                        Lines.write(PeerMessage(.restart))
                    }
                case .selectedPath(let path):
                    var message = PeerMessage(.path)
                    message.path = PathEntry(path)
                    Lines.write(message)
                default: negotiation.tell(event)
                }
            }
            report(passed: false, "the connection ended early")
        } catch {
            report(passed: false, (error as? Complaint)?.text ?? "\(error)")
        }
        painting?.cancel()
    }

    /// Ends the connection.
    func close() async {
        isOver = true
        await connection.close()
    }

    /// The verdict is "not passed", unless there is one already.
    func report(_ complaint: String) { report(passed: false, complaint) }

    /// Writes the verdict, once.
    private func report(passed: Bool, _ detail: String) {
        guard !isOver else { return }
        isOver = true
        var message = PeerMessage(.result)
        message.passed = passed
        message.detail = detail
        Lines.write(message)
    }
}
