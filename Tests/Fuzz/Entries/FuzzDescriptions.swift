import JSEP
import SDP
import TestSupport
import Wire

/// A description; what parses is written and parsed again.
package func fuzzSessionDescription(_ bytes: Span<UInt8>) { SessionDescription.fuzz([UInt8](copying: bytes)) }

/// The value of one `a=candidate` line.
package func fuzzICECandidate(_ bytes: Span<UInt8>) { ICECandidateLine.fuzz([UInt8](copying: bytes)) }

/// An offer to a session with data channels, answered where it can be; then the same text as an answer to ours.
package func fuzzRemoteOffer(_ bytes: Span<UInt8>) {
    guard let description = try? SessionDescription.parse(String(decoding: [UInt8](copying: bytes), as: UTF8.self))
    else { return }
    var random = SeededRandom(seed: 5)
    guard let fingerprint = Fingerprint(sha256: [UInt8](repeating: 7, count: Fingerprint.byteCount)) else { return }
    let configuration = JSEPConfiguration(
        fingerprint: fingerprint,
        iceCredentials: ICECredentials(usernameFragment: "fuzz", password: "abcdefghijklmnopqrstuv"))

    var answerer = JSEPSession(configuration: configuration, random: &random)
    answerer.addDataChannels()
    if (try? answerer.setRemoteDescription(.offer, description, random: &random)) != nil,
        let answer = try? answerer.makeAnswer()
    {
        try? answerer.setLocalDescription(.answer, answer)
    }

    var offerer = JSEPSession(configuration: configuration, random: &random)
    offerer.addDataChannels()
    if let offer = try? offerer.makeOffer(), (try? offerer.setLocalDescription(.offer, offer)) != nil {
        try? offerer.setRemoteDescription(.answer, description, random: &random)
    }
}
