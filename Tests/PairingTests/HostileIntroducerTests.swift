import Cryptography
import TestSupport
import Testing
import Wire

@testable import Pairing

/// Whoever carries what an introduced pair says and wants to sit between the two, with a certificate of its own.
struct HostileIntroducerTests {
    static let mallory = fingerprint(0x66)
    static let offerer = fingerprint(0xA1)
    static let answerer = fingerprint(0xC2)

    /// It has the sealing keys and may open, change and seal again whatever it carries.
    @Test(arguments: 0..<400)
    func aCarrierThatChangesDropsReordersAndReplaysGainsNothing(seed: Int) {
        var world = World()
        world.cryptography = WeakCryptography(areSealKeysLeaked: true)
        let offering = Party.offering(world, Self.offerer, to: Self.answerer)
        let answering = Party.answering(world, Self.answerer, to: Self.offerer)
        var carrier = Carrier(session: world.session, seed: UInt64(seed))
        answering.start()
        relay(offering, answering) { payload, sender in carrier.carry(payload, sender: sender) }
        let isHonestEnd = seed % 2 == 0
        offering.handle(certificate: isHonestEnd ? Self.answerer : Self.mallory)
        answering.handle(certificate: isHonestEnd ? Self.offerer : Self.mallory)
        #expect(offering.verified == nil || offering.verified == Self.answerer)
        #expect(answering.verified == nil || answering.verified == Self.offerer)
        for party in [offering, answering] {
            // What reaches the peer connection names the promised certificate, or nothing does.
            #expect(!party.descriptions.contains { $0.sdp == descriptionLine(of: Self.mallory) })
        }
    }

    @Test func aCarrierThatDoesNothingLetsThePairThrough() {
        let offering = Party.offering(World(), Self.offerer, to: Self.answerer)
        let answering = Party.answering(World(), Self.answerer, to: Self.offerer)
        answering.start()
        relay(offering, answering)
        offering.handle(certificate: Self.answerer)
        answering.handle(certificate: Self.offerer)
        #expect(offering.isVerified && answering.isVerified)
    }

    /// With the sealing keys, and with every tag accepted, the pinned fingerprints alone are left.
    @Test(arguments: [true, false])
    func thePinnedFingerprintAloneKeepsItOut(isPinned: Bool) {
        var wins = 0
        for _ in 0..<200 {
            var world = World()
            world.cryptography = WeakCryptography(isCheckTakenOut: true, areSealKeysLeaked: true)
            let offering = Party.offering(world, Self.offerer, to: Self.answerer, isPinned: isPinned)
            let answering = Party.answering(world, Self.answerer, to: Self.offerer, isPinned: isPinned)
            let resealer = Resealer(session: world.session)
            answering.start()
            relay(offering, answering) { payload, sender in
                [resealer.swapFingerprint(in: payload, sender: sender, for: Self.mallory)]
            }
            offering.handle(certificate: Self.mallory)
            answering.handle(certificate: Self.mallory)
            if offering.verified == Self.mallory || answering.verified == Self.mallory { wins += 1 }
        }
        // Where the fingerprints are not pinned the same carrier wins every time, so this test would notice.
        #expect(wins == (isPinned ? 0 : 200))
    }

    /// Somebody who learnt the whole introduction plays each side towards the other, with a certificate of their own.
    @Test func theSecretDoesNotMakeAnotherCertificatePass() {
        for _ in 0..<100 {
            let offering = Party.offering(World(), Self.offerer, to: Self.answerer)
            let answering = Party.answering(World(), Self.answerer, to: Self.offerer)
            let towardsOffering = Party.answering(World(), Self.answerer, to: Self.offerer)
            let towardsAnswering = Party.offering(World(), Self.offerer, to: Self.answerer)
            answering.start()
            towardsOffering.start()
            relay(offering, towardsOffering)
            relay(towardsAnswering, answering)
            // All boxes open and all tags fit; DTLS is where it ends, for it has neither certificate's key.
            offering.handle(certificate: Self.mallory)
            answering.handle(certificate: Self.mallory)
            #expect(offering.failure == .wrongFingerprint && answering.failure == .wrongFingerprint)
        }
    }

    @Test func anEarlierIntroductionCannotBeReplayed() {
        var recorded: [String] = []
        let answering = Party.answering(World(), Self.answerer, to: Self.offerer)
        answering.start()
        relay(Party.offering(World(), Self.offerer, to: Self.answerer), answering) { payload, sender in
            if sender == .customer { recorded.append(payload) }
            return [payload]
        }
        let offering = Party.offering(World(), Self.offerer, to: Self.answerer)
        for payload in recorded { offering.handle(payload) }
        offering.handle(certificate: Self.answerer)
        #expect(offering.failure == .notSealedByPeer)
    }
}

/// A carrier that does what a seed says with each payload.
private struct Carrier {
    private var random: SeededRandom
    private let resealer: Resealer
    private var seen: [PairingRole: [String]] = [:]
    private var held: [PairingRole: String] = [:]

    init(session: SessionID, seed: UInt64) {
        random = SeededRandom(seed: seed)
        resealer = Resealer(session: session)
    }

    mutating func carry(_ payload: String, sender: PairingRole) -> [String] {
        seen[sender, default: []].append(payload)
        let others = seen[sender == .host ? .customer : .host] ?? []
        let late = held.removeValue(forKey: sender)
        var carried: [String]
        switch Int.random(in: 0..<10, using: &random) {
        case 0: carried = []
        case 1:
            held[sender] = payload
            carried = []
        case 2: carried = [payload, payload]
        case 3: carried = [flipped(payload)]
        case 4: carried = [seen[sender]?.randomElement(using: &random) ?? payload]
        case 5: carried = [others.randomElement(using: &random) ?? payload]
        case 6: carried = [resealer.swapFingerprint(in: payload, sender: sender, for: HostileIntroducerTests.mallory)]
        default: carried = [payload]
        }
        if let late { carried.append(late) }
        return carried
    }

    private mutating func flipped(_ payload: String) -> String {
        guard case .sealed(var sealed) = PairingJSON().parsePairingMessage(payload) else { return payload }
        sealed.box[Int.random(in: 0..<sealed.box.count, using: &random)] ^= 1
        return PairingJSON().serialize(.sealed(sealed))
    }
}
