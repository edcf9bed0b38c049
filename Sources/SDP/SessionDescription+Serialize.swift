import Wire

extension SessionDescription {
    /// The description as text, each line ended by CR LF, in the order that browsers use.
    ///
    /// Source: RFC 8866 §5 <https://www.rfc-editor.org/rfc/rfc8866#section-5>
    package func serialize() -> String {
        var lines = ["v=0", "o=\(origin.serialize())", "s=-", "t=0 0"]
        lines += groups.map { "a=group:\($0.serialize())" }
        if isICELite { lines.append("a=ice-lite") }
        if allowsMixedExtensionForms { lines.append("a=extmap-allow-mixed") }
        if let mediaStreamSemantics { lines.append("a=msid-semantic: \(mediaStreamSemantics.serialize())") }
        lines += transport.lines
        lines += headerExtensions.map { "a=extmap:\($0.serialize())" }
        if let direction { lines.append("a=\(direction.rawValue)") }
        lines += otherAttributes.map { "a=\($0.serialize())" }
        for section in media { lines += section.lines }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

extension TransportAttributes {
    /// The lines of the attributes, without line ends.
    var lines: [String] {
        var lines = [String]()
        if let usernameFragment { lines.append("a=ice-ufrag:\(usernameFragment)") }
        if let password { lines.append("a=ice-pwd:\(password.value)") }
        if !iceOptions.isEmpty { lines.append("a=ice-options:\(iceOptions.joined(separator: " "))") }
        lines += fingerprints.map { "a=fingerprint:\($0.serialize())" }
        if let setup { lines.append("a=setup:\(setup.rawValue)") }
        if let tlsID { lines.append("a=tls-id:\(tlsID)") }
        return lines
    }
}

extension MediaDescription {
    /// The section's lines, `m=` first, without line ends; the address is never said.
    var lines: [String] {
        var lines = [
            "m=\(kind.token) \(port) \(transportProtocol.rawValue) \(formats.joined(separator: " "))",
            "c=IN IP4 0.0.0.0",
        ]
        lines += candidates.map { "a=\($0.serialize())" }
        if hasEndOfCandidates { lines.append("a=end-of-candidates") }
        lines += transport.lines
        if let mediaID { lines.append("a=mid:\(mediaID)") }
        if isBundleOnly { lines.append("a=bundle-only") }
        if let direction { lines.append("a=\(direction.rawValue)") }
        lines += rtpLines
        if let sctpPort { lines.append("a=sctp-port:\(sctpPort)") }
        if let maximumMessageSize { lines.append("a=max-message-size:\(maximumMessageSize)") }
        if let sctpInitiation { lines.append("a=sctp-init:\(Base64.serialize(sctpInitiation))") }
        lines += otherAttributes.map { "a=\($0.serialize())" }
        return lines
    }

    private var rtpLines: [String] {
        var lines = headerExtensions.map { "a=extmap:\($0.serialize())" }
        if allowsMixedExtensionForms { lines.append("a=extmap-allow-mixed") }
        lines += streams.map { "a=msid:\($0.serialize())" }
        if isRTCPMultiplexed { lines.append("a=rtcp-mux") }
        if isRTCPMultiplexedOnly { lines.append("a=rtcp-mux-only") }
        if hasReducedSizeRTCP { lines.append("a=rtcp-rsize") }
        lines += rtpMaps.map { "a=rtpmap:\($0.serialize())" }
        lines += feedback.map { "a=rtcp-fb:\($0.serialize())" }
        lines += formatParameters.map { "a=fmtp:\($0.serialize())" }
        lines += sourceGroups.map { "a=ssrc-group:\($0.serialize())" }
        lines += sources.map { "a=ssrc:\($0.serialize())" }
        return lines
    }
}
