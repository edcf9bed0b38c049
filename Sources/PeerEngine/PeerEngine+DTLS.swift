import DTLS
import DataChannel
import JSEP
import SRTP
import Wire

/// The handshake, and what it gives to SRTP and SCTP.
extension PeerEngine {
    /// Begins the handshake when description and path are both there; the certificate that they name then is the only one
    /// that is ever taken.
    mutating func beginIfPossible() {
        guard case .waiting(let held) = stage, let transport = negotiated?.transport, let pathRoundTripTime else {
            return
        }
        do throws(DTLSError) {
            let dtls = try DTLSConnection(
                role: transport.dtlsRole == .client ? .client : .server, certificate: certificate,
                remoteFingerprint: transport.remoteFingerprint, roundTripTime: pathRoundTripTime)
            stage = .handshaking(dtls)
            dtls.start(now: now)
            for datagram in held { dtls.handle(datagram, now: now) }
            drainDTLS(dtls)
        } catch {
            end(.dtls(error))
        }
    }

    /// Takes a datagram of DTLS: kept until the handshake may begin, dropped after the end.
    mutating func handleDTLS(_ datagram: [UInt8]) {
        switch stage {
        case .waiting(var held):
            // A peer's first flight may overtake the answer, or our own ICE's success.
            guard held.count < Self.heldDatagramLimit else {
                counters.droppedEarlyDTLS += 1
                return
            }
            held.append(datagram)
            stage = .waiting(held: held)
        case .handshaking(let dtls), .secured(let dtls):
            dtls.handle(datagram, now: now)
            drainDTLS(dtls)
        case .ended: break
        }
    }

    /// Takes out of DTLS what came of the last call.
    mutating func drainDTLS(_ dtls: DTLSConnection) {
        while let output = dtls.pollOutput() {
            switch output {
            case .datagram(let datagram): emit(datagram, limit: largestDatagram)
            case .connected: secure(dtls)
            case .applicationData(let packet): channels.handle(packet, now: now)
            case .closed: end(.closedByPeer)
            case .failed(let error): end(.dtls(error))
            }
        }
    }

    /// Hands over a datagram that keeps the limit.
    mutating func emit(_ datagram: [UInt8], limit: Int = PeerEngine.maximumDatagramByteCount) {
        guard datagram.count <= limit else {
            counters.oversizedDatagrams += 1
            return
        }
        traffic.packetsSent += 1
        traffic.bytesSent += datagram.count
        outputs.append(.datagram(datagram))
    }

    private mutating func secure(_ dtls: DTLSConnection) {
        do {
            srtp = try dtls.exportSRTPKeyingMaterial().map { try SRTPContexts($0) }
        } catch {
            end(.srtpUnavailable)
            return
        }
        srtpCipher = srtp?.profile.registeredName
        stage = .secured(dtls)
        outputs.append(.event(.secured))
        startMedia()
        connectChannels()
    }
}

/// Both directions of SRTP.
struct SRTPContexts: ~Copyable {
    /// What was agreed on in the handshake, the same for both directions.
    let profile: SRTPProfile
    /// Protects what is sent.
    let outbound: SRTPContext
    /// Opens what comes, and remembers what came.
    var inbound: SRTPContext

    /// Makes both contexts from what the handshake exported.
    /// - Throws: `SRTPError` when libsrtp2 takes no keys.
    init(_ material: SRTPKeyingMaterial) throws(SRTPError) {
        let profile: SRTPProfile =
            switch material.profile {
            case .aes128CMSHA180: .aes128CMSHA180
            case .aeadAES128GCM: .aeadAES128GCM
            }
        let outbound = try SRTPContext(profile: profile, direction: .outbound, keyingMaterial: material.local)
        let inbound = try SRTPContext(profile: profile, direction: .inbound, keyingMaterial: material.remote)
        self.init(profile: profile, outbound: outbound, inbound: inbound)
    }

    private init(profile: SRTPProfile, outbound: consuming SRTPContext, inbound: consuming SRTPContext) {
        self.profile = profile
        self.outbound = outbound
        self.inbound = inbound
    }
}
