import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

@Suite("Exchanges between two of our own ends")
struct ExchangeTests {
    @Test("Both ends agree on the same thing, seen from their sides")
    func symmetric() throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        host.addVideo(.recvonly)
        host.session.addDataChannels()
        customer.addVideo(.sendonly)
        let offer = try host.offer()
        try host.take(.answer, try customer.answer(to: offer))

        let hosts = try #require(host.negotiated)
        let customers = try #require(customer.negotiated)
        #expect(hosts.transport.dtlsRole == .server)
        #expect(customers.transport.dtlsRole == .client)
        #expect(hosts.transport.remoteFingerprint == JSEPEnd.fingerprint(2))
        #expect(customers.transport.remoteFingerprint == JSEPEnd.fingerprint(1))
        #expect(hosts.media[0].direction == .recvonly)
        #expect(customers.media[0].direction == .sendonly)
        #expect(hosts.media[0].remoteSSRCs == [customers.media[0].localSSRC])
        let repeating = try #require(customers.media[0].localRetransmissionSSRC)
        #expect(hosts.media[0].remoteRetransmissions == [repeating: customers.media[0].localSSRC])
        #expect(hosts.media[0].codecs.map(\.payloadType) == customers.media[0].codecs.map(\.payloadType))
        #expect(hosts.media[0].headerExtensions == customers.media[0].headerExtensions)
        #expect(hosts.media[0].headerExtensions.transportWideSequenceNumber == 2)
        #expect(hosts.media[0].headerExtensions.absoluteCaptureTime == 5)
        #expect(customers.application != nil)
    }

    @Test(
        "Directions meet",
        arguments: zip(
            [MediaDirection.recvonly, .recvonly, .sendrecv, .sendrecv, .sendonly, .inactive],
            [
                (MediaDirection.sendonly, MediaDirection.sendonly), (.recvonly, .inactive), (.sendrecv, .sendrecv),
                (.sendonly, .sendonly), (.sendrecv, .recvonly), (.sendrecv, .inactive),
            ]))
    func directions(offered: MediaDirection, answer: (wanted: MediaDirection, agreed: MediaDirection)) throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        host.addVideo(offered)
        customer.addVideo(answer.wanted)
        let offer = try host.offer()
        let description = try customer.answer(to: offer)
        #expect(description.media[0].direction == answer.agreed)
        try host.take(.answer, description)
        #expect(customer.negotiated?.media[0].direction == answer.agreed)
        #expect(host.negotiated?.media[0].direction == answer.agreed.reversed)
    }

    @Test("Asking for a section before or after the offer comes is the same")
    func lateTransceiver() throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        host.addVideo(.recvonly)
        try customer.take(.offer, try host.offer())
        customer.addVideo(.sendonly)
        #expect(customer.transceivers.count == 1)
        #expect(try customer.answer().media[0].direction == .sendonly)
    }

    @Test("A later offer keeps sections, numbers and roles, and adds what is new")
    func renegotiation() throws {
        let host = JSEPEnd("host", seed: 1, codecs: [.vp8, .opus])
        let customer = JSEPEnd("guest", seed: 2, codecs: [.vp8, .opus])
        host.session.addDataChannels()
        var offer = try host.offer()
        try host.take(.answer, try customer.answer(to: offer))
        let version = offer.origin.version

        customer.addVideo(.sendonly)
        _ = customer.session.addTransceiver(kind: .audio, direction: .sendrecv, random: &customer.random)
        offer = try customer.offer()
        #expect(offer.media.map(\.kind) == [.application, .video, .audio])
        #expect(offer.media.map(\.mediaID?.rawValue) == ["0", "1", "2"])
        #expect(offer.media.allSatisfy { $0.transport.setup == .actpass })
        let answer = try host.answer(to: offer)
        #expect(answer.media.allSatisfy { $0.transport.setup == .passive })
        try customer.take(.answer, answer)
        #expect(host.negotiated?.transport.dtlsRole == .server)
        #expect(customer.negotiated?.transport.dtlsRole == .client)
        #expect(host.negotiated?.media.map(\.kind) == [.video, .audio])

        host.addVideo(.sendrecv)
        #expect(host.transceivers.count == 2, "the one that the peer's offer made is taken")
        host.addVideo(.sendonly)
        offer = try host.offer()
        #expect(offer.origin.version > version)
        #expect(offer.media.map(\.mediaID?.rawValue) == ["0", "1", "2", "3"])
        #expect(offer.media[3].formats == offer.media[1].formats)
        #expect(offer.media[3].headerExtensions == offer.media[1].headerExtensions)
        try host.take(.answer, try customer.answer(to: offer))
        #expect(host.negotiated?.media.count == 3)
    }

    @Test("An ICE restart changes credentials, forgets candidates and keeps the rest")
    func iceRestart() throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        host.session.addDataChannels()
        let first = try host.offer()
        try host.take(.answer, try customer.answer(to: first))
        host.session.add(localCandidate: try ICECandidateLine.parse("candidate:1 1 udp 1 192.0.2.1 9 typ host"))
        #expect(host.localDescription?.media[0].candidates.count == 1)

        host.session.restartICE(with: JSEPEnd.credentials("again"))
        let offer = try host.offer()
        #expect(offer.media[0].candidates.isEmpty)
        try host.take(.answer, try customer.answer(to: offer))
        #expect(customer.remoteDescription?.media[0].transport.iceCredentials == JSEPEnd.credentials("again"))
        #expect(customer.negotiated?.transport.dtlsRole == .client)
    }

    @Test("Our candidates are in the description as they are found")
    func localCandidates() throws {
        let host = JSEPEnd("host", seed: 1)
        host.session.addDataChannels()
        let candidate = try ICECandidateLine.parse("candidate:1 1 udp 1 192.0.2.1 9 typ host")
        _ = try host.offer()
        host.session.add(localCandidate: candidate)
        host.session.endLocalCandidates()
        #expect(host.localDescription?.media[0].candidates == [candidate])
        #expect(host.localDescription?.media[0].hasEndOfCandidates == true)
    }

    @Test("Payload types that are taken are passed by")
    func numbersInUse() throws {
        let end = JSEPEnd("host", seed: 1)
        let taken = ChromiumDescriptions.offer
            .replacing("96 97 102 103", with: "102 103 96 97")
            .replacing("a=rtpmap:96 VP8", with: "a=rtpmap:96 XYZ").replacing(
                "a=rtpmap:102 H264", with: "a=rtpmap:102 VP8")
        try end.take(offer: taken)
        _ = try end.answer()
        #expect(end.negotiated?.media[0].codecs.map(\.payloadType) == [102])
        end.addVideo(.sendonly)
        end.addVideo(.sendonly)
        let offer = try end.offer()
        #expect(offer.media[3].formats == ["102", "103"])
    }
}
