package import Wire

/// A kind of RTCP feedback, by the words that name it in a description.
/// Source: RFC 4585 §4.2 <https://www.rfc-editor.org/rfc/rfc4585#section-4.2>, RFC 5104 §7.1
package struct FeedbackKind: Hashable, Sendable {
    /// The first word, such as `nack`.
    package var name: String
    /// The words behind it, such as `pli`; `nil` for none.
    package var parameter: String?

    package init(name: String, parameter: String? = nil) {
        self.name = name
        self.parameter = parameter
    }

    /// Generic NACK (RFC 4585 §6.2.1).
    package static let nack = FeedbackKind(name: "nack")
    /// Picture loss indication (RFC 4585 §6.3.1).
    package static let pictureLossIndication = FeedbackKind(name: "nack", parameter: "pli")
    /// Full intra request (RFC 5104 §4.3.1).
    package static let fullIntraRequest = FeedbackKind(name: "ccm", parameter: "fir")
    /// Transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
    package static let transportWide = FeedbackKind(name: "transport-cc")
    /// Receiver's estimated maximum bit rate (draft-alvestrand-rmcat-remb-03 §2.3).
    package static let estimatedMaximumBitrate = FeedbackKind(name: "goog-remb")
}

/// One `a=rtcp-fb` line.
package struct RTCPFeedback: Hashable, Sendable {
    /// `nil` stands for `*`, every payload type of the section.
    package var payloadType: PayloadType?
    /// What may be asked for.
    package var kind: FeedbackKind

    package init(payloadType: PayloadType?, kind: FeedbackKind) {
        self.payloadType = payloadType
        self.kind = kind
    }

    /// Reads what follows `rtcp-fb:`; `nil` unless a payload type, or `*`, and a name stand there.
    static func parse(_ value: Substring) -> RTCPFeedback? {
        guard let (format, rest) = value.split(atFirst: " ") else { return nil }
        let payloadType = PayloadType.parse(format)
        guard payloadType != nil || format == "*" else { return nil }
        let words = rest.words
        guard let name = words.first else { return nil }
        let parameter = words.count > 1 ? words.dropFirst().joined(separator: " ") : nil
        return RTCPFeedback(payloadType: payloadType, kind: FeedbackKind(name: String(name), parameter: parameter))
    }

    /// The line's value.
    func serialize() -> String {
        let format = payloadType.map(\.description) ?? "*"
        return "\(format) \(kind.name)" + (kind.parameter.map { " \($0)" } ?? "")
    }
}
