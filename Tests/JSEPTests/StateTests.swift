import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

@Suite("The signalling state machine")
struct StateTests {
    @Test("Descriptions out of turn are refused, and nothing changes")
    func wrongState() throws {
        let end = JSEPEnd("host", seed: 1)
        end.session.addDataChannels()
        #expect(throws: JSEPError.wrongState(.stable, .answer)) { try end.session.makeAnswer() }
        #expect(throws: JSEPError.wrongState(.stable, .answer)) {
            try end.take(.answer, try SessionDescription.parse(ChromiumDescriptions.answer))
        }
        #expect(throws: JSEPError.wrongState(.stable, .rollback)) { try end.session.setLocalDescription(.rollback) }
        _ = try end.offer()
        #expect(throws: JSEPError.wrongState(.haveLocalOffer, .offer)) {
            try end.take(offer: ChromiumDescriptions.offer)
        }
        #expect(throws: JSEPError.wrongState(.haveLocalOffer, .answer)) {
            try end.session.setLocalDescription(.answer)
        }
        #expect(end.signalingState == .haveLocalOffer)
        end.session.close()
        #expect(throws: JSEPError.wrongState(.closed, .offer)) { try end.session.makeOffer() }
    }

    @Test("Only the made description can be set, but for its candidates")
    func changedDescription() throws {
        let end = JSEPEnd("host", seed: 1)
        end.session.addDataChannels()
        var offer = try end.session.makeOffer()
        offer.media[0].sctpPort = 5_001
        #expect(throws: JSEPError.notTheMadeDescription) { try end.session.setLocalDescription(.offer, offer) }
        offer.media[0].sctpPort = 5_000
        offer.media[0].candidates = [try ICECandidateLine.parse("candidate:1 1 udp 1 192.0.2.1 9 typ host")]
        #expect(throws: Never.self) { try end.session.setLocalDescription(.offer, offer) }
    }

    @Test("Rolling back a local offer frees its sections")
    func localRollback() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        _ = try end.offer()
        #expect(end.transceivers[0].mediaID != nil)
        try end.session.setLocalDescription(.rollback)
        #expect(end.signalingState == .stable)
        #expect(end.transceivers[0].mediaID == nil)
        #expect(end.localDescription == nil)
        #expect(try end.offer().media.count == 1)
    }

    @Test("Rolling back a remote offer drops what it made and keeps what was asked for")
    func remoteRollback() throws {
        let end = JSEPEnd("host", seed: 1)
        try end.take(offer: ChromiumDescriptions.offer)
        #expect(end.transceivers.count == 2)
        end.addVideo(.sendonly)
        try end.session.setRemoteDescription(
            .rollback, try SessionDescription.parse(ChromiumDescriptions.offer), random: &end.random)
        #expect(end.transceivers.map(\.direction) == [.sendonly])
        #expect(end.transceivers[0].mediaID == nil)
        #expect(end.remoteDescription == nil)
    }

    @Test("An offer made anew over a pending one has all its sections")
    func replacedOffer() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        _ = try end.offer()
        end.session.addDataChannels()
        let offer = try end.offer()
        #expect(offer.media.map(\.kind) == [.video, .application])
    }

    @Test("Both ends offer at once: the impolite end's offer wins, and both come to one agreement")
    func perfectNegotiation() throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        var impolite = PerfectNegotiation(manners: .impolite)
        var polite = PerfectNegotiation(manners: .polite)
        host.session.addDataChannels()
        customer.addVideo(.sendonly)
        let hosts = try host.offer()
        let customers = try customer.offer()

        #expect(impolite.decision(for: .offer, in: host.signalingState) == .ignore)
        #expect(impolite.isIgnoringOffer)
        #expect(polite.decision(for: .offer, in: customer.signalingState) == .rollBackThenApply)
        try customer.session.setLocalDescription(.rollback)
        let answer = try customer.answer(to: hosts)
        #expect(impolite.decision(for: .answer, in: host.signalingState) == .apply)
        #expect(!impolite.isIgnoringOffer)
        try host.take(.answer, answer)

        // The polite end's wish comes with its next offer.
        let next = try customer.offer()
        #expect(next.media.map(\.kind) == [.application, .video])
        #expect(next.origin.version > customers.origin.version)
        try customer.take(.answer, try host.answer(to: next))
        #expect(host.negotiated?.media.count == 1)
    }

    @Test("An offer that is being made counts as made")
    func offerInTheMaking() {
        var polite = PerfectNegotiation(manners: .polite)
        polite.offerBegins()
        #expect(polite.decision(for: .offer, in: .stable) == .apply)
        var impolite = PerfectNegotiation(manners: .impolite)
        impolite.offerBegins()
        #expect(impolite.decision(for: .offer, in: .stable) == .ignore)
        impolite.offerEnds()
        #expect(impolite.decision(for: .offer, in: .stable) == .apply)
    }
}
