import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

/// A session with fixed credentials, for tests.
final class JSEPEnd {
    var session: JSEPSession
    var random: SeededRandom

    init(_ name: String, seed: UInt64, codecs: [CodecCapability] = [.vp8], sctpInitiation: [UInt8]? = nil) {
        random = SeededRandom(seed: seed)
        session = JSEPSession(
            configuration: JSEPConfiguration(
                fingerprint: JSEPEnd.fingerprint(UInt8(truncatingIfNeeded: seed)),
                iceCredentials: JSEPEnd.credentials(name), codecs: codecs, sctpInitiation: sctpInitiation),
            random: &random)
    }

    static func fingerprint(_ byte: UInt8) -> Fingerprint {
        Fingerprint(sha256: [UInt8](repeating: byte, count: 32))!  // 32 bytes, so never nil
    }

    static func credentials(_ name: String) -> ICECredentials {
        ICECredentials(usernameFragment: "\(name)frag", password: "\(name)0123456789012345678901")
    }

    var negotiated: NegotiatedSession? { session.negotiated }
    var signalingState: SignalingState { session.signalingState }
    var transceivers: [Transceiver] { session.transceivers }
    var localDescription: SessionDescription? { session.localDescription }
    var remoteDescription: SessionDescription? { session.remoteDescription }

    @discardableResult
    func addVideo(_ direction: MediaDirection) -> TransceiverID {
        session.addTransceiver(kind: .video, direction: direction, random: &random)
    }

    /// Makes and sets an offer, and reads it again from its text, as a peer would.
    func offer() throws -> SessionDescription {
        let offer = try session.makeOffer()
        try session.setLocalDescription(.offer, offer)
        return try SessionDescription.parse(offer.serialize())
    }

    func take(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        try session.setRemoteDescription(kind, description, random: &random)
    }

    func take(offer text: String) throws {
        try take(.offer, try SessionDescription.parse(text))
    }

    /// Makes and sets an answer, and reads it again from its text.
    func answer() throws -> SessionDescription {
        let answer = try session.makeAnswer()
        try session.setLocalDescription(.answer, answer)
        return try SessionDescription.parse(answer.serialize())
    }

    func answer(to offer: SessionDescription) throws -> SessionDescription {
        try take(.offer, offer)
        return try answer()
    }
}
