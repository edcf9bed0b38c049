import Crypto
import Cryptography
import Testing

@Suite("A publisher's signature")
struct PublisherKeyTests {
    private let package = SHA256.hash(data: Array("a package".utf8))

    @Test("It fits the package and the key that made it, also after both keys were written down")
    func fits() throws {
        let key = try PublisherKey(pem: PublisherKey().pem)
        let publicKey = try PublisherPublicKey(pem: key.publicKey.pem)
        let signature = try key.sign(package)
        #expect(publicKey.accepts(signature, of: package))
        #expect(publicKey.fingerprint == key.publicKey.fingerprint)
        #expect(publicKey.fingerprint.count == 64)
        #expect(!publicKey.accepts(signature, of: SHA256.hash(data: Array("another".utf8))))
        #expect(!PublisherKey().publicKey.accepts(signature, of: package))
    }

    @Test("No damaged signature fits, and none of any length traps")
    func damaged() throws {
        let key = PublisherKey()
        let signature = try key.sign(package)
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!key.publicKey.accepts(changed, of: package), "byte \(index)")
        }
        for count in 0..<signature.count {
            #expect(!key.publicKey.accepts(Array(signature.prefix(count)), of: package), "\(count) bytes")
        }
        #expect(!key.publicKey.accepts(Array(repeating: 0xFF, count: 10_000), of: package))
    }

    @Test("What is no key is not taken for one", arguments: ["", "nonsense", "-----BEGIN PUBLIC KEY-----"])
    func noKey(pem: String) {
        #expect(throws: (any Error).self) { try PublisherPublicKey(pem: pem) }
        #expect(throws: (any Error).self) { try PublisherKey(pem: pem) }
    }

    @Test("The digest is written as sha256sum writes it")
    func digest() {
        #expect(
            Digest.describe(SHA256.hash(data: Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
