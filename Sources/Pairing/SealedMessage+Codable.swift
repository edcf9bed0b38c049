/// JSON: the payload's members beside a `type` that names the case.
extension SealedMessage: Codable {
    /// The `type` member of each message, which for a description stands beside its `kind`.
    private enum Kind: String, Codable {
        case digitsMatched
        case description
        case candidate
        case endOfCandidates
        case confirm
        case restart
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .digitsMatched: self = .digitsMatched
        case .description: self = .description(try Description(from: decoder))
        case .candidate: self = .candidate(try Candidate(from: decoder))
        case .endOfCandidates: self = .endOfCandidates
        case .confirm: self = .confirm(try Confirm(from: decoder))
        case .restart: self = .restart
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .digitsMatched: try container.encode(Kind.digitsMatched, forKey: .type)
        case .description(let message):
            try container.encode(Kind.description, forKey: .type)
            try message.encode(to: encoder)
        case .candidate(let message):
            try container.encode(Kind.candidate, forKey: .type)
            try message.encode(to: encoder)
        case .endOfCandidates: try container.encode(Kind.endOfCandidates, forKey: .type)
        case .confirm(let message):
            try container.encode(Kind.confirm, forKey: .type)
            try message.encode(to: encoder)
        case .restart: try container.encode(Kind.restart, forKey: .type)
        }
    }
}

extension SealedMessage.Description: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind
        case sdp
        case tag
        case restart
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        sdp = try container.decode(String.self, forKey: .sdp)
        tag =
            container.contains(.tag)
            ? try container.decodeBytes(count: SealedMessage.tagByteCount, forKey: .tag) : nil
        restart = try container.decodeIfPresent(Int.self, forKey: .restart)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(sdp, forKey: .sdp)
        if let tag { try container.encodeBytes(tag, forKey: .tag) }
        try container.encodeIfPresent(restart, forKey: .restart)
    }
}

extension SealedMessage.Confirm: Codable {
    private enum CodingKeys: String, CodingKey {
        case tag
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tag = try container.decodeBytes(count: SealedMessage.tagByteCount, forKey: .tag)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeBytes(tag, forKey: .tag)
    }
}
