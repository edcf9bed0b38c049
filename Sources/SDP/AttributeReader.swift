import Wire

/// One attribute on its way into a typed property; it knows the line for the error.
struct AttributeReader {
    /// The attribute as it stands.
    let attribute: RawAttribute
    /// Where it stands, counted from 1.
    let line: Int

    /// What follows the colon; empty for a property attribute.
    var value: Substring { Substring(attribute.value ?? "") }

    /// Parses the value.
    /// - Throws: `SDPError.malformedAttribute` when `parse` gives `nil`.
    func read<Value>(_ name: StaticString, _ parse: (Substring) -> Value?) throws(SDPError) -> Value {
        guard let result = parse(value) else { throw .malformedAttribute(name, line: line) }
        return result
    }

    /// A single word of visible characters.
    func readToken(_ name: StaticString) throws(SDPError) -> String {
        try read(name) { $0.isToken ? String($0) : nil }
    }
}

extension TransportAttributes {
    /// Takes an attribute that describes the transport; `false` when it is another one, or not read here.
    mutating func apply(_ reader: AttributeReader) throws(SDPError) -> Bool {
        switch reader.attribute.name {
        case "ice-ufrag":
            usernameFragment = try reader.read("ice-ufrag") {
                ICECredentials.isUsernameFragment($0) ? String($0) : nil
            }
        case "ice-pwd":
            password = try reader.read("ice-pwd") { ICECredentials.isPassword($0) ? Redacted(String($0)) : nil }
        case "ice-options": iceOptions = reader.value.words.map { String($0) }
        case "setup": setup = try reader.read("setup") { SetupRole(rawValue: String($0)) }
        case "tls-id": tlsID = try reader.readToken("tls-id")
        case "fingerprint": return try apply(fingerprint: reader)
        default: return false
        }
        return true
    }

    private mutating func apply(fingerprint reader: AttributeReader) throws(SDPError) -> Bool {
        switch Fingerprint.parse(reader.value) {
        case .accepted(let fingerprint):
            if !fingerprints.contains(fingerprint) { fingerprints.append(fingerprint) }
            return true
        case .ignored: return false
        case .refused: throw .refusedHashFunction(line: reader.line)
        case .malformed: throw .malformedAttribute("fingerprint", line: reader.line)
        }
    }
}

extension SessionDescription {
    /// Takes an attribute of the session level.
    mutating func apply(_ attribute: RawAttribute, line: Int) throws(SDPError) {
        let reader = AttributeReader(attribute: attribute, line: line)
        if try transport.apply(reader) { return }
        switch attribute.name {
        case "group": groups.append(try reader.read("group", Group.parse))
        case "msid-semantic":
            mediaStreamSemantics = try reader.read("msid-semantic", MediaStreamSemantics.parse)
        case "ice-lite": isICELite = true
        case "extmap-allow-mixed": allowsMixedExtensionForms = true
        case "extmap": headerExtensions.append(try reader.read("extmap", HeaderExtensionMapping.parse))
        case "sendrecv", "sendonly", "recvonly", "inactive": direction = MediaDirection(rawValue: attribute.name)
        default: otherAttributes.append(attribute)
        }
    }
}
