import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

@Suite("Descriptions that agree on nothing safe")
struct RefusalTests {
    private func offer(_ change: (inout SessionDescription) -> Void) throws -> SessionDescription {
        var offer = try SessionDescription.parse(ChromiumDescriptions.offer)
        change(&offer)
        return offer
    }

    private func changeAll(_ change: @escaping (inout MediaDescription) -> Void) -> (inout SessionDescription) -> Void {
        { description in for index in description.media.indices { change(&description.media[index]) } }
    }

    @Test("Offers without what a secure transport needs")
    func missing() throws {
        let cases: [(JSEPError, SessionDescription)] = [
            (.missing("fingerprint by sha-256"), try offer(changeAll { $0.transport.fingerprints = [] })),
            (.missing("ice-ufrag and ice-pwd"), try offer(changeAll { $0.transport.password = nil })),
            (.missing("setup"), try offer(changeAll { $0.transport.setup = nil })),
            (.wrongSetup, try offer(changeAll { $0.transport.setup = .holdconn })),
            (.severalFingerprints, try offer { $0.media[2].transport.fingerprints = [JSEPEnd.fingerprint(9)] }),
            (.mediaIDs, try offer { $0.media[1].mediaID = $0.media[0].mediaID }),
            (.mediaIDs, try offer { $0.media[1].mediaID = nil }),
            (.missing("media section"), try offer { $0.media = [] }),
        ]
        for (error, offer) in cases {
            let end = JSEPEnd("host", seed: 1)
            #expect(throws: error) { try end.take(.offer, offer) }
            #expect(end.signalingState == .stable)
            #expect(end.transceivers.isEmpty)
        }
    }

    @Test("Answers that are not for our offer")
    func answers() throws {
        let answer = try SessionDescription.parse(ChromiumDescriptions.answer)
        let changes: [(JSEPError, (inout SessionDescription) -> Void)] = [
            (.sectionsDiffer, { $0.media.removeLast() }),
            (.sectionsDiffer, { $0.media.swapAt(0, 1) }),
            (.mediaIDs, { $0.media[0].mediaID = MediaID(rawValue: "7") }),
            (.notBundled, { $0.groups = [] }),
            (.notMultiplexed(MediaID(rawValue: "0")), { $0.media[0].isRTCPMultiplexed = false }),
            (.wrongSetup, { $0.media[0].transport.setup = .actpass }),
            (.missing("sctp-port"), { $0.media[1].sctpPort = nil }),
        ]
        for (error, change) in changes {
            let end = JSEPEnd("host", seed: 1)
            end.addVideo(.recvonly)
            end.session.addDataChannels()
            _ = try end.offer()
            var changed = answer
            change(&changed)
            #expect(throws: error) { try end.take(.answer, changed) }
            #expect(end.signalingState == .haveLocalOffer)
            #expect(end.negotiated == nil)
        }
    }

    @Test("A section that cannot be used is rejected, and the rest goes on")
    func rejectedSections() throws {
        let changes: [(inout SessionDescription) -> Void] = [
            { $0.media[0].isRTCPMultiplexed = false },
            { $0.media[0].formats = ["102", "103"] },
            { $0.media[0].transportProtocol = TransportProtocol(rawValue: "RTP/AVP") },
            { $0.groups[0].mediaIDs = [MediaID(rawValue: "2")] },
            { $0.media[0].port = 0 },
        ]
        for change in changes {
            let end = JSEPEnd("host", seed: 1)
            let answer = try end.answer(to: try offer(change))
            #expect(answer.media.map(\.port) == [0, 0, 9])
            #expect(answer.bundledMediaIDs == [MediaID(rawValue: "2")])
            #expect(end.negotiated?.application != nil)
            #expect(end.negotiated?.media.isEmpty == true)
        }
    }

    @Test("A header extension without a number of its own is left out, whatever its direction")
    func headerExtensionsWithoutNumber() throws {
        for direction in [MediaDirection?.none, .sendrecv, .recvonly] {
            let offer = try offer {
                for index in $0.media[0].headerExtensions.indices {
                    $0.media[0].headerExtensions[index].id += 4_096
                    $0.media[0].headerExtensions[index].direction = direction
                }
            }
            let end = JSEPEnd("host", seed: 1)
            end.addVideo(.recvonly)
            #expect(try end.answer(to: offer).media[0].headerExtensions.isEmpty)
        }
    }

    @Test("An unbundled offer gets its first section alone")
    func unbundled() throws {
        let end = JSEPEnd("host", seed: 1)
        let answer = try end.answer(to: try offer { $0.groups = [] })
        #expect(answer.media.map(\.port) == [9, 0, 0])
        #expect(answer.groups.isEmpty)
    }

    @Test("A rejected section stays rejected in our next offer")
    func rejectionStays() throws {
        let end = JSEPEnd("host", seed: 1)
        _ = try end.answer(to: try offer { _ in })
        let next = try end.offer()
        #expect(next.media.map(\.port) == [9, 0, 9])
        #expect(next.bundledMediaIDs == ["0", "2"].map { MediaID(rawValue: $0) })
    }

    @Test("A new fingerprint is refused, with an ICE restart too, in an offer and in an answer")
    func fingerprintChange() throws {
        let end = JSEPEnd("host", seed: 1)
        _ = try end.answer(to: try offer { _ in })
        let agreement = end.negotiated
        let swapped = try offer(changeAll { $0.transport.fingerprints = [JSEPEnd.fingerprint(9)] })
        var restarted = swapped
        changeAll { $0.transport.usernameFragment = "newfrag" }(&restarted)
        for changed in [swapped, restarted] {
            #expect(throws: JSEPError.fingerprintChanged) { try end.take(.offer, changed) }
            #expect(end.signalingState == .stable)
        }

        let peer = JSEPEnd("guest", seed: 2)
        end.session.restartICE(with: JSEPEnd.credentials("again"))
        let answer = try peer.answer(to: try end.offer())
        #expect(throws: JSEPError.fingerprintChanged) { try end.take(.answer, answer) }
        #expect(end.signalingState == .haveLocalOffer)
        #expect(end.negotiated == agreement)
    }

    @Test("A later offer that moves sections is refused")
    func movedSections() throws {
        let end = JSEPEnd("host", seed: 1)
        _ = try end.answer(to: try offer { _ in })
        #expect(throws: JSEPError.sectionsDiffer) { try end.take(.offer, try offer { $0.media.swapAt(0, 2) }) }
    }

    @Test("Any description that parses is taken or refused, never a trap")
    func mutatedDescriptions() {
        var random = SeededRandom(seed: 7)
        let texts = [ChromiumDescriptions.offer, AiortcDescriptions.offer, OtherDescriptions.webrtcbinOffer]
        for round in 0..<600 {
            var lines = texts[round % texts.count].split(separator: "\n")
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                lines.swapAt(
                    Int.random(in: 4..<lines.count, using: &random), Int.random(in: 4..<lines.count, using: &random))
                if Bool.random(using: &random) { lines.remove(at: Int.random(in: 4..<lines.count, using: &random)) }
            }
            guard let description = try? SessionDescription.parse(lines.joined(separator: "\n")) else { continue }
            let end = JSEPEnd("host", seed: 1)
            end.addVideo(.sendrecv)
            _ = try? end.answer(to: description)
            let offerer = JSEPEnd("host", seed: 1)
            offerer.addVideo(.sendrecv)
            offerer.session.addDataChannels()
            _ = try? offerer.offer()
            try? offerer.take(.answer, description)
        }
    }
}
