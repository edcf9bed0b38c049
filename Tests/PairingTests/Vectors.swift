import Cryptography
import Foundation
import Pairing
import Wire

/// `Tests/Vectors/pairing.json`, which `make_pairing_vectors.py` computes with code that shares nothing with ours.
struct Vectors: Decodable {
    let session: String
    let fingerprints: Pair
    let link: Link
    let number: Number
    let introduction: Introduction
    let digits: [DigitCase]

    struct Pair: Decodable {
        let host: String
        let customer: String
    }

    struct Keys: Decodable {
        let sealHostToCustomer: String
        let sealCustomerToHost: String
        let macHost: String
        let macCustomer: String
    }

    struct Sealed: Decodable {
        let sender: String
        let counter: Int
        let plaintext: String
        let box: String
    }

    struct Link: Decodable {
        let secret: String
        let hostNonce: String
        let customerNonce: String
        let salt: String
        let keys: Keys
        let tags: Pair
        let sealed: [Sealed]
    }

    struct Introduction: Decodable {
        let pair: String
        let secret: String
        let offeringNonce: String
        let answeringNonce: String
        let transcript: String
        let keys: Keys
        let tags: Pair
    }

    struct Share: Decodable {
        let privateKey: String
        let publicKey: String
        let nonce: String
        let fingerprint: String
    }

    struct Number: Decodable {
        let host: Share
        let customer: Share
        let commitment: String
        let transcript: String
        let sharedSecret: String
        let keys: Keys
        let tags: Pair
        let digits: Digits
    }

    struct Digits: Decodable, Equatable {
        let readOut: String
        let readBack: String
    }

    struct DigitCase: Decodable {
        let bytes: String
        let digits: Digits?
    }

    static func load() throws -> Vectors {
        try JSONDecoder().decode(Vectors.self, from: data())
    }

    /// The JSON text of each example in one of the lists of messages.
    static func messages(_ list: String) throws -> [[UInt8]] {
        let whole = try JSONSerialization.jsonObject(with: data()) as? [String: Any]
        let examples = whole?[list] as? [[String: Any]] ?? []
        return try examples.map { [UInt8](try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)) }
    }

    private static func data() throws -> Data {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: tests.appending(path: "Vectors/pairing.json"))
    }
}

/// The bytes of hexadecimal digits that the test itself wrote.
func bytes(_ hexadecimal: String) -> [UInt8] {
    guard let bytes = [UInt8](hexadecimal: hexadecimal) else { preconditionFailure("not hexadecimal") }
    return bytes
}

/// A fingerprint of 32 equal bytes.
func fingerprint(_ byte: UInt8) -> CertificateFingerprint {
    fingerprint([UInt8](repeating: byte, count: CertificateFingerprint.byteCount))
}

func fingerprint(_ bytes: [UInt8]) -> CertificateFingerprint {
    guard let fingerprint = CertificateFingerprint(bytes) else { preconditionFailure("not 32 bytes") }
    return fingerprint
}
