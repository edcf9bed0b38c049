import Cryptography
import Pairing
import Testing
import Wire

/// Joining by a number, where everybody is who they say.
struct NumberPairingTests {
    let host = Party.numberHost(World(), fingerprint(0xA1))
    let customer = Party.numberCustomer(World(), fingerprint(0xC2))

    @Test func bothSidesAreVerifiedAfterDigitsTagAndCertificate() throws {
        begin()
        #expect(try #require(host.readOut).count == 6)
        telephone(host, customer) { relay(host, customer) }
        #expect(try #require(customer.readBack).count == 4)
        host.handle(certificate: fingerprint(0xC2))
        customer.handle(certificate: fingerprint(0xA1))
        #expect(host.verified == fingerprint(0xC2))
        #expect(customer.verified == fingerprint(0xA1))
        #expect(!host.outputs.contains(.secretUsed))
    }

    @Test func nothingIsOfferedBeforeTheFourDigits() {
        begin()
        customer.type(host.readOut)
        relay(host, customer)
        #expect(!host.outputs.contains(.makeOffer))
        #expect(host.type(customer.readBack) == .matched)
        #expect(host.outputs.contains(.makeOffer))
    }

    @Test func wrongSixDigitsEndTheAttemptOnBothSides() throws {
        begin()
        let digits = try #require(host.readOut)
        #expect(customer.type(digits == "000000" ? "000001" : "000000") == .differed)
        relay(host, customer)
        #expect(customer.failure == .digitsDiffer)
        #expect(host.failure == .digitsDifferThere)
        #expect(customer.type(digits) == .notNow)
    }

    @Test func wrongFourDigitsEndTheAttemptOnBothSides() throws {
        begin()
        customer.type(host.readOut)
        relay(host, customer)
        let digits = try #require(customer.readBack)
        #expect(host.type(digits == "0000" ? "0001" : "0000") == .differed)
        relay(host, customer)
        #expect(host.failure == .digitsDiffer)
        #expect(customer.failure == .digitsDifferThere)
    }

    @Test func typingTooEarlyOrTooLittleUsesNothingUp() {
        host.start()
        #expect(customer.type("123456") == .notNow)
        #expect(host.type("1234") == .notNow)
        relay(host, customer)
        #expect(host.type("1234") == .notNow)
        #expect(customer.type("12345") == .incomplete)
        telephone(host, customer) { relay(host, customer) }
        host.handle(certificate: fingerprint(0xC2))
        #expect(host.isVerified)
    }

    @Test func anOfferWithAnotherFingerprintThanTheDigitsCoveredIsRefused() {
        // The host's own machine is honest; its peer connection is made to describe another certificate.
        let world = World()
        let other = Party(NumberPairing.Host(context: world.context(fingerprint(0xA1))), fingerprint: fingerprint(0x66))
        other.start()
        relay(other, customer)
        telephone(other, customer) { relay(other, customer) }
        #expect(customer.failure == .wrongFingerprint)
    }

    private func begin() {
        host.start()
        customer.start()
        relay(host, customer)
    }
}
