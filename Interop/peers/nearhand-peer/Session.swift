import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import PeerConnection
import SDP
import Wire

/// One scenario in one role: signalling by JSON lines, one connection, one verdict.
actor Session {
    private let scenario: Scenario
    private let role: Role
    private let connection: PeerConnection
    private let painter = VideoPainter()
    private var echo: EchoScenario
    private var isOver = false
    /// The `mid` of the transport's section, which candidates name.
    private var mid = "0"

    init(scenario: Scenario, role: Role, echo: EchoScenario, loop: NetworkLoop, logger: Logger) throws {
        self.scenario = scenario
        self.echo = echo
        self.role = role
        connection = PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: ICEConfiguration(includesLoopback: true), certificate: try Certificate.make()),
            loop: loop, logger: logger)
    }

    /// Begins, and makes the offer where that is our part.
    func start() async throws {
        if scenario == .video { try await connection.addVideo(direction: .sendrecv) }
        guard role == .offerer else { return }
        if scenario == .datachannel { try await connection.openDataChannel(label: EchoScenario.label) }
        let offer = try await connection.makeOffer()
        try await connection.setLocalDescription(.offer, offer)
        tell(offer, as: .offer)
    }

    /// Takes one line of the other stack's signalling.
    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .description:
            guard let kind = message.kind.flatMap(DescriptionKind.init(rawValue:)), let sdp = message.sdp else {
                throw Complaint("a description without kind or text")
            }
            let description = try SessionDescription.parse(sdp)
            mid = description.media.first?.mediaID?.rawValue ?? mid
            try await connection.setRemoteDescription(kind, description)
            guard kind == .offer else { return }
            let answer = try await connection.makeAnswer()
            try await connection.setLocalDescription(.answer, answer)
            tell(answer, as: .answer)
        case .candidate:
            if let line = message.candidate, !line.isEmpty {
                await connection.add(remoteCandidate: try ICECandidateLine.parse(line))
            }
        case .endOfCandidates: await connection.endRemoteCandidates()
        case .start, .state, .result, .close, .ready: break
        }
    }

    /// Reads the connection's events until it is closed.
    func run() async {
        var painting: Task<Void, any Error>?
        do {
            var video = try VideoScenario()
            for await event in connection.events {
                switch event {
                case .localCandidate(let candidate):
                    var message = PeerMessage(.candidate)
                    message.candidate = candidate.serialize()
                    message.mid = mid
                    Lines.write(message)
                case .endOfCandidates: Lines.write(PeerMessage(.endOfCandidates))
                case .stateChanged(let state):
                    var message = PeerMessage(.state)
                    message.state = "\(state)"
                    Lines.write(message)
                    if case .failed = state { throw Complaint("the connection failed: \(state)") }
                    if state == .connected, scenario == .video, painting == nil {
                        painting = Task { [painter, connection] in try await painter.run(connection) }
                    }
                case .dataChannelOpened(let channel, let label, _) where label == EchoScenario.label:
                    for message in echo.start() { try await connection.send(message, on: channel) }
                case .dataChannelMessage(_, let message):
                    if let detail = try echo.handle(message) { report(passed: true, detail) }
                case .videoFrame(let frame):
                    if let detail = try video.handle(frame) { report(passed: true, detail) }
                case .keyFrameRequested: await painter.requestKeyFrame()
                default: break
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

    /// Writes the verdict, once.
    func report(passed: Bool, _ detail: String) {
        guard !isOver else { return }
        isOver = true
        var message = PeerMessage(.result)
        message.passed = passed
        message.detail = detail
        Lines.write(message)
    }

    private func tell(_ description: SessionDescription, as kind: DescriptionKind) {
        mid = description.media.first?.mediaID?.rawValue ?? mid
        var message = PeerMessage(.description)
        message.kind = kind.rawValue
        message.sdp = description.serialize()
        Lines.write(message)
    }
}
