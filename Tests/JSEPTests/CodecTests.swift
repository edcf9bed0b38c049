import SDP
import TestSupport
import Testing
import Wire

@testable import JSEP

@Suite("Which codec is which")
struct CodecTests {
    private static let picture: [CodecCapability] = [.vp9, .vp9Profile1, .vp8]

    private func agree(
        _ kind: MediaKind, offering: [CodecCapability], answering: [CodecCapability],
        altering: (inout SessionDescription) -> Void = { _ in }
    ) throws -> (offer: SessionDescription, media: NegotiatedMedia?) {
        let host = JSEPEnd("host", seed: 1, codecs: offering)
        let customer = JSEPEnd("guest", seed: 2, codecs: answering)
        host.session.addDataChannels()
        _ = host.session.addTransceiver(kind: kind, direction: .sendrecv, random: &host.random)
        _ = customer.session.addTransceiver(kind: kind, direction: .sendrecv, random: &customer.random)
        var offer = try host.offer()
        altering(&offer)
        try host.take(.answer, try customer.answer(to: offer))
        #expect(
            host.negotiated?.media.first?.codecs.map(\.payloadType)
                == customer.negotiated?.media.first?.codecs.map(\.payloadType))
        return (offer, host.negotiated?.media.first)
    }

    @Test("the profiles of VP9 are codecs of their own, each with its repeating stream")
    func profiles() throws {
        let (offer, media) = try agree(.video, offering: Self.picture, answering: Self.picture)
        #expect(offer.media[0].formats == ["98", "99", "100", "101", "96", "97"])
        let codecs = try #require(media).codecs
        #expect(codecs.map(\.codec) == Self.picture)
        #expect(codecs.map(\.payloadType) == [98, 100, 96])
        #expect(codecs.map(\.retransmissionPayloadType) == [99, 101, 97])
    }

    @Test(
        "a profile is taken by its number, and none means profile 0",
        arguments: [("profile-id=1", [CodecCapability.vp9Profile1]), ("profile-id=2", []), ("x=1", [.vp9])])
    func offeredProfile(parameters: String, expected: [CodecCapability]) throws {
        let customer = JSEPEnd("guest", seed: 2, codecs: Self.picture)
        let host = JSEPEnd("host", seed: 1, codecs: Self.picture)
        host.addVideo(.sendrecv)
        host.session.addDataChannels()
        var offer = try host.offer()
        offer.media[0].formats = ["98"]
        offer.media[0].formatParameters = [FormatParameters(payloadType: 98, text: parameters)]
        _ = try customer.answer(to: offer)
        #expect(customer.negotiated?.media.first?.codecs.map(\.codec) ?? [] == expected)
    }

    @Test("the answer's order is the offer's, which is the peer's preference")
    func preference() throws {
        let (_, media) = try agree(
            .video, offering: [.vp8, .vp9], answering: [.vp9, .vp9Profile1, .vp8])
        #expect(media?.codecs.map(\.codec.encodingName) == ["VP8", "VP9"])
    }

    @Test("sound: Opus, and packets that repeat it under its number, with levels")
    func sound() throws {
        let sound: [CodecCapability] = [.opus, .redundantAudio]
        let (offer, media) = try agree(.audio, offering: sound, answering: sound)
        #expect(offer.media[0].formats == ["111", "63"])
        #expect(offer.media[0].formatParameters.map(\.text).last == "111/111")
        let agreed = try #require(media)
        #expect(agreed.codecs.map(\.payloadType) == [111, 63])
        #expect(agreed.codecs[1].remoteParameters == "111/111")
        #expect(agreed.codecs[0].feedback == [.transportWide])
        #expect(agreed.headerExtensions.audioLevel == 4)
        #expect(agreed.headerExtensions.absoluteCaptureTime == nil, "of pictures alone")
        #expect(agreed.headerExtensions.transportWideSequenceNumber == 2)
    }

    @Test(
        "packets that repeat are taken where what they repeat is agreed on",
        arguments: ["111/112", "63/63", "9/9", "", "111", "999/999", "/", "111/111/111"])
    func redundancy(parameters: String) throws {
        let sound: [CodecCapability] = [.opus, .redundantAudio]
        let (_, media) = try agree(.audio, offering: sound, answering: sound) { offer in
            offer.media[0].formatParameters.removeAll { $0.payloadType == 63 }
            guard !parameters.isEmpty else { return }
            offer.media[0].formatParameters.append(FormatParameters(payloadType: 63, text: parameters))
        }
        let isUsable = ["111", "111/111/111"].contains(parameters)
        #expect(media?.codecs.map(\.payloadType) == (isUsable ? [111, 63] : [111]))
    }

    @Test("sections of one kind keep their places whatever comes between and whichever is asked for first")
    func ordinals() throws {
        let host = JSEPEnd("host", seed: 1, codecs: [.vp8, .opus])
        let customer = JSEPEnd("guest", seed: 2, codecs: [.vp8, .opus])
        host.session.setTransceiver(kind: .video, ordinal: 1, direction: .recvonly, random: &host.random)
        host.session.setTransceiver(kind: .audio, ordinal: 0, direction: .sendrecv, random: &host.random)
        host.session.setTransceiver(kind: .video, ordinal: 0, direction: .sendrecv, random: &host.random)
        let offer = try host.offer()
        #expect(offer.media.map(\.kind) == [.video, .video, .audio])
        #expect(offer.media.map(\.direction) == [.sendrecv, .recvonly, .sendrecv])
        try customer.take(.offer, offer)
        customer.session.setTransceiver(kind: .video, ordinal: 1, direction: .sendonly, random: &customer.random)
        try host.take(.answer, try customer.answer())
        #expect(customer.transceivers.count == 3)
        let media = try #require(customer.negotiated?.media)
        #expect(media.map(\.ordinal) == [0, 1, 0])
        #expect(media.map(\.direction) == [.recvonly, .sendonly, .recvonly])
    }

    @Test("a rejected section keeps its place, so that the camera is none the less the second")
    func rejectedSection() throws {
        let host = JSEPEnd("host", seed: 1)
        let customer = JSEPEnd("guest", seed: 2)
        host.addVideo(.recvonly)
        host.addVideo(.recvonly)
        var offer = try host.offer()
        offer.media[0].rtpMaps = []
        try customer.take(.offer, offer)
        try host.take(.answer, try customer.answer())
        #expect(host.negotiated?.media.map(\.ordinal) == [1])
        #expect(customer.negotiated?.media.map(\.ordinal) == [1])
    }
}
