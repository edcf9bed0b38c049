/// JSON: the payload's members beside a `type` that names the case.
extension PairingMessage: Codable {
    private enum Kind: String, Codable {
        case linkHello
        case introductionHello
        case commit
        case numberHello
        case reveal
        case mismatch
        case sealed
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .linkHello: self = .linkHello(try LinkHello(from: decoder))
        case .introductionHello: self = .introductionHello(try IntroductionHello(from: decoder))
        case .commit: self = .commit(try Commit(from: decoder))
        case .numberHello: self = .numberHello(try NumberShare(from: decoder))
        case .reveal: self = .reveal(try NumberShare(from: decoder))
        case .mismatch: self = .mismatch
        case .sealed: self = .sealed(try Sealed(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .linkHello(let message):
            try container.encode(Kind.linkHello, forKey: .type)
            try message.encode(to: encoder)
        case .introductionHello(let message):
            try container.encode(Kind.introductionHello, forKey: .type)
            try message.encode(to: encoder)
        case .commit(let message):
            try container.encode(Kind.commit, forKey: .type)
            try message.encode(to: encoder)
        case .numberHello(let message):
            try container.encode(Kind.numberHello, forKey: .type)
            try message.encode(to: encoder)
        case .reveal(let message):
            try container.encode(Kind.reveal, forKey: .type)
            try message.encode(to: encoder)
        case .mismatch: try container.encode(Kind.mismatch, forKey: .type)
        case .sealed(let message):
            try container.encode(Kind.sealed, forKey: .type)
            try message.encode(to: encoder)
        }
    }
}

extension PairingMessage.LinkHello: Codable {
    private enum CodingKeys: String, CodingKey {
        case nonce
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        nonce = try container.decodeBytes(count: Self.nonceByteCount, forKey: .nonce)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeBytes(nonce, forKey: .nonce)
    }
}

extension PairingMessage.IntroductionHello: Codable {
    private enum CodingKeys: String, CodingKey {
        case nonce
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        nonce = try container.decodeBytes(count: Self.nonceByteCount, forKey: .nonce)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeBytes(nonce, forKey: .nonce)
    }
}

extension PairingMessage.Commit: Codable {
    private enum CodingKeys: String, CodingKey {
        case commitment
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        commitment = try container.decodeBytes(count: 32, forKey: .commitment)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeBytes(commitment, forKey: .commitment)
    }
}

extension PairingMessage.Sealed: Codable {
    private enum CodingKeys: String, CodingKey {
        case counter
        case box
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        counter = try container.decode(Int.self, forKey: .counter)
        box = try container.decodeBytes(forKey: .box)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(counter, forKey: .counter)
        try container.encodeBytes(box, forKey: .box)
    }
}
