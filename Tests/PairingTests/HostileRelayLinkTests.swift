import Cryptography
import Testing
import Wire

@testable import Pairing

/// A service that wants to sit between host and customer of a link, with a certificate of its own.
struct HostileRelayLinkTests {
    static let mallory = fingerprint(0x66)

    @Test func withoutTheSecretItOpensNothing() {
        for _ in 0..<200 {
            let host = Party.linkHost(World(), fingerprint(0xA1))
            let customer = Party.linkCustomer(World(), fingerprint(0xC2))
            var guessed = World()
            guessed.secret = SecretBytes(SystemCryptography().randomBytes(32))
            let towardsHost = Party.linkCustomer(guessed, Self.mallory)
            let towardsCustomer = Party.linkHost(guessed, Self.mallory)
            customer.start()
            towardsHost.start()
            relay(host, towardsHost)
            relay(towardsCustomer, customer)
            host.handle(certificate: Self.mallory)
            customer.handle(certificate: Self.mallory)
            #expect(host.verified == nil && customer.verified == nil)
            #expect(customer.failure == .secretDiffers)
        }
    }

    @Test func passingBoxesOnDoesNotMakeItsCertificatePass() {
        let host = Party.linkHost(World(), fingerprint(0xA1))
        let customer = Party.linkCustomer(World(), fingerprint(0xC2))
        customer.start()
        relay(host, customer)
        host.handle(certificate: Self.mallory)
        customer.handle(certificate: Self.mallory)
        #expect(host.failure == .wrongFingerprint)
        #expect(customer.failure == .wrongFingerprint)
    }

    @Test func aChangedBoxIsRefused() {
        let host = Party.linkHost(World(), fingerprint(0xA1))
        let customer = Party.linkCustomer(World(), fingerprint(0xC2))
        customer.start()
        relay(host, customer) { payload, _ in
            guard case .sealed(var sealed) = PairingJSON().parsePairingMessage(payload) else { return [payload] }
            sealed.box[0] ^= 1
            return [PairingJSON().serialize(.sealed(sealed))]
        }
        #expect(customer.failure == .secretDiffers)
    }

    @Test(arguments: [false, true])
    func evenWithTheSealingKeysTheTagsKeepItOut(isCheckTakenOut: Bool) {
        var wins = 0
        for _ in 0..<200 {
            var world = World()
            world.cryptography = WeakCryptography(isCheckTakenOut: isCheckTakenOut, areSealKeysLeaked: true)
            let host = Party.linkHost(world, fingerprint(0xA1))
            let customer = Party.linkCustomer(world, fingerprint(0xC2))
            let resealer = Resealer(session: world.session)
            customer.start()
            relay(host, customer) { payload, sender in
                [resealer.swapFingerprint(in: payload, sender: sender, for: Self.mallory)]
            }
            host.handle(certificate: Self.mallory)
            customer.handle(certificate: Self.mallory)
            if host.verified == Self.mallory, customer.verified == Self.mallory { wins += 1 }
        }
        // Where the check is taken out the same relay wins every time, so this test would notice its absence.
        #expect(wins == (isCheckTakenOut ? 200 : 0))
    }

    @Test(arguments: ["reflected", "dropped", "ofAnotherSession", "short"])
    func aForgedConfirmationIsRefused(kind: String) {
        var world = World()
        world.cryptography = WeakCryptography(areSealKeysLeaked: true)
        let host = Party.linkHost(world, fingerprint(0xA1))
        let customer = Party.linkCustomer(world, fingerprint(0xC2))
        let resealer = Resealer(session: world.session)
        let foreignTag = Self.hostTagOfAnotherSession(world)
        var customerTag: [UInt8] = []
        customer.start()
        relay(host, customer) { payload, sender in
            switch resealer.open(payload, sender: sender) {
            case .description(let description) where sender == .customer:
                customerTag = description.tag ?? []
                return [payload]
            case .confirm:
                switch kind {
                case "reflected":
                    return [resealer.reseal(payload, sender: sender, as: .confirm(.init(tag: customerTag)))]
                case "ofAnotherSession":
                    return [resealer.reseal(payload, sender: sender, as: .confirm(.init(tag: foreignTag)))]
                case "short": return [resealer.reseal(payload, sender: sender, as: .confirm(.init(tag: [1, 2, 3])))]
                default: return []
                }
            default: return [payload]
            }
        }
        customer.handle(certificate: fingerprint(0xA1))
        #expect(!customer.isVerified)
        if kind == "short" { #expect(customer.failure == .malformed) }
        if kind == "reflected" || kind == "ofAnotherSession" { #expect(customer.failure == .wrongTag) }
    }

    @Test func anAnswerWithoutATagIsRefused() {
        var world = World()
        world.cryptography = WeakCryptography(areSealKeysLeaked: true)
        let host = Party.linkHost(world, fingerprint(0xA1))
        let customer = Party.linkCustomer(world, fingerprint(0xC2))
        let resealer = Resealer(session: world.session)
        customer.start()
        relay(host, customer) { payload, sender in
            guard case .description(var description) = resealer.open(payload, sender: sender), sender == .customer
            else { return [payload] }
            description.tag = nil
            return [resealer.reseal(payload, sender: sender, as: .description(description))]
        }
        #expect(host.failure == .outOfOrder)
    }

    @Test func anEarlierAttemptCannotBeReplayed() {
        let firstHost = Party.linkHost(World(), fingerprint(0xA1))
        let firstCustomer = Party.linkCustomer(World(), fingerprint(0xC2))
        var recorded: [String] = []
        firstCustomer.start()
        relay(firstHost, firstCustomer) { payload, sender in
            if sender == .customer { recorded.append(payload) }
            return [payload]
        }
        // The same nonce and the same boxes, to a host that still accepts the secret.
        let host = Party.linkHost(World(), fingerprint(0xA1))
        for payload in recorded { host.handle(payload) }
        #expect(host.failure == .secretDiffers)
    }

    @Test func boxesComeOnceAndInOrder() {
        for mode in ["twice", "swapped", "missing"] {
            let host = Party.linkHost(World(), fingerprint(0xA1))
            let customer = Party.linkCustomer(World(), fingerprint(0xC2))
            customer.start()
            relay(host, customer)
            customer.add("candidate:1")
            customer.add("candidate:2")
            let payloads = customer.takePayloads()
            switch mode {
            case "twice": for payload in [payloads[0], payloads[0]] { host.handle(payload) }
            case "swapped": for payload in payloads.reversed() { host.handle(payload) }
            default: host.handle(payloads[1])
            }
            #expect(host.failure == .notSealedByPeer)
        }
    }

    @Test func aGreetingThatComesBackIsRefused() {
        let customer = Party.linkCustomer(World(), fingerprint(0xC2))
        customer.start()
        for payload in customer.takePayloads() { customer.handle(payload) }
        #expect(customer.failure == .reflected)
    }

    @Test(arguments: ["", "%", "AAAA", "e30"])
    func whatIsNoMessageEndsTheAttemptInEitherHalf(payload: String) {
        let opening = Party.linkHost(World(), fingerprint(0xA1))
        opening.handle(payload)
        #expect(opening.failure == .malformed)
        let host = Party.linkHost(World(), fingerprint(0xA1))
        let customer = Party.linkCustomer(World(), fingerprint(0xC2))
        customer.start()
        relay(host, customer)
        host.handle(payload)
        #expect(host.failure == .malformed)
    }

    @Test func twoSidesOfOneRoleDoNotPair() {
        let one = Party.linkCustomer(World(), fingerprint(0xC1))
        let other = Party.linkCustomer(World(), fingerprint(0xC2))
        one.start()
        other.start()
        relay(one, other)
        one.handle(certificate: fingerprint(0xC2))
        other.handle(certificate: fingerprint(0xC1))
        #expect(!one.isVerified && !other.isVerified)
    }

    private static func hostTagOfAnotherSession(_ world: World) -> [UInt8] {
        var other = world
        other.session = SessionID(rawValue: "b3RoZXI")
        let context = other.context(fingerprint(0xA1))
        let keys = context.deriveKeys(from: world.secret, salt: [])
        return SealedChannel(context: context, role: .host, keys: keys).makeTag(remoteFingerprint: fingerprint(0xC2))
    }
}
