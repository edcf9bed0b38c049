import Cryptography
import Testing
import Wire

@testable import Pairing

/// A service that wants to sit between host and customer of a number, with keys and a certificate of its own.
struct HostileRelayNumberTests {
    static let mallory = fingerprint(0x66)

    @Test func twoHonestHalvesWithOneInBetweenNeverFit() {
        var wins = 0
        for seed in 0..<1_000 {
            let world = World(cryptography: WeakCryptography(seed: UInt64(seed)))
            if attack(world, choosesNonce: false) { wins += 1 }
        }
        #expect(wins == 0)
    }

    @Test func aGuessWinsAsOftenAsTheDigitsHaveValues() {
        // Eight values instead of a million: the attack is a real one, and only the count of digits keeps it out.
        var wins = 0
        for seed in 0..<800 {
            let world = World(cryptography: WeakCryptography(seed: UInt64(seed), digitValueCount: 8))
            if attack(world, choosesNonce: false) { wins += 1 }
        }
        // Both the six and the four must fit: one in 64, 12.5 of 800.
        #expect((1...35).contains(wins))
    }

    @Test(arguments: [false, true])
    func choosingTheNonceLateWinsOnlyWhereTheCommitmentIsNotChecked(isCheckTakenOut: Bool) {
        var wins = 0
        for seed in 0..<100 {
            let cryptography = WeakCryptography(
                seed: UInt64(seed), isCheckTakenOut: isCheckTakenOut, digitValueCount: 8)
            if attack(World(cryptography: cryptography), choosesNonce: true) { wins += 1 }
        }
        #expect(wins == (isCheckTakenOut ? 100 : 0))
    }

    @Test(arguments: ["nonce", "publicKey", "fingerprint"])
    func aRevealThatDiffersFromTheCommitmentIsRefused(member: String) {
        let host = Party.numberHost(World(), fingerprint(0xA1))
        let customer = Party.numberCustomer(World(), fingerprint(0xC2))
        host.start()
        relay(host, customer) { payload, _ in
            guard case .reveal(var share) = PairingJSON().parsePairingMessage(payload) else { return [payload] }
            switch member {
            case "nonce": share.nonce[0] ^= 1
            case "publicKey": share.publicKey = SystemCryptography().makeAgreementKey().publicKey
            default: share.fingerprint = Self.mallory
            }
            return [PairingJSON().serialize(.reveal(share))]
        }
        #expect(customer.failure == .brokenCommitment)
    }

    @Test func aChangedCommitmentIsRefused() {
        let host = Party.numberHost(World(), fingerprint(0xA1))
        let customer = Party.numberCustomer(World(), fingerprint(0xC2))
        host.start()
        relay(host, customer) { payload, _ in
            guard case .commit(var commit) = PairingJSON().parsePairingMessage(payload) else { return [payload] }
            commit.commitment[31] ^= 1
            return [PairingJSON().serialize(.commit(commit))]
        }
        #expect(customer.failure == .brokenCommitment)
    }

    @Test func aCustomersShareChangedOnTheWayGivesOtherDigits() {
        let host = Party.numberHost(World(), fingerprint(0xA1))
        let customer = Party.numberCustomer(World(), fingerprint(0xC2))
        host.start()
        relay(host, customer) { payload, _ in
            guard case .numberHello(var share) = PairingJSON().parsePairingMessage(payload) else { return [payload] }
            share.fingerprint = Self.mallory
            return [PairingJSON().serialize(.numberHello(share))]
        }
        telephone(host, customer) { relay(host, customer) }
        #expect(customer.failure == .digitsDiffer)
        #expect(host.failure == .digitsDifferThere)
    }

    @Test func messagesOutOfOrderEndTheAttempt() {
        let coding = PairingJSON()
        let share = NumberShare(
            nonce: [UInt8](repeating: 1, count: 32), publicKey: SystemCryptography().makeAgreementKey().publicKey,
            fingerprint: Self.mallory)
        let commit = PairingMessage.commit(.init(commitment: [UInt8](repeating: 2, count: 32)))
        let sequences: [[PairingMessage]] = [
            [.reveal(share)], [.numberHello(share)], [commit, commit], [commit, .numberHello(share)],
            [.linkHello(.init(nonce: [UInt8](repeating: 3, count: 16)))], [.sealed(.init(counter: 0, box: []))],
        ]
        for sequence in sequences {
            let customer = Party.numberCustomer(World(), fingerprint(0xC2))
            for message in sequence { customer.handle(coding.serialize(message)) }
            #expect(customer.failure == .outOfOrder)
        }
    }

    @Test func aRevealThatComesAgainOrLateIsRefused() {
        let host = Party.numberHost(World(), fingerprint(0xA1))
        let customer = Party.numberCustomer(World(), fingerprint(0xC2))
        var reveal: String?
        host.start()
        relay(host, customer) { payload, _ in
            if case .reveal = PairingJSON().parsePairingMessage(payload) { reveal = payload }
            return [payload]
        }
        customer.handle(reveal ?? "")
        #expect(customer.failure == .outOfOrder)
        #expect(customer.type(host.readOut) == .notNow)
    }

    @Test func aKeyThatIsNoPointIsRefused() {
        for key in [[UInt8](repeating: 0, count: 65), [4] + [UInt8](repeating: 0xFF, count: 64)] {
            let host = Party.numberHost(World(), fingerprint(0xA1))
            let share = NumberShare(nonce: [UInt8](repeating: 1, count: 32), publicKey: key, fingerprint: Self.mallory)
            host.handle(PairingJSON().serialize(.numberHello(share)))
            #expect(host.failure == .invalidPublicKey)
        }
    }

    @Test func anOwnKeyThatComesBackIsRefused() {
        let context = World().context(fingerprint(0xC2))
        let (key, own) = NumberPairing.makeShare(context)
        var reflected = own
        reflected.fingerprint = Self.mallory
        #expect(throws: PairingFailure.reflected) {
            _ = try NumberPairing.agree(context, as: .customer, key: key, host: reflected, customer: own)
        }
    }

    /// Runs one attack and says whether both people took Mallory for each other.
    ///
    /// Mallory plays a customer towards the host and a host towards the customer. Who `choosesNonce` commits to nothing,
    /// waits for the customer's share and then looks for a nonce that gives the host's digits.
    private func attack(_ world: World, choosesNonce: Bool) -> Bool {
        let host = Party.numberHost(world, fingerprint(0xA1))
        let customer = Party.numberCustomer(world, fingerprint(0xC2))
        let towardsHost = Party.numberCustomer(world, Self.mallory)
        host.start()
        relay(host, towardsHost)
        // Mallory has both shares of this half and computes its digits, so she types them right.
        towardsHost.type(host.readOut)
        relay(host, towardsHost)

        let towardsCustomer: Party
        if choosesNonce {
            let forged = PairingMessage.commit(.init(commitment: [UInt8](repeating: 0, count: 32)))
            customer.handle(PairingJSON().serialize(forged))
            let hello = customer.takePayloads()
            let search = NonceSearch(world: world, hello: hello[0], mallory: Self.mallory)
            guard let host = search.host(givingDigitsOf: towardsHost, readOut: host.readOut) else { return false }
            towardsCustomer = host
            for payload in hello { towardsCustomer.handle(payload) }
        } else {
            towardsCustomer = Party.numberHost(world, Self.mallory)
            towardsCustomer.start()
        }
        relay(towardsCustomer, customer)

        // The people read to each other; nobody reads to Mallory, but she hears them.
        customer.type(host.readOut)
        relay(towardsCustomer, customer)
        host.type(customer.readBack)
        towardsCustomer.type(customer.readBack)
        relay(host, towardsHost)
        relay(towardsCustomer, customer)
        host.handle(certificate: Self.mallory)
        customer.handle(certificate: Self.mallory)
        return host.verified == Self.mallory && customer.verified == Self.mallory
    }
}
