import Cryptography
import Pairing
import Testing
import Wire

/// Joining by a link, where everybody is who they say.
struct LinkPairingTests {
    let host = Party.linkHost(World(), fingerprint(0xA1))
    let customer = Party.linkCustomer(World(), fingerprint(0xC2))

    @Test func bothSidesAreVerifiedOnceTagAndCertificateFit() {
        customer.start()
        host.start()
        relay(host, customer)
        #expect(!host.isVerified && !customer.isVerified)
        #expect(host.remoteFingerprint == fingerprint(0xC2))
        #expect(customer.remoteFingerprint == fingerprint(0xA1))
        host.handle(certificate: fingerprint(0xC2))
        customer.handle(certificate: fingerprint(0xA1))
        #expect(host.verified == fingerprint(0xC2))
        #expect(customer.verified == fingerprint(0xA1))
    }

    @Test func theSecretIsUsedUpByTheSuccessAlone() {
        customer.start()
        relay(host, customer)
        #expect(!host.outputs.contains(.secretUsed))
        host.handle(certificate: fingerprint(0xC2))
        #expect(host.outputs.suffix(2) == [.secretUsed, .verified(fingerprint(0xC2))])
        #expect(!customer.outputs.contains(.secretUsed))
    }

    @Test func aFailureUsesNoSecretUp() {
        customer.start()
        relay(host, customer)
        host.handle(certificate: fingerprint(0x66))
        #expect(host.failure == .wrongFingerprint)
        #expect(!host.outputs.contains(.secretUsed))
    }

    @Test func theHandshakeMayEndBeforeTheHostsTagArrives() {
        customer.start()
        var confirm: String?
        relay(host, customer) { payload, sender in
            if sender == .host, host.remoteFingerprint != nil {
                confirm = payload
                return []
            }
            return [payload]
        }
        customer.handle(certificate: fingerprint(0xA1))
        #expect(!customer.isVerified)
        customer.handle(confirm ?? "")
        #expect(customer.verified == fingerprint(0xA1))
    }

    @Test func candidatesFollowTheDescription() {
        customer.start()
        relay(host, customer)
        customer.add("candidate:late")
        relay(host, customer)
        let received = host.outputs.compactMap {
            if case .candidate(let candidate) = $0 { candidate.candidate } else { nil }
        }
        #expect(received == ["candidate:late"])
    }

    @Test func candidatesWithoutEndAreRefused() {
        customer.start()
        relay(host, customer)
        for index in 0...100 { customer.add("candidate:\(index)") }
        relay(host, customer)
        #expect(host.failure == .tooManyCandidates)
    }

    @Test func afterTheVerificationTheRelayCannotEndTheAttempt() {
        customer.start()
        relay(host, customer)
        host.handle(certificate: fingerprint(0xC2))
        for payload in [
            "", "%", PairingJSON().serialize(.mismatch), PairingJSON().serialize(.sealed(.init(counter: 9, box: []))),
        ] {
            host.handle(payload)
        }
        #expect(host.isVerified)
        #expect(host.ignoredCount == 4)
        customer.add("candidate:still")
        relay(host, customer)
        #expect(host.outputs.last == .candidate(SealedMessage.Candidate(candidate: "candidate:still", mid: "0")))
    }

    @Test func theSameLinkServesASecondAttemptAfterAFailedOne() {
        let stranger = Party.linkCustomer(
            World(secret: SecretBytes([UInt8](repeating: 9, count: 32))), fingerprint(0x66))
        let firstHost = Party.linkHost(World(), fingerprint(0xA1))
        stranger.start()
        relay(firstHost, stranger)
        #expect(stranger.failure == .secretDiffers)
        #expect(firstHost.failure == .secretDiffers, "the host is told what was wrong")
        customer.start()
        relay(host, customer)
        host.handle(certificate: fingerprint(0xC2))
        #expect(host.isVerified)
    }
}
