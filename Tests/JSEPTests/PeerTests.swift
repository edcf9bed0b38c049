import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

@Suite("Offers and answers of real peers")
struct PeerTests {
    @Test("Answering Chromium: VP8 with its numbers, audio rejected, data channels")
    func chromiumOffer() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        try end.take(offer: ChromiumDescriptions.offer)
        let answer = try end.answer()
        #expect(answer.media.map(\.port) == [9, 0, 9])
        #expect(answer.bundledMediaIDs == ["0", "2"].map { MediaID(rawValue: $0) })
        #expect(answer.media[0].formats == ["96", "97"])
        #expect(answer.media[0].direction == .recvonly)
        #expect(answer.media[0].transport.setup == .active)
        #expect(answer.media[0].headerExtensions.map(\.id).sorted() == [2, 4, 9])
        #expect(answer.media[0].sources.isEmpty)

        let agreement = try #require(end.negotiated)
        #expect(agreement.transport.dtlsRole == .client)
        #expect(agreement.application?.remoteSCTPPort == 5_000)
        #expect(agreement.application?.remoteMaximumMessageSize == 262_144)
        let video = try #require(agreement.media.first)
        #expect(video.direction == .recvonly)
        #expect(video.codecs.map(\.payloadType) == [96])
        #expect(video.retransmissionPayloadTypes == [97: 96])
        #expect(video.codecs[0].feedback == Set(CodecCapability.vp8.feedback))
        #expect(
            video.headerExtensions
                == NegotiatedHeaderExtensions(mediaID: 9, transportWideSequenceNumber: 4, absoluteSendTime: 2))
        #expect(video.remoteSSRCs == [SSRC(rawValue: 2_707_577_542)])
        #expect(video.remoteRetransmissions == [SSRC(rawValue: 2_130_017_225): SSRC(rawValue: 2_707_577_542)])
        #expect(video.allowsReducedSizeRTCP)
    }

    @Test("Chromium's and aiortc's answers", arguments: [ChromiumDescriptions.answer, AiortcDescriptions.answer])
    func answers(text: String) throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        end.session.addDataChannels()
        _ = try end.offer()
        try end.take(.answer, try SessionDescription.parse(text))
        let agreement = try #require(end.negotiated)
        #expect(end.signalingState == .stable)
        #expect(agreement.transport.dtlsRole == .server)
        #expect(agreement.application?.mediaID == MediaID(rawValue: "1"))
        let video = try #require(agreement.media.first)
        #expect(video.direction == .recvonly)
        #expect(video.retransmissionPayloadTypes == [97: 96])
        #expect(video.remoteSSRCs.count == 1)
        #expect(video.codecs[0].feedback.isSuperset(of: [.nack, .pictureLossIndication]))
    }

    @Test("Answering aiortc: its numbers, no transport-wide feedback")
    func aiortcOffer() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        try end.take(offer: AiortcDescriptions.offer)
        let answer = try end.answer()
        #expect(answer.media[0].formats == ["97", "98"])
        #expect(!answer.media[0].hasReducedSizeRTCP)
        let agreement = try #require(end.negotiated)
        #expect(agreement.media[0].headerExtensions.transportWideSequenceNumber == nil)
        #expect(agreement.media[0].retransmissionPayloadTypes == [98: 97])
        #expect(agreement.transport.dtlsRole == .client)
    }

    @Test(
        "Answering libdatachannel and Firefox, whose transport stands at session level",
        arguments: [OtherDescriptions.libdatachannelOffer, OtherDescriptions.firefoxOffer])
    func sessionLevelOffers(text: String) throws {
        let end = JSEPEnd("host", seed: 1)
        try end.take(offer: text)
        let answer = try end.answer()
        #expect(answer.media.count == 1)
        #expect(answer.media[0].port == 9)
        #expect(answer.media[0].direction == nil)
        #expect(answer.bundledMediaIDs == [MediaID(rawValue: "0")])
        #expect(end.negotiated?.transport.dtlsRole == .client)
        #expect(end.negotiated?.application != nil)
    }

    @Test("Answering webrtcbin: a bundle-only section is accepted, and no message size means 64 KiB")
    func webrtcbinOffer() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.sendrecv)
        try end.take(offer: OtherDescriptions.webrtcbinOffer)
        let answer = try end.answer()
        #expect(answer.media.map(\.port) == [9, 9])
        #expect(answer.bundledMediaIDs == ["video0", "application1"].map { MediaID(rawValue: $0) })
        #expect(answer.media[0].sources.count == 2)
        #expect(end.negotiated?.application?.remoteMaximumMessageSize == 65_536)
        #expect(end.negotiated?.media.first?.direction == .sendrecv)
    }

    @Test("ICE credentials, DTLS role and fingerprint are those of the bundle's first section, wherever it stands")
    func taggedSection() throws {
        var offer = try SessionDescription.parse(ChromiumDescriptions.offer)
        let names = offer.media.compactMap(\.mediaID)
        offer.groups = [Group(semantics: Group.bundleSemantics, mediaIDs: names.reversed())]
        let tagged = JSEPEnd.credentials("tagged")
        offer.media[2].transport.usernameFragment = tagged.usernameFragment
        offer.media[2].transport.password = tagged.password
        offer.media[2].transport.setup = .active
        #expect(offer.iceCredentials == tagged)
        let end = JSEPEnd("host", seed: 1)
        try end.take(.offer, offer)
        _ = try end.answer()
        #expect(end.negotiated?.transport.dtlsRole == .server)
        // Where it leaves them out, the next of the bundle has them.
        offer.media[2].transport.usernameFragment = nil
        offer.media[1].transport.usernameFragment = "next"
        #expect(offer.iceCredentials?.usernameFragment == "next")
    }

    @Test("Our offer as browsers take it")
    func ourOffer() throws {
        let end = JSEPEnd("host", seed: 1)
        end.addVideo(.recvonly)
        end.session.addDataChannels()
        let offer = try end.offer()
        #expect(offer.media.map(\.kind) == [.video, .application])
        #expect(offer.media.allSatisfy { $0.port == 9 && $0.transport.setup == .actpass })
        #expect(offer.media.allSatisfy { $0.transport.iceCredentials == JSEPEnd.credentials("host") })
        #expect(offer.media.allSatisfy { $0.transport.fingerprints == [JSEPEnd.fingerprint(1)] })
        #expect(offer.bundledMediaIDs == ["0", "1"].map { MediaID(rawValue: $0) })
        #expect(offer.media[0].isRTCPMultiplexed)
        #expect(offer.media[0].sources.isEmpty)
        #expect(offer.media[1].formats == ["webrtc-datachannel"])
    }
}
