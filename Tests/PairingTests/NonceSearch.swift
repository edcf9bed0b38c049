import Cryptography
import Wire

@testable import Pairing

/// What somebody in the middle does who has seen the customer's share before choosing their own: try nonces until the
/// digits are those that the host reads out.
struct NonceSearch {
    let world: World
    /// The customer's `numberHello`.
    let hello: String
    let mallory: CertificateFingerprint

    /// A host's side towards the customer whose digits are the ones of `other`'s half.
    func host(givingDigitsOf other: Party, readOut: String?) -> Party? {
        guard case .numberHello(let customer) = PairingJSON().parsePairingMessage(hello) else { return nil }
        let context = world.context(mallory)
        let key = SystemCryptography().makeAgreementKey()
        guard let secret = world.cryptography.agree(key, with: customer.publicKey) else { return nil }
        for count in 0..<10_000 {
            let nonce = world.cryptography.hash([UInt8]("nonce \(count)".utf8))
            let share = NumberShare(nonce: nonce, publicKey: key.publicKey, fingerprint: mallory)
            let salt = context.transcript(host: share, customer: customer)
            guard let digits = context.deriveDigits(from: secret, salt: salt),
                digits.readOut == readOut, digits.readBack == other.readBack
            else { continue }
            var chosen = world
            chosen.cryptography = ChosenCryptography(base: world.cryptography, nonce: nonce, key: key)
            return Party.numberHost(chosen, mallory)
        }
        return nil
    }
}

/// Gives a nonce and a key that somebody chose instead of random ones.
private struct ChosenCryptography: PairingCryptography {
    let base: any PairingCryptography
    let nonce: [UInt8]
    let key: AgreementKey

    func randomBytes(_ count: Int) -> [UInt8] { nonce }
    func makeAgreementKey() -> AgreementKey { key }

    func hash(_ bytes: [UInt8]) -> [UInt8] { base.hash(bytes) }
    func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { base.areEqual(left, right) }
    func deriveBytes(_ count: Int, from inputKey: SecretBytes, salt: [UInt8], info: String) -> SecretBytes {
        base.deriveBytes(count, from: inputKey, salt: salt, info: info)
    }
    func authenticate(_ message: [UInt8], key: SecretBytes) -> [UInt8] { base.authenticate(message, key: key) }
    func isValid(_ tag: [UInt8], for message: [UInt8], key: SecretBytes) -> Bool {
        base.isValid(tag, for: message, key: key)
    }
    func seal(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
        base.seal(plaintext, key: key, nonce: nonce, associatedData: associatedData)
    }
    func open(_ box: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
        base.open(box, key: key, nonce: nonce, associatedData: associatedData)
    }
    func agree(_ key: AgreementKey, with publicKey: [UInt8]) -> SecretBytes? { base.agree(key, with: publicKey) }
}
