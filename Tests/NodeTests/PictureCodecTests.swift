import RTP
import SessionDomain
import Testing

@testable import Node

/// Pictures come in a codec that the page shows them in.
@Suite struct PictureCodecTests {
    static let cases: [(shown: Set<VideoCodec>, expected: VideoCodec)] = [
        ([.vp8, .vp9, .vp9Profile1], .vp9Profile1), ([.vp8, .vp9], .vp9), ([.vp8], .vp8),
    ]

    @Test("A screen is sent in a codec that the other side's browser decodes", arguments: cases)
    func sent(shown: Set<VideoCodec>, expected: VideoCodec) async throws {
        let pair = try IntroducedPair(offeringPictures: shown)
        await pair.start()
        try await pair.untilVerified()
        #expect(await pair.answering.codec(for: .standard) == expected)
        await pair.close()
    }

    @Test("A page's list is read: what is not known is passed over, and none at all takes nothing away")
    func named() {
        #expect(VideoCodec.decoded(by: .init(codecs: ["vp9", "av1", "vp8"])) == [.vp8, .vp9])
        #expect(VideoCodec.decoded(by: .init(codecs: [])) == Set(VideoCodec.allCases))
        #expect(VideoCodec.decoded(by: .init(codecs: ["av1"])) == Set(VideoCodec.allCases))
    }
}
