import Audio
import DTLS
import ICE
import Logging
import Media
import PeerConnection
import RTP
import SDP
import Wire

/// The room takes a connection as it is.
extension PeerConnection: VoicePeer {}

/// A call between two processes of a benchmark: microphone and loudspeaker of a PulseAudio, and one connection, until it is
/// told to close.
actor VoiceSession: PeerSession {
    private static let peer = VoicePeerID(rawValue: "peer")

    private let role: Role
    private let devices: AudioConfiguration
    private let connection: PeerConnection
    private let negotiation: Negotiation
    private let room = VoiceRoom()
    private var isJoined = false

    /// - Throws: `Complaint` for a start message without devices or with a server's address that is none, `DTLSError`.
    init(start: PeerMessage, role: Role, loop: NetworkLoop, logger: Logger) throws {
        guard let devices = start.devices else { throw Complaint("the start message names no devices") }
        self.role = role
        self.devices = AudioConfiguration(
            server: devices.server, microphone: devices.microphone, loudspeaker: devices.loudspeaker,
            isProcessed: devices.isProcessed)
        connection = PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: try start.makeICEConfiguration(), certificate: try Certificate.make()),
            loop: loop, logger: logger)
        negotiation = Negotiation(connection)
    }

    /// Begins, and makes the offer where that is our part.
    func start() async throws {
        try await connection.addAudio(direction: .sendrecv)
        await room.start(devices: devices)
        if role == .offerer { try await negotiation.offer() }
    }

    /// Takes one line.
    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .read: break
        case .restart: return try await restart()
        default: return try await negotiation.handle(message)
        }
        var figures = Figures(now: AudioThread.now.nanoseconds)
        let sound = await connection.statistics().inboundRtp.first { $0.kind == "audio" }?.audio
        figures.totalSamplesReceived = sound?.totalSamplesReceived
        figures.concealedSamples = sound?.concealedSamples
        var answer = PeerMessage(.figures)
        answer.figures = figures
        Lines.write(answer)
    }

    /// Reads the connection's events until it is closed.
    func run() async {
        do {
            for await event in connection.events { try await handle(event) }
        } catch {
            report("\(error)")
        }
    }

    private func handle(_ event: PeerConnectionEvent) async throws {
        switch event {
        case .stateChanged(.connected):
            negotiation.tell(event)
            // Not again after a restart, which the voice outlives.
            guard !isJoined else { return }
            isJoined = true
            await room.add(connection, Self.peer)
            Lines.write(PeerMessage(.open))
        case .stateChanged(.failed(let reason)):
            negotiation.tell(event)
            report("the connection failed: \(reason)")
        case .restartWanted: try await restart()
        case .audioReceptionReported(let report): await room.applyReception(report, of: Self.peer)
        case .audioStarted: await room.streamBegan(of: Self.peer)
        default: negotiation.tell(event)
        }
    }

    /// Looks for another path, as a node does: consent can be lost where every tenth packet is.
    private func restart() async throws {
        if role == .offerer {
            try await negotiation.offer(restartingICE: true)
        } else {
            Lines.write(PeerMessage(.restart))
        }
    }

    /// Gives the devices back and closes the connection, which ends `run`.
    func close() async {
        await room.stop()
        await connection.close()
    }
}

/// The microphone and the loudspeaker of a call, in a start message.
struct DevicesEntry: Codable {
    /// Where PulseAudio listens.
    var server: String
    /// By PulseAudio's names.
    var microphone: String
    var loudspeaker: String
    /// Echo and noise are taken out of what is recorded.
    var isProcessed: Bool
}
