import DTLS
import JSEP
import PeerEngine
import SDP
import TestSupport
import Wire

/// Two engines that agreed by a real offer and answer: the left one offered, so it is the DTLS server.
struct EnginePair {
    typealias Ends = Pair<EngineEnd, EngineEnd>

    let ends: Ends
    let leftSession: NegotiatedSession
    private let rightSession: NegotiatedSession

    /// - Parameters:
    ///   - hasVideo: whether the right end sends video to the left one.
    ///   - videoSectionCount: in how many sections, where it does.
    ///   - hasAudio: whether both ends may speak.
    ///   - hasTransportFeedback: whether the left end tells what of it arrives.
    ///   - isSwapped: whether somebody put another fingerprint into the offer on its way.
    ///   - sctpPorts: what the two ends use.
    ///   - answeredPort: what the answer names instead of the right end's port.
    ///   - sparesHandshake: whether the right end's description has its INIT chunk, as ours do.
    ///   - answeredInitiation: what the answer holds instead of it.
    ///   - rightMaximumMessageSize: what the answer names; `nil` for an answer without the attribute.
    init(
        path: NetemConfiguration = NetemConfiguration(latency: .milliseconds(10)), hasVideo: Bool = false,
        videoSectionCount: Int = 1, hasAudio: Bool = false, hasTransportFeedback: Bool = true, isSwapped: Bool = false,
        sctpPorts: (left: UInt16, right: UInt16) = (5_000, 5_000), answeredPort: UInt16? = nil,
        sparesHandshake: Bool = true, answeredInitiation: [UInt8]? = nil,
        rightMaximumMessageSize: UInt64? = 262_144, seed: UInt64 = 1
    ) throws {
        let leftCertificate = try Certificate.make()
        let rightCertificate = try Certificate.make()
        let offered = isSwapped ? try Certificate.make().fingerprint : leftCertificate.fingerprint
        var random = SeededRandom(seed: seed)
        ends = Ends(
            EngineEnd(certificate: leftCertificate, seed: seed), EngineEnd(certificate: rightCertificate, seed: ~seed),
            path: path, seed: seed)
        var left = Self.makeDescriptions(
            leftCertificate.fingerprint, "left", sctpPorts.left, ends.left.sctpInitiation, &random,
            headerExtensions: [.mediaID, .absoluteSendTime, .audioLevel, .absoluteCaptureTime]
                + (hasTransportFeedback ? [.transportWideSequenceNumber] : []))
        var right = Self.makeDescriptions(
            rightCertificate.fingerprint, "right", sctpPorts.right, sparesHandshake ? ends.right.sctpInitiation : nil,
            &random)
        left.addDataChannels()
        for _ in 0..<(hasVideo ? videoSectionCount : 0) {
            _ = left.addTransceiver(kind: .video, direction: .recvonly, random: &random)
            _ = right.addTransceiver(kind: .video, direction: .sendonly, random: &random)
        }
        if hasAudio {
            _ = left.addTransceiver(kind: .audio, direction: .sendrecv, random: &random)
            _ = right.addTransceiver(kind: .audio, direction: .sendrecv, random: &random)
        }
        let offer = try left.makeOffer()
        try left.setLocalDescription(.offer, offer)
        var relayed = offer
        for index in relayed.media.indices { relayed.media[index].transport.fingerprints = [offered] }
        try right.setRemoteDescription(.offer, relayed, random: &random)
        var answer = try right.makeAnswer()
        try right.setLocalDescription(.answer, answer)
        for index in answer.media.indices where answer.media[index].maximumMessageSize != nil {
            answer.media[index].maximumMessageSize = rightMaximumMessageSize
            answer.media[index].sctpPort = answeredPort ?? sctpPorts.right
            if let answeredInitiation { answer.media[index].sctpInitiation = answeredInitiation }
        }
        try left.setRemoteDescription(.answer, answer, random: &random)
        guard let leftSession = left.negotiated, let rightSession = right.negotiated else { throw Disagreement() }
        self.leftSession = leftSession
        self.rightSession = rightSession
    }

    struct Disagreement: Error {}

    var left: EngineEnd { ends.left }
    var right: EngineEnd { ends.right }
    var now: Instant { ends.now }

    /// Gives both what they agreed on and a path, and runs until both are secured, or until `condition` holds.
    @discardableResult
    func connect(until condition: (() -> Bool)? = nil) -> Bool {
        left.apply(leftSession, now: now)
        right.apply(rightSession, now: now)
        left.connectPath(now: now)
        right.connectPath(now: now)
        return ends.run(for: .seconds(1), until: condition ?? { left.isSecured && right.isSecured })
    }

    /// Lets the right end, the DTLS client, begin before the left one knows the answer.
    func connectRightFirst() {
        right.apply(rightSession, now: now)
        right.connectPath(now: now)
        ends.run(for: .milliseconds(15))
        left.connectPath(now: now)
        ends.run(for: .milliseconds(15))
        left.apply(leftSession, now: now)
    }

    private static func makeDescriptions(
        _ fingerprint: Fingerprint, _ name: String, _ sctpPort: UInt16, _ initiation: [UInt8]?,
        _ random: inout SeededRandom,
        headerExtensions: [HeaderExtensionCapability] = [
            .mediaID, .transportWideSequenceNumber, .absoluteSendTime, .audioLevel, .absoluteCaptureTime,
        ]
    ) -> JSEPSession {
        let credentials = ICECredentials(usernameFragment: name, password: String(repeating: "p", count: 22))
        return JSEPSession(
            configuration: JSEPConfiguration(
                fingerprint: fingerprint, iceCredentials: credentials, headerExtensions: headerExtensions,
                sctpPort: sctpPort, sctpInitiation: initiation),
            random: &random)
    }
}
