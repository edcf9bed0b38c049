package import Wire

/// How a stream's timestamps stand to its sender's clock, which is one for all streams of a sender: by it sound and picture
/// are brought together.
/// Source: RFC 3550 §6.4.1 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1>
package struct SenderClock: Equatable, Sendable {
    /// The sender's time of `rtpTimestamp`.
    package let ntpTimestamp: NTPTimestamp
    /// The stream's time of `ntpTimestamp`.
    package let rtpTimestamp: RTPTimestamp
    /// Ticks of the stream's time in a second.
    package let clockRate: Int64

    /// - Parameter clockRate: hertz, above 0.
    package init(_ report: SenderReport, clockRate: Int64) {
        ntpTimestamp = report.ntpTimestamp
        rtpTimestamp = report.rtpTimestamp
        self.clockRate = clockRate
    }

    /// The sender's time of a timestamp near the report's, from an origin of the sender's own.
    package func instant(of timestamp: RTPTimestamp) -> Instant {
        let ticks = Int64(Int32(bitPattern: timestamp.rawValue &- rtpTimestamp.rawValue))
        return Instant(nanoseconds: ntpTimestamp.nanoseconds + ticks * 1_000_000_000 / clockRate)
    }
}

extension NTPTimestamp {
    /// Since the sender's origin; less than 2^62.
    fileprivate var nanoseconds: Int64 {
        let fraction = (rawValue & 0xFFFF_FFFF) * 1_000_000_000 >> 32
        return Int64(rawValue >> 32) * 1_000_000_000 + Int64(fraction)
    }
}
