import Cryptography
import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import Pairing
import PeerConnection
import RTP
import SDP
import SessionDomain
import SignalingProtocol
import Wire
import WireJSON

/// One pair of a session: pairing over the relay, then the peer connection, then the verified channels.
///
/// Nothing that arrives is handed on, and nothing is sent on a data channel, before the pairing says that the other side
/// is genuine; what comes early waits, within a bound.
actor SecureLink {
    /// What happens; ends after `.ended`.
    nonisolated let events: AsyncStream<LinkEvent>

    /// How many channel messages may wait for the verification.
    static let maximumEarlyCount = 64
    /// The bytes of a file that may wait in a channel before the next piece is read.
    static let highWaterMark = 1_048_576
    /// The bytes in a channel below which a waiting sender goes on.
    static let lowWaterMark = 262_144
    /// How soon one offer that restarts ICE may follow another; each costs sockets.
    static let shortestRestartInterval = Duration.milliseconds(300)
    /// 10 ms at 48 kHz.
    static let silentSampleCount = 480
    /// The bytes that may wait in the pointer's channel before its places are left out.
    static let pointerBacklog = 4_096
    /// The bytes that may wait in the `motion` channel before places are left out.
    static let motionBacklog = 1_024
    /// RFC 8831, section 6.4: *high*; a file's is *normal*.
    static let inputPriority: UInt16 = 1_024
    /// Limits of the JSON on the channels.
    static let limits = JSON.Limits(maximumByteCount: 65_536, maximumDepth: 8)

    /// What the link is told; each is handled to its end before the next.
    enum Input: Sendable {
        /// Posted once, by `start()`.
        case start
        /// As the service brought it: from the other side, or from whoever forged it.
        case relayed(String)
        /// As the person typed them.
        case digits(String)
        /// The other side gave up; means nothing once it is verified.
        case left
        /// The service can carry payloads again: a wish for a restart, which may have been lost, is said again.
        case relayRestored
        /// The STUN and TURN servers for the next path.
        case servers([ICEServer])
        /// Another path is wanted, although the present one is not known to be lost.
        case restart
        /// Of this link's own connection.
        case peer(PeerConnectionEvent)
        /// A picture of the camera has waited for its sound.
        case cameraDue
    }

    /// What a data channel is for, as its label says.
    enum Label: String {
        /// One for the whole link, made by the host: `ControlMessage`, one JSON text each.
        case control
        /// One for the whole link, made by the host: `ChatMessage`, one JSON text each.
        case chat
        /// One for the whole link, made by the host: `PointerMessage`, from a native customer's node.
        case pointer
        /// One for the whole link, made by the host with its first act: `InputMessage`, one JSON text each.
        case input
        /// As `input`, neither ordered nor repeated: what may be lost, because a later one takes its place.
        case motion
        /// One for each transfer, made by the host, with its name as `protocol`: the bytes in order, in binary
        /// messages.
        case file
    }

    /// Which side this is.
    let role: PairingRole
    /// The pairing, which decides whether the other side is genuine.
    let conversation: any PairingConversation
    /// Carries nothing of the session before `isAnnounced`.
    let peer: PeerConnection
    /// Where `events` come from.
    let sink: AsyncStream<LinkEvent>.Continuation
    let mailbox = Mailbox<Input>()
    let logger: Logger
    /// The channels that are open, but for those with a label that is not known.
    var labels: [DataChannelID: Label] = [:]
    /// `nil` until the host has made it, or the customer was offered it; the first with the label counts.
    var control: DataChannelID?
    /// As `control`.
    var chat: DataChannelID?
    /// As `control`; a browser leaves it unused.
    var pointer: DataChannelID?
    /// As `control`, from the host's first act on the customer's desktop.
    var input: DataChannelID?
    /// As `input`.
    var motion: DataChannelID?
    /// What came before the verification.
    var early: [LinkEvent] = []
    /// There was a path, so that an end means that it was lost rather than never found.
    var wasConnected = false
    /// The path is lost or its network changed, and no other was found yet.
    var wantsRestart = false
    /// When the last offer that restarts ICE was made.
    var restartedAt: ContinuousClock.Instant?
    /// What each picture's encoder may make, in bits a second, once the connection has told it.
    var videoBitrates: [VideoRole: UInt32] = [:]
    /// The camera's pictures that wait for their sound.
    var lipSync = LipSync<EncodedVideoFrame>()
    /// Rings when the first of them is due.
    var cameraAlarm = Alarm()
    /// How long sound takes from here to the loudspeaker; `nil` while this person hears nothing.
    var playbackLatency: Duration?
    /// `.verified` was told: what comes is handed on, and what is given is sent.
    var isAnnounced = false
    /// `end` was called; nothing is told or sent any more.
    var isOver = false
    /// Senders of files whose channel is full.
    var waiters: [DataChannelID: CheckedContinuation<Void, Never>] = [:]
    /// The channels that ran low since a sender last asked; closes the gap between its question and its waiting.
    var lowChannels: Set<DataChannelID> = []
    /// What feeds the mailbox and reads it; cancelled at the end.
    var tasks: [Task<Void, Never>] = []

    /// - Parameters:
    ///   - method: By link, by number or by introduction.
    ///   - certificate: This side's, whose fingerprint the pairing covers.
    ///   - pictures: What this side shows.
    init(
        role: PairingRole, method: PairingMethod, context: PairingContext, certificate: Certificate,
        iceServers: [ICEServer], relayOnly: Bool, pictures: Set<VideoCodec>, loop: NetworkLoop, logger: Logger
    ) {
        self.role = role
        self.logger = logger
        conversation =
            switch role {
            case .host: method.makeHostConversation(context)
            case .customer: method.makeCustomerConversation(context)
            }
        let ice = ICEConfiguration(servers: iceServers, relayOnly: relayOnly, includesLoopback: true)
        var configuration = PeerConnectionConfiguration(ice: ice, certificate: certificate)
        configuration.codecs = CodecCapability.all(showing: pictures)
        peer = PeerConnection(configuration: configuration, loop: loop, logger: logger)
        (events, sink) = AsyncStream.makeStream()
    }

    /// Makes a link with a certificate of its own, which the pairing covers.
    /// - Parameters:
    ///   - relayOnly: Whether the other side must learn no address of this computer.
    ///   - pictures: The codecs of which this side shows pictures.
    /// - Throws: `DTLSError` when no certificate can be made.
    static func make(
        role: PairingRole, method: PairingMethod, session: SessionID, iceServers: [ICEServer], relayOnly: Bool,
        pictures: Set<VideoCodec> = Set(VideoCodec.allCases), loop: NetworkLoop, logger: Logger
    ) throws -> SecureLink {
        make(
            role: role, method: method, session: session, certificate: try Certificate.make(), iceServers: iceServers,
            relayOnly: relayOnly, pictures: pictures, loop: loop, logger: logger)
    }

    /// Makes a link with a certificate whose fingerprint was told before, as in an introduction.
    /// - Parameter relayOnly: whether the other side must learn no address of this computer.
    static func make(
        role: PairingRole, method: PairingMethod, session: SessionID, certificate: Certificate,
        iceServers: [ICEServer], relayOnly: Bool, pictures: Set<VideoCodec> = Set(VideoCodec.allCases),
        loop: NetworkLoop, logger: Logger
    ) -> SecureLink {
        guard let fingerprint = CertificateFingerprint(certificate.fingerprint.bytes) else {
            preconditionFailure("a certificate's fingerprint has 32 bytes")
        }
        let context = PairingContext(
            session: session, localFingerprint: fingerprint, cryptography: SystemCryptography(), coding: PairingJSON())
        return SecureLink(
            role: role, method: method, context: context, certificate: certificate, iceServers: iceServers,
            relayOnly: relayOnly, pictures: pictures, loop: loop, logger: logger)
    }

    /// What the connection did so far.
    func statistics() async -> RTCStatsReport { await peer.statistics() }

    /// Begins; this side says its first word.
    func start() {
        tasks.append(mailbox.forward(peer.events) { .peer($0) })
        tasks.append(
            Task { [mailbox] in
                for await input in mailbox.messages { await self.handle(input) }
            })
        mailbox.post(.start)
    }

    /// A payload that the other side sent through the service.
    nonisolated func handleRelayed(_ payload: String) {
        mailbox.post(.relayed(payload))
    }

    /// The other side gave the attempt up; what it sent before is read first, and may say why. A verified link stays.
    nonisolated func handleLeft() {
        mailbox.post(.left)
    }

    /// The digits that this side's person typed; answered by `.confirmed`.
    nonisolated func confirm(_ digits: String) {
        mailbox.post(.digits(digits))
    }

    /// The service can carry payloads again; what was relayed meanwhile may be lost.
    nonisolated func handleRelayRestored() {
        mailbox.post(.relayRestored)
    }

    /// Uses these servers when another path is looked for; the credentials of those before expire.
    nonisolated func renew(iceServers: [ICEServer]) {
        mailbox.post(.servers(iceServers))
    }

    /// Looks for another path, as a lost one does; what goes over the present one meanwhile goes on.
    nonisolated func restart() {
        mailbox.post(.restart)
    }

    private func handle(_ input: Input) async {
        guard !isOver else { return }
        switch input {
        case .start:
            await openChannels()
            conversation.start()
        case .relayed(let payload): conversation.handle(payload: payload)
        case .digits(let digits): sink.yield(.confirmed(conversation.confirm(digits)))
        case .left: if !conversation.isVerified { await end(.left) }
        case .relayRestored: if wantsRestart { conversation.requestRestart() }
        case .servers(let servers): await peer.setICEServers(servers)
        case .restart: await peer.requestRestart()
        case .peer(let event): await handle(event)
        case .cameraDue:
            cameraAlarm.handleRing()
            handOnCamera()
        }
        await drain()
    }
}
