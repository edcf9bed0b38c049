/// Bounds and first values of one transport's congestion control.
package struct CongestionControlConfiguration: Sendable {
    /// The rate before anything is known of the path; probing begins at three times as much.
    package var startBitrate: Bitrate
    /// The estimate never falls below it, whatever the path does.
    package var minimumBitrate: Bitrate
    /// The estimate never rises above it: more than an encoder has use for is not looked for.
    package var maximumBitrate: Bitrate
    /// Taken off the total before video gets the rest; sound is never slowed down.
    package var audioBitrate: Bitrate
    /// Whether the peer reports each packet's arrival. Without it REMB and receiver reports decide, and nothing probes.
    package var hasTransportFeedback: Bool
    /// The round trip until one is measured.
    package var roundTripTime: Duration

    /// What is not said suits a screen on an unknown line.
    package init(
        startBitrate: Bitrate = .kilobits(300), minimumBitrate: Bitrate = .kilobits(50),
        maximumBitrate: Bitrate = .kilobits(20_000), audioBitrate: Bitrate = .zero, hasTransportFeedback: Bool = true,
        roundTripTime: Duration = .milliseconds(100)
    ) {
        self.startBitrate = startBitrate
        self.minimumBitrate = minimumBitrate
        self.maximumBitrate = max(maximumBitrate, minimumBitrate)
        self.audioBitrate = audioBitrate
        self.hasTransportFeedback = hasTransportFeedback
        self.roundTripTime = roundTripTime
    }

    /// Where the estimate may lie.
    var range: ClosedRange<Bitrate> { minimumBitrate...max(minimumBitrate, maximumBitrate) }
}
