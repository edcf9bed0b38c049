import RTP
import Testing

@testable import Node

@Suite struct PictureTimelineTests {
    @Test func timestampsGoOnPastTheWrap() {
        var timeline = PictureTimeline()
        #expect(timeline.microseconds(of: RTPTimestamp(rawValue: .max - 44_999)) == 0)
        #expect(timeline.microseconds(of: RTPTimestamp(rawValue: 45_000)) == 1_000_000)
        #expect(timeline.microseconds(of: RTPTimestamp(rawValue: 135_000)) == 2_000_000)
    }
}
