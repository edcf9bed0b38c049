import Cryptography
import Testing
import Wire

@testable import Pairing

/// Two people whom the primary host introduces, where everybody is who they say.
struct IntroductionPairingTests {
    let offering = Party.offering(World(), fingerprint(0xA1), to: fingerprint(0xC2))
    let answering = Party.answering(World(), fingerprint(0xC2), to: fingerprint(0xA1))

    @Test func bothSidesAreVerifiedByTheCertificatesThatWerePromised() {
        offering.start()
        answering.start()
        relay(offering, answering)
        #expect(!offering.isVerified && !answering.isVerified)
        offering.handle(certificate: fingerprint(0xC2))
        answering.handle(certificate: fingerprint(0xA1))
        #expect(offering.verified == fingerprint(0xC2) && answering.verified == fingerprint(0xA1))
        #expect(!offering.outputs.contains(.secretUsed), "no link is used up")
    }

    @Test func theFingerprintIsKnownBeforeAnyDescription() {
        answering.start()
        for payload in answering.takePayloads() { offering.handle(payload) }
        #expect(offering.remoteFingerprint == fingerprint(0xC2))
    }

    @Test func anotherPathIsFoundForThePairLater() {
        answering.start()
        relay(offering, answering)
        offering.handle(certificate: fingerprint(0xC2))
        answering.handle(certificate: fingerprint(0xA1))
        answering.requestRestart()
        relay(offering, answering)
        #expect(answering.descriptions.last?.restart == 1 && offering.descriptions.last?.restart == 1)
    }

    @Test(arguments: ["pair", "session", "secret", "fingerprint"])
    func nothingOpensWhereTheTwoWereToldDifferentThings(what: String) {
        var world = World()
        if what == "session" { world.session = SessionID(rawValue: "b3RoZXI") }
        if what == "secret" { world.secret = SecretBytes([UInt8](repeating: 8, count: 32)) }
        let other = Party.answering(
            world, fingerprint(0xC2), to: fingerprint(what == "fingerprint" ? 0xA2 : 0xA1),
            pair: what == "pair" ? "p-2" : "p-1")
        other.start()
        relay(offering, other)
        #expect(other.failure == .notSealedByPeer)
        #expect(!offering.isVerified)
    }

    @Test func anAttemptByLinkIsNoneOfAnIntroductionAndTheOtherWayRound() {
        // The same secret and the same session, and a carrier that gives each the greeting that it waits for.
        let linkHost = Party.linkHost(World(), fingerprint(0xA1))
        let linkCustomer = Party.linkCustomer(World(), fingerprint(0xC2))
        linkCustomer.start()
        answering.start()
        relay(offering, linkCustomer) { payload, _ in [Self.translate(payload)] }
        relay(linkHost, answering) { payload, _ in [Self.translate(payload)] }
        #expect(linkCustomer.failure == .secretDiffers && answering.failure == .notSealedByPeer)
        for party in [offering, answering, linkHost, linkCustomer] { #expect(!party.isVerified) }
    }

    @Test func theGreetingOfALinkIsRefused() {
        let linkCustomer = Party.linkCustomer(World(), fingerprint(0xC2))
        linkCustomer.start()
        for payload in linkCustomer.takePayloads() { offering.handle(payload) }
        #expect(offering.failure == .outOfOrder)
        let linkHost = Party.linkHost(World(), fingerprint(0xA1))
        answering.start()
        for payload in answering.takePayloads() { linkHost.handle(payload) }
        #expect(linkHost.failure == .outOfOrder)
    }

    @Test func aGreetingThatComesBackIsRefused() {
        answering.start()
        for payload in answering.takePayloads() { answering.handle(payload) }
        #expect(answering.failure == .reflected)
    }

    @Test func twoWhoBothOfferOrBothAnswerDoNotPair() {
        let other = Party.offering(World(), fingerprint(0xC2), to: fingerprint(0xA1))
        offering.start()
        other.start()
        relay(offering, other)
        #expect(!offering.isVerified && !other.isVerified)
        let second = Party.answering(World(), fingerprint(0xA1), to: fingerprint(0xC2))
        answering.start()
        second.start()
        relay(second, answering)
        #expect(!answering.isVerified && !second.isVerified)
    }

    @Test func wordsOfTheOtherWaysOfJoiningEndIt() {
        for word in [PairingMessage.mismatch, .commit(.init(commitment: [UInt8](repeating: 0, count: 32)))] {
            let side = Party.offering(World(), fingerprint(0xA1), to: fingerprint(0xC2))
            side.handle(PairingJSON().serialize(word))
            #expect(side.failure == .outOfOrder)
        }
    }

    /// The greeting of one way of pairing as the other's.
    private static func translate(_ payload: String) -> String {
        switch PairingJSON().parsePairingMessage(payload) {
        case .linkHello(let hello): PairingJSON().serialize(.introductionHello(.init(nonce: hello.nonce)))
        case .introductionHello(let hello): PairingJSON().serialize(.linkHello(.init(nonce: hello.nonce)))
        default: payload
        }
    }
}
