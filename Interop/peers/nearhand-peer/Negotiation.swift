import DataChannel
import ICE
import JSEP
import PeerConnection
import SDP
import Wire

/// One connection's descriptions and candidates, as JSON lines. Its owner is an actor, on which everything runs.
final class Negotiation {
    private let connection: PeerConnection
    /// The `mid` of the transport's section, which candidates name.
    private var mid = "0"
    /// The number of our latest offer, or of the one that we answer.
    private var offerNumber: Int?
    /// Whether an offer is being made. Both ends may notice at one time that another path is needed.
    private var isOffering = false

    /// - Parameter connection: used by the owner as well, for everything but descriptions and candidates.
    init(_ connection: PeerConnection) {
        self.connection = connection
    }

    /// Makes an offer and tells it.
    func offer(restartingICE: Bool = false) async throws {
        guard !isOffering else { return }
        isOffering = true
        defer { isOffering = false }
        offerNumber = (offerNumber ?? 0) + 1
        let offer = try await connection.makeOffer(restartingICE: restartingICE)
        try await connection.setLocalDescription(.offer, offer)
        tell(await connection.localDescription ?? offer, as: .offer)
    }

    /// Takes one line of the other side's signalling; an offer is answered.
    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .description:
            guard let kind = message.kind.flatMap(DescriptionKind.init(rawValue:)), let sdp = message.sdp else {
                throw Complaint("a description without kind or text")
            }
            if kind == .answer {
                // The answer to an offer that another one has replaced comes too late.
                guard message.number == nil || message.number == offerNumber else { return }
            } else {
                offerNumber = message.number
            }
            let description = try SessionDescription.parse(sdp)
            mid = description.media.first?.mediaID?.rawValue ?? mid
            try await connection.setRemoteDescription(kind, description)
            guard kind == .offer else { return }
            let answer = try await connection.makeAnswer()
            try await connection.setLocalDescription(.answer, answer)
            tell(await connection.localDescription ?? answer, as: .answer)
        case .candidate:
            if let line = message.candidate, !line.isEmpty {
                await connection.add(remoteCandidate: try ICECandidateLine.parse(line))
            }
        case .endOfCandidates: await connection.endRemoteCandidates()
        default: break
        }
    }

    /// Tells what an event means for the other side.
    func tell(_ event: PeerConnectionEvent) {
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
        default: break
        }
    }

    private func tell(_ description: SessionDescription, as kind: DescriptionKind) {
        mid = description.media.first?.mediaID?.rawValue ?? mid
        var message = PeerMessage(.description)
        message.kind = kind.rawValue
        message.sdp = description.serialize()
        message.number = offerNumber
        Lines.write(message)
    }
}
