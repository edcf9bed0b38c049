import Wire

extension MediaDescription {
    /// Parses what follows `m=`: `kind port[/count] protocol format…`.
    static func parse(mediaLine value: Substring) -> MediaDescription? {
        let words = value.words
        guard words.count >= 4, words.allSatisfy(\.isToken) else { return nil }
        let portText = words[1].split(atFirst: "/")?.head ?? words[1]
        guard let port = portText.decimal(UInt16.self) else { return nil }
        return MediaDescription(
            kind: MediaKind(token: words[0]), port: port,
            transportProtocol: TransportProtocol(rawValue: String(words[2])),
            formats: words.dropFirst(3).map { String($0) })
    }

    /// Takes an attribute of the section.
    mutating func apply(_ attribute: RawAttribute, line: Int) throws(SDPError) {
        let reader = AttributeReader(attribute: attribute, line: line)
        if try transport.apply(reader) { return }
        if try applyRTP(reader) { return }
        switch attribute.name {
        case "mid": mediaID = MediaID(rawValue: try reader.readToken("mid"))
        case "sendrecv", "sendonly", "recvonly", "inactive": direction = MediaDirection(rawValue: attribute.name)
        case "bundle-only": isBundleOnly = true
        case "candidate": candidates.append(try reader.read("candidate") { try? ICECandidateLine.parse(value: $0) })
        case "end-of-candidates": hasEndOfCandidates = true
        case "sctp-port": sctpPort = try reader.read("sctp-port") { $0.decimal(UInt16.self) }
        case "max-message-size": maximumMessageSize = try reader.read("max-message-size") { $0.decimal(UInt64.self) }
        case "sctp-init": sctpInitiation = try reader.read("sctp-init") { Base64.parse($0) }
        default: otherAttributes.append(attribute)
        }
    }

    /// Takes an attribute that describes RTP; `false` when it is another one.
    private mutating func applyRTP(_ reader: AttributeReader) throws(SDPError) -> Bool {
        switch reader.attribute.name {
        case "rtpmap": rtpMaps.append(try reader.read("rtpmap", RTPMap.parse))
        case "fmtp": formatParameters.append(try reader.read("fmtp", FormatParameters.parse))
        case "rtcp-fb": feedback.append(try reader.read("rtcp-fb", RTCPFeedback.parse))
        case "extmap": headerExtensions.append(try reader.read("extmap", HeaderExtensionMapping.parse))
        case "extmap-allow-mixed": allowsMixedExtensionForms = true
        case "rtcp-mux": isRTCPMultiplexed = true
        case "rtcp-mux-only": isRTCPMultiplexedOnly = true
        case "rtcp-rsize": hasReducedSizeRTCP = true
        case "msid": streams.append(try reader.read("msid", MediaStreamIdentifier.parse))
        case "ssrc": sources.append(try reader.read("ssrc", SourceAttribute.parse))
        case "ssrc-group": sourceGroups.append(try reader.read("ssrc-group", SourceGroup.parse))
        default: return false
        }
        return true
    }
}
