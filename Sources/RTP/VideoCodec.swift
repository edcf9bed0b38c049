/// The codecs whose RTP payload format is here.
package enum VideoCodec: String, Codable, CaseIterable, Sendable {
    /// RFC 6386, payload format RFC 7741.
    case vp8
    /// Profile 0: 4:2:0, eight bits; payload format RFC 9628.
    case vp9
    /// Profile 1, of which 4:4:4 with eight bits is used; payload format RFC 9628.
    case vp9Profile1
}
