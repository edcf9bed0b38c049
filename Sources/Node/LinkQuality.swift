import PeerConnection
import SessionDomain

/// How good a link is, from two reports of its connection.
struct LinkQuality {
    private var last: (report: RTCStatsReport, at: ContinuousClock.Instant)?

    /// How often a node looks.
    static let interval = Duration.seconds(2)

    /// Takes a report; gives what it says beside the one before, `nil` for the first.
    mutating func handle(_ report: RTCStatsReport, at now: ContinuousClock.Instant) -> HostSnapshot.Quality? {
        defer { last = (report, now) }
        guard let last, let pair = report.candidatePair else { return nil }
        let seconds = last.at.duration(to: now) / .seconds(1)
        guard seconds > 0 else { return nil }
        let before = last.report.inboundRtp
        let lost = report.inboundRtp.growth(of: \.packetsLost, since: before)
        let received = report.inboundRtp.growth(of: \.packetsReceived, since: before)
        let frames = report.inboundRtp.growth(of: \.framesReceived, since: before)
        let bytes =
            report.transport.bytesReceived - last.report.transport.bytesReceived + report.transport.bytesSent
            - last.report.transport.bytesSent
        return HostSnapshot.Quality(
            roundTripMilliseconds: pair.currentRoundTripTime.map { Int(($0 * 1_000).rounded()) },
            lossPercent: received + lost > 0
                ? Int((Double(max(0, lost)) * 100 / Double(received + lost)).rounded()) : 0,
            framesPerSecond: Int((Double(frames) / seconds).rounded()),
            kilobitsPerSecond: Int((Double(bytes) * 8 / seconds / 1_000).rounded()))
    }
}

extension [RTCInboundRtpStreamStats] {
    /// How much a counter of all streams grew; a stream that began anew counts from 0.
    fileprivate func growth(of counter: KeyPath<RTCInboundRtpStreamStats, Int>, since before: Self) -> Int {
        reduce(0) { sum, stream in
            let earlier = before.first { $0.ssrc == stream.ssrc }?[keyPath: counter] ?? 0
            return sum + stream[keyPath: counter] - earlier
        }
    }
}
