import Cryptography
import DTLS
import ICE
import Logging
import Pairing
import RTP
import SDP
import SessionDomain
import Wire

/// The links of a node to those whom the primary host introduced, and the certificates that wait for them.
///
/// It belongs to one node, and everything it does happens between two events of that node. Whom it may meet is decided by
/// the session: it does what `CustomerOutput` says.
final class Introductions {
    /// Made for one pair alone, before it is known who the other is.
    private var certificates: [ParticipantID: Certificate] = [:]
    /// Verified or on their way.
    private(set) var links: [ParticipantID: SecureLink] = [:]
    /// Links that still deliver their last words.
    private var closing: [ParticipantID: Task<Void, Never>] = [:]
    private let loop: NetworkLoop
    private let relayOnly: Bool
    private let logger: Logger

    /// - Parameter relayOnly: whether the others must learn no address of this computer.
    init(loop: NetworkLoop, relayOnly: Bool, logger: Logger) {
        self.loop = loop
        self.relayOnly = relayOnly
        self.logger = logger
    }

    /// Makes the certificate of a pair and gives its fingerprint.
    /// - Throws: `DTLSError` when none can be made.
    func prepare(_ id: ParticipantID) throws -> [UInt8] {
        let certificate = try Certificate.make()
        certificates[id] = certificate
        return certificate.fingerprint.bytes
    }

    /// Begins to meet the other of a pair with the certificate that was made for it; `nil` where there is none.
    func meet(_ introduction: ControlMessage.Introduction, session: SessionID, iceServers: [ICEServer]) -> SecureLink? {
        guard let certificate = certificates.removeValue(forKey: introduction.participant),
            let remote = CertificateFingerprint(introduction.fingerprint)
        else { return nil }
        let terms = IntroductionPairing.Terms(
            pair: introduction.participant.rawValue, secret: SecretBytes(introduction.secret.value),
            remoteFingerprint: remote)
        // Whoever offers takes the host's place of a pairing, whatever their part in the session is.
        let link = SecureLink.make(
            role: introduction.offers ? .host : .customer, method: .introduction(terms), session: session,
            certificate: certificate, iceServers: iceServers, relayOnly: relayOnly, loop: loop, logger: logger)
        links[introduction.participant] = link
        return link
    }

    /// Forgets a pair; its link closes after what was sent before has left.
    func part(_ id: ParticipantID) {
        certificates.removeValue(forKey: id)
        guard let link = links.removeValue(forKey: id) else { return }
        closing[id] = Task {
            // What is still queued of a camera leaves for nobody who was parted from.
            await link.stopVideo(.camera)
            await link.closeAfterSending()
        }
    }

    /// Looks for other paths with these servers.
    func renew(iceServers: [ICEServer]) {
        for link in links.values { link.renew(iceServers: iceServers) }
    }

    /// Returns when every link is closed.
    func close() async {
        for id in links.keys { part(id) }
        for task in closing.values { await task.value }
        closing = [:]
        certificates = [:]
    }
}
