import Crypto
import Cryptography
import Pairing
import Synchronization
import TestSupport

/// The real primitives, with a generator that a seed repeats, and with parts taken out to show that a test would notice.
struct WeakCryptography: PairingCryptography {
    private let generator: Generator?
    /// Every tag and every commitment passes.
    var isCheckTakenOut = false
    /// The digits have only this many values each, so that a guess succeeds often enough to be counted.
    var digitValueCount: UInt32?
    /// Both sealing keys are known to everybody, so that only the tags are left.
    var areSealKeysLeaked = false

    private let system = SystemCryptography()

    init(
        seed: UInt64? = nil, isCheckTakenOut: Bool = false, digitValueCount: UInt32? = nil,
        areSealKeysLeaked: Bool = false
    ) {
        generator = seed.map(Generator.init(seed:))
        self.isCheckTakenOut = isCheckTakenOut
        self.digitValueCount = digitValueCount
        self.areSealKeysLeaked = areSealKeysLeaked
    }

    func randomBytes(_ count: Int) -> [UInt8] { generator?.bytes(count) ?? system.randomBytes(count) }

    func hash(_ bytes: [UInt8]) -> [UInt8] { system.hash(bytes) }

    func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { isCheckTakenOut || system.areEqual(left, right) }

    func deriveBytes(_ count: Int, from inputKey: SecretBytes, salt: [UInt8], info: String) -> SecretBytes {
        if areSealKeysLeaked, info.contains("seal") { return Self.leakedKey }
        let bytes = system.deriveBytes(count, from: inputKey, salt: salt, info: info)
        guard let digitValueCount, info.hasSuffix("digits") else { return bytes }
        return SecretBytes(
            stride(from: 0, to: bytes.bytes.count, by: 4).flatMap { offset -> [UInt8] in
                [0, 0, 0, UInt8(UInt32(bytes.bytes[offset + 3]) % digitValueCount)]
            })
    }

    func authenticate(_ message: [UInt8], key: SecretBytes) -> [UInt8] { system.authenticate(message, key: key) }

    func isValid(_ tag: [UInt8], for message: [UInt8], key: SecretBytes) -> Bool {
        isCheckTakenOut || system.isValid(tag, for: message, key: key)
    }

    func seal(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
        system.seal(plaintext, key: key, nonce: nonce, associatedData: associatedData)
    }

    func open(_ box: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
        system.open(box, key: key, nonce: nonce, associatedData: associatedData)
    }

    func makeAgreementKey() -> AgreementKey {
        // Half of the range of scalars, so that every one is below the curve's order.
        guard var scalar = generator?.bytes(32) else { return system.makeAgreementKey() }
        scalar[0] >>= 1
        guard let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: scalar) else {
            return system.makeAgreementKey()
        }
        return AgreementKey(
            privateKey: SecretBytes(scalar), publicKey: [UInt8](key.publicKey.x963Representation))
    }

    func agree(_ key: AgreementKey, with publicKey: [UInt8]) -> SecretBytes? { system.agree(key, with: publicKey) }

    static let leakedKey = SecretBytes([UInt8](repeating: 0x5E, count: 32))

    private final class Generator: Sendable {
        private let random: Mutex<SeededRandom>

        init(seed: UInt64) {
            random = Mutex(SeededRandom(seed: seed))
        }

        func bytes(_ count: Int) -> [UInt8] { random.withLock { $0.bytes(count) } }
    }
}
