package import Wire

/// The codec that a payload type stands for (`a=rtpmap`).
/// Source: RFC 8866 §6.6 <https://www.rfc-editor.org/rfc/rfc8866#section-6.6>
package struct RTPMap: Hashable, Sendable {
    /// The number, within its section and those bundled with it.
    package var payloadType: PayloadType
    /// Compared without regard to case.
    package var encodingName: String
    /// Hertz.
    package var clockRate: UInt32
    /// Channels, for sound alone.
    package var channelCount: UInt8?

    package init(payloadType: PayloadType, encodingName: String, clockRate: UInt32, channelCount: UInt8? = nil) {
        self.payloadType = payloadType
        self.encodingName = encodingName
        self.clockRate = clockRate
        self.channelCount = channelCount
    }

    /// Reads what follows `rtpmap:`; `nil` without a name, or for a clock rate of 0.
    static func parse(_ value: Substring) -> RTPMap? {
        let words = value.words
        guard words.count == 2, let payloadType = PayloadType.parse(words[0]),
            let (name, rates) = words[1].split(atFirst: "/"), name.isToken
        else { return nil }
        guard let (rate, channels) = rates.split(atFirst: "/") else {
            guard let clockRate = rates.decimal(UInt32.self), clockRate > 0 else { return nil }
            return RTPMap(payloadType: payloadType, encodingName: String(name), clockRate: clockRate)
        }
        guard let clockRate = rate.decimal(UInt32.self), clockRate > 0, let channelCount = channels.decimal(UInt8.self)
        else { return nil }
        return RTPMap(
            payloadType: payloadType, encodingName: String(name), clockRate: clockRate, channelCount: channelCount)
    }

    /// The line's value.
    func serialize() -> String {
        "\(payloadType) \(encodingName)/\(clockRate)" + (channelCount.map { "/\($0)" } ?? "")
    }
}
