import Cryptography
import Testing
import Wire

@testable import Pairing

/// Every derivation gives what other code computed.
struct VectorTests {
    let vectors: Vectors
    let context: PairingContext
    let cryptography = SystemCryptography()

    init() throws {
        vectors = try Vectors.load()
        context = PairingContext(
            session: SessionID(rawValue: vectors.session),
            localFingerprint: fingerprint(bytes(vectors.fingerprints.host)), cryptography: SystemCryptography(),
            coding: PairingJSON())
    }

    @Test func linkKeys() {
        let link = vectors.link
        let salt = context.linkSalt(hostNonce: bytes(link.hostNonce), customerNonce: bytes(link.customerNonce))
        #expect(salt.hexadecimal == link.salt)
        expect(context.deriveKeys(from: SecretBytes(bytes(link.secret)), salt: salt), equal: link.keys)
    }

    @Test func linkTags() {
        expectTags(vectors.link.tags, keys: vectors.link.keys)
        expectTags(vectors.number.tags, keys: vectors.number.keys)
        expectTags(vectors.introduction.tags, keys: vectors.introduction.keys)
    }

    @Test func sealedBoxes() throws {
        for example in vectors.link.sealed {
            let key = SecretBytes(
                bytes(
                    example.sender == "host"
                        ? vectors.link.keys.sealHostToCustomer : vectors.link.keys.sealCustomerToHost))
            let nonce = [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: example.counter >> (56 - 8 * $0)) }
            let data = LengthPrefixed([UInt8](vectors.session.utf8), [UInt8](example.sender.utf8)).bytes
            let box = cryptography.seal([UInt8](example.plaintext.utf8), key: key, nonce: nonce, associatedData: data)
            #expect(box.hexadecimal == example.box)
            let plaintext = cryptography.open(bytes(example.box), key: key, nonce: nonce, associatedData: data)
            #expect(plaintext == [UInt8](example.plaintext.utf8))
        }
    }

    @Test func aChannelSealsAsTheExampleDoes() throws {
        let link = vectors.link
        var channel = SealedChannel(
            context: context, role: .host,
            keys: context.deriveKeys(from: SecretBytes(bytes(link.secret)), salt: bytes(link.salt)))
        guard case .relay(let payload) = channel.seal(.endOfCandidates),
            case .sealed(let sealed) = PairingJSON().parsePairingMessage(payload)
        else {
            Issue.record("nothing sealed")
            return
        }
        #expect(sealed.counter == 0)
        #expect(sealed.box.hexadecimal == link.sealed[0].box)
    }

    @Test func numberDerivations() throws {
        let number = vectors.number
        let host = share(number.host)
        let customer = share(number.customer)
        #expect(context.commitment(to: host).hexadecimal == number.commitment)
        let transcript = context.transcript(host: host, customer: customer)
        #expect(transcript.hexadecimal == number.transcript)
        let key = AgreementKey(privateKey: SecretBytes(bytes(number.host.privateKey)), publicKey: host.publicKey)
        let secret = try #require(cryptography.agree(key, with: customer.publicKey))
        #expect(secret.bytes.hexadecimal == number.sharedSecret)
        expect(context.deriveKeys(from: secret, salt: transcript), equal: number.keys)
        let digits = try #require(context.deriveDigits(from: secret, salt: transcript))
        #expect(digits.readOut == number.digits.readOut)
        #expect(digits.readBack == number.digits.readBack)
    }

    @Test func introductionKeys() {
        let introduction = vectors.introduction
        let transcript = context.introductionTranscript(
            pair: introduction.pair,
            offering: IntroductionShare(
                nonce: bytes(introduction.offeringNonce),
                fingerprint: fingerprint(bytes(vectors.fingerprints.host))),
            answering: IntroductionShare(
                nonce: bytes(introduction.answeringNonce),
                fingerprint: fingerprint(bytes(vectors.fingerprints.customer))))
        #expect(transcript.hexadecimal == introduction.transcript)
        let secret = SecretBytes(bytes(introduction.secret))
        expect(context.deriveIntroductionKeys(from: secret, salt: transcript), equal: introduction.keys)
    }

    @Test func digitsOfWords() {
        for example in vectors.digits {
            let digits = PairingDigits(randomBytes: bytes(example.bytes))
            #expect(digits.map { Vectors.Digits(readOut: $0.readOut, readBack: $0.readBack) } == example.digits)
        }
    }

    private func share(_ share: Vectors.Share) -> NumberShare {
        NumberShare(
            nonce: bytes(share.nonce), publicKey: bytes(share.publicKey),
            fingerprint: fingerprint(bytes(share.fingerprint)))
    }

    private func expect(_ keys: PairingKeys, equal expected: Vectors.Keys) {
        #expect(keys.sealHostToCustomer.bytes.hexadecimal == expected.sealHostToCustomer)
        #expect(keys.sealCustomerToHost.bytes.hexadecimal == expected.sealCustomerToHost)
        #expect(keys.macHost.bytes.hexadecimal == expected.macHost)
        #expect(keys.macCustomer.bytes.hexadecimal == expected.macCustomer)
    }

    private func expectTags(_ tags: Vectors.Pair, keys: Vectors.Keys) {
        let host = fingerprint(bytes(vectors.fingerprints.host))
        let customer = fingerprint(bytes(vectors.fingerprints.customer))
        for (role, tag, key) in [
            (PairingRole.host, tags.host, keys.macHost), (.customer, tags.customer, keys.macCustomer),
        ] {
            let input = context.fingerprintTagInput(sender: role, host: host, customer: customer)
            #expect(cryptography.authenticate(input, key: SecretBytes(bytes(key))).hexadecimal == tag)
            #expect(cryptography.isValid(bytes(tag), for: input, key: SecretBytes(bytes(key))))
        }
    }
}
