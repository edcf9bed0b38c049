package import Wire

/// When a frame was captured, by the clock of whoever captured it.
///
/// ```text
/// NTP timestamp 8                       short form: how the capturer's clock stands to the sender's is not known
/// NTP timestamp 8 · clock offset 8      seconds and their fraction, signed: the capturer's clock less the sender's
/// ```
/// The sender's clock is the one of its reports. Source: <http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time>
package struct AbsoluteCaptureTime: Equatable, Sendable {
    /// By the clock of whoever captured the frame.
    package var ntpTimestamp: NTPTimestamp
    /// The capturer's clock less the sender's, in units of 2^-32 s; 0 where they are one, `nil` where it is not known.
    package var clockOffset: Int64?

    package init(ntpTimestamp: NTPTimestamp, clockOffset: Int64?) {
        self.ntpTimestamp = ntpTimestamp
        self.clockOffset = clockOffset
    }

    /// Of a frame that this end itself captured.
    /// - Parameter instant: by the clock of the connection.
    package init(_ instant: Instant) {
        self.init(ntpTimestamp: NTPTimestamp(instant), clockOffset: 0)
    }

    /// By the sender's clock, as in its reports; `nil` where it is not known how the two clocks stand.
    package var senderTime: NTPTimestamp? {
        clockOffset.map { NTPTimestamp(rawValue: ntpTimestamp.rawValue &- UInt64(bitPattern: $0)) }
    }

    /// Reads an extension's data; `nil` for any length but the two that there are.
    static func parse(_ data: [UInt8]) -> AbsoluteCaptureTime? {
        guard data.count == 8 || data.count == 16 else { return nil }
        func number(_ range: Range<Int>) -> UInt64 { data[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return AbsoluteCaptureTime(
            ntpTimestamp: NTPTimestamp(rawValue: number(0..<8)),
            clockOffset: data.count == 16 ? Int64(bitPattern: number(8..<16)) : nil)
    }

    /// The extension's data, in the shorter form where there is no offset.
    func serialize() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(ntpTimestamp.rawValue)
        if let clockOffset { writer.write(UInt64(bitPattern: clockOffset)) }
        return writer.bytes
    }
}

extension HeaderExtensions {
    /// When the frame was captured; `nil` where the packet does not say it in either form.
    package func absoluteCaptureTime(id: UInt8) -> AbsoluteCaptureTime? {
        self[id].flatMap(AbsoluteCaptureTime.parse)
    }

    /// Writes when the frame was captured.
    package mutating func setAbsoluteCaptureTime(_ time: AbsoluteCaptureTime, id: UInt8) {
        self[id] = time.serialize()
    }
}
