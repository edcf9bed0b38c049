import Cryptography
import DTLS
import ICE
import Pairing
import RTP
import SDP
import SignalingProtocol
import Testing
import Wire

@testable import Node
@testable import SessionDomain

/// What a link told, in order.
actor Seen {
    private(set) var isVerified = false
    private(set) var controls: [ControlMessage] = []
    private(set) var end: LinkEnd?
    /// Pictures of the camera, with when they came.
    private(set) var cameraFrames: [(timestamp: RTPTimestamp, arrival: Instant)] = []

    func note(_ event: LinkEvent) {
        switch event {
        case .verified: isVerified = true
        case .control(let message): controls.append(message)
        case .video(.camera, let frame): cameraFrames.append((frame.rtpTimestamp, NodeClock().now))
        case .ended(let end): self.end = end
        default: break
        }
    }
}

/// Carries payloads until it is stopped.
actor Carrier {
    private var isRunning = true

    func stop() { isRunning = false }

    func carry(_ payload: String, to link: SecureLink) {
        if isRunning { link.handleRelayed(payload) }
    }
}

/// The two links of an introduced pair.
struct IntroducedPair {
    let offering: SecureLink
    let answering: SecureLink
    let offeringSeen = Seen()
    let answeringSeen = Seen()
    let carrier = Carrier()

    /// - Parameters:
    ///   - told: the fingerprint that both are told of the other; the true ones where it is `nil`.
    ///   - answeringSecret: where the answering side was told another one.
    ///   - offeringPictures: what the offering side shows.
    init(
        told: [UInt8]? = nil, answeringSecret: [UInt8]? = nil,
        offeringPictures: Set<VideoCodec> = Set(VideoCodec.allCases)
    ) throws {
        let secret = [UInt8](repeating: 7, count: IntroductionPairing.secretByteCount)
        let certificates = (try Certificate.make(), try Certificate.make())
        func link(
            _ role: PairingRole, own: Certificate, remote: Certificate, secret: [UInt8],
            pictures: Set<VideoCodec> = Set(VideoCodec.allCases)
        ) throws -> SecureLink {
            let fingerprint = try #require(CertificateFingerprint(told ?? remote.fingerprint.bytes))
            let terms = IntroductionPairing.Terms(
                pair: "h-1", secret: SecretBytes(secret), remoteFingerprint: fingerprint)
            return SecureLink.make(
                role: role, method: .introduction(terms), session: SessionID(rawValue: "c2Vzc2lvbg"), certificate: own,
                iceServers: [], relayOnly: false, pictures: pictures, loop: Session.sharedLoop, logger: Session.quiet)
        }
        offering = try link(
            .host, own: certificates.0, remote: certificates.1, secret: secret, pictures: offeringPictures)
        answering = try link(
            .customer, own: certificates.1, remote: certificates.0, secret: answeringSecret ?? secret)
    }

    func start() async {
        for (link, seen, other) in [(offering, offeringSeen, answering), (answering, answeringSeen, offering)] {
            Task { [carrier] in
                for await event in link.events {
                    if case .relay(let payload) = event { await carrier.carry(payload, to: other) }
                    await seen.note(event)
                }
            }
        }
        await offering.start()
        await answering.start()
    }

    func untilVerified() async throws {
        _ = try await eventually("the verification of both") {
            let verified = (await offeringSeen.isVerified, await answeringSeen.isVerified)
            return verified == (true, true) ? true : nil
        }
    }

    func close() async {
        await offering.close()
        await answering.close()
    }
}
