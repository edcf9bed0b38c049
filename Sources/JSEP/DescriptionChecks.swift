import SDP
import Wire

/// What a peer's description must fulfil before anything is changed by it.
extension SessionDescription {
    /// - Throws: `JSEPError.mediaIDs` when a `mid` is missing or comes twice.
    func checkOffer() throws(JSEPError) {
        let mediaIDs = media.compactMap(\.mediaID)
        guard mediaIDs.count == media.count, Set(mediaIDs).count == mediaIDs.count else { throw .mediaIDs }
    }

    /// A later offer keeps the sections of the agreement in their places (RFC 3264 §8).
    func checkSuccessor(of previous: SessionDescription) throws(JSEPError) {
        guard media.count >= previous.media.count else { throw .sectionsDiffer }
        for (section, before) in zip(media, previous.media) where !before.isRejected {
            guard section.kind == before.kind, section.mediaID == before.mediaID else { throw .sectionsDiffer }
        }
    }

    /// The answer, each section with the offer's `mid` where the peer left it out.
    /// - Throws: `JSEPError.sectionsDiffer`, `.mediaIDs`, `.notBundled` or `.notMultiplexed`.
    func checkedAnswer(to offer: SessionDescription) throws(JSEPError) -> SessionDescription {
        guard media.count == offer.media.count else { throw .sectionsDiffer }
        var answer = self
        for index in offer.media.indices {
            let offered = offer.media[index]
            guard media[index].kind == offered.kind else { throw .sectionsDiffer }
            guard media[index].isRejected || !offered.isRejected else { throw .sectionsDiffer }
            if answer.media[index].mediaID == nil { answer.media[index].mediaID = offered.mediaID }
            guard let mediaID = offered.mediaID, answer.media[index].mediaID == mediaID else { throw .mediaIDs }
            let isRTP = offered.kind != .application && !media[index].isRejected
            guard !isRTP || media[index].isRTCPMultiplexed else { throw .notMultiplexed(mediaID) }
        }
        let accepted = answer.media.filter { !$0.isRejected }.compactMap(\.mediaID)
        let bundled = Set(bundledMediaIDs)
        guard accepted.count <= 1 || accepted.allSatisfy({ bundled.contains($0) }) else { throw .notBundled }
        return answer
    }

    /// The description without what trickles.
    var withoutCandidates: SessionDescription {
        var result = self
        for index in result.media.indices {
            result.media[index].candidates = []
            result.media[index].hasEndOfCandidates = false
        }
        return result
    }
}
