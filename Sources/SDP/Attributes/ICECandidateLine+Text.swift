package import Wire

extension ICECandidateLine {
    /// The longest line that is read, in bytes.
    package static let maximumByteCount = 1_024

    /// Parses a line with or without `a=` before it.
    /// - Throws: `ParseError.invalid` naming the part that does not follow the grammar.
    package static func parse(_ line: some StringProtocol) throws(ParseError) -> ICECandidateLine {
        guard line.utf8.count <= maximumByteCount else { throw .invalid("candidate length") }
        var text = Substring(line)
        for prefix in ["a=", "candidate:"] where text.hasPrefix(prefix) {
            text = Substring(text.utf8.dropFirst(prefix.utf8.count))
        }
        return try parse(value: text)
    }

    /// Parses what follows `candidate:`.
    static func parse(value: Substring) throws(ParseError) -> ICECandidateLine {
        let words = value.words
        guard words.count >= 8, words[6] == "typ" else { throw .invalid("candidate") }
        guard words.allSatisfy(\.isToken) else { throw .invalid("candidate characters") }
        guard 1...32 ~= words[0].utf8.count, words[0].isICEText else { throw .invalid("foundation") }
        guard let component = words[1].decimal(UInt16.self), 1...256 ~= component else {
            throw .invalid("component")
        }
        guard let priority = words[3].decimal(UInt32.self) else { throw .invalid("priority") }
        guard 1...255 ~= words[4].utf8.count else { throw .invalid("address") }
        guard let port = words[5].decimal(UInt16.self) else { throw .invalid("port") }
        var candidate = ICECandidateLine(
            foundation: String(words[0]), component: component, transport: words[2].lowercased(), priority: priority,
            address: String(words[4]), port: port, type: CandidateType(token: words[7]))
        try candidate.apply(Array(words.dropFirst(8)))
        return candidate
    }

    /// Runs the parser on arbitrary bytes, for a fuzzer.
    package static func fuzz(_ bytes: [UInt8]) {
        if let candidate = try? parse(String(decoding: bytes, as: UTF8.self)) {
            _ = try? parse(candidate.serialize())
        }
    }

    /// Reads the pairs behind the type.
    private mutating func apply(_ words: [Substring]) throws(ParseError) {
        guard words.count.isMultiple(of: 2) else { throw .invalid("candidate extension") }
        for index in stride(from: 0, to: words.count, by: 2) {
            let value = words[index + 1]
            switch words[index] {
            case "raddr": relatedAddress = Redacted(String(value))
            case "rport":
                guard let port = value.decimal(UInt16.self) else { throw .invalid("rport") }
                relatedPort = port
            case "tcptype":
                guard let type = TCPType(rawValue: String(value)) else { throw .invalid("tcptype") }
                tcpType = type
            default: extensions.append(Extension(name: String(words[index]), value: String(value)))
            }
        }
    }

    /// The line from `candidate:` on, without `a=`; the form that browsers take in `addIceCandidate`.
    package func serialize() -> String {
        var words = [
            "candidate:\(foundation)", "\(component)", transport, "\(priority)", address.value, "\(port)", "typ",
            type.token,
        ]
        if let relatedAddress { words += ["raddr", relatedAddress.value] }
        if let relatedPort { words += ["rport", "\(relatedPort)"] }
        if let tcpType { words += ["tcptype", tcpType.rawValue] }
        for pair in extensions { words += [pair.name, pair.value] }
        return words.joined(separator: " ")
    }
}

extension ICECandidateLine.CandidateType {
    /// Reads the word behind `typ`.
    init(token: Substring) {
        switch token {
        case "host": self = .host
        case "srflx": self = .serverReflexive
        case "prflx": self = .peerReflexive
        case "relay": self = .relayed
        default: self = .other(String(token))
        }
    }

    /// The word behind `typ`.
    var token: String {
        switch self {
        case .host: "host"
        case .serverReflexive: "srflx"
        case .peerReflexive: "prflx"
        case .relayed: "relay"
        case .other(let token): token
        }
    }
}
