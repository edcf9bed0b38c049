import JSEP
import RTP
import Testing
import Wire

@testable import PeerEngine

@Suite("Engine: one video section")
struct VideoSectionTests {
    private func packet(_ ssrc: UInt32) -> RTPPacket {
        RTPPacket(
            payloadType: 0, sequenceNumber: RTPSequenceNumber(rawValue: 1), timestamp: RTPTimestamp(rawValue: 1),
            ssrc: SSRC(rawValue: ssrc))
    }

    @Test("descriptions without end leave the streams of the last one, and packets those of the first few")
    func knownStreams() throws {
        var media = try #require(try EnginePair(hasVideo: true).leftSession.media.first)
        let section = VideoSection(media, role: .screen)
        for number in 1...1_000 as ClosedRange<UInt32> {
            let stream = SSRC(rawValue: number)
            media.remoteSSRCs = [stream]
            media.remoteRetransmissions = [SSRC(rawValue: number + 10_000): stream]
            section.apply(media)
            section.learn(SSRC(rawValue: number + 20_000))
        }
        #expect(section.streams.describedSSRCs == [SSRC(rawValue: 1_000), SSRC(rawValue: 11_000)])
        #expect(section.streams.learntSSRCs.count == SectionStreams.maximumLearntSSRCCount)
        #expect(section.streams.claims(packet(1_000)) == .byStream)
        #expect(section.streams.claims(packet(11_000)) == .byStream)
        #expect(section.streams.claims(packet(20_001)) == .byStream)
        #expect(section.streams.claims(packet(999)) == .none)
    }
}
