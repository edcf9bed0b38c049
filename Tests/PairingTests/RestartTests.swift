import Pairing
import Testing
import Wire

/// Another path for an association that is verified: descriptions go over the same sealed relay.
struct RestartTests {
    let host = Party.linkHost(World(), fingerprint(0xA1))
    let customer = Party.linkCustomer(World(), fingerprint(0xC2))

    private func verify() {
        customer.start()
        relay(host, customer)
        host.handle(certificate: fingerprint(0xC2))
        customer.handle(certificate: fingerprint(0xA1))
    }

    @Test("the host offers anew, and the answer comes back")
    func byTheHost() {
        verify()
        host.requestRestart()
        relay(host, customer)
        #expect(customer.descriptions.map(\.kind) == [.offer, .offer])
        #expect(host.descriptions.map(\.kind) == [.answer, .answer])
        #expect(host.descriptions.last?.restart == 1)
        #expect(host.ignoredCount == 0 && customer.ignoredCount == 0)
    }

    @Test("the customer asks, and the host offers")
    func byTheCustomer() {
        verify()
        customer.requestRestart()
        relay(host, customer)
        #expect(host.outputs.contains(.restartWanted))
        #expect(customer.descriptions.last?.restart == 1)
        #expect(host.descriptions.last?.restart == 1)
    }

    @Test("before the verification nobody restarts anything")
    func early() {
        customer.start()
        customer.requestRestart()
        host.requestRestart()
        relay(host, customer)
        #expect(!host.outputs.contains(.restartWanted))
        #expect(host.failure == nil && customer.failure == nil)
    }

    @Test("what the relay lost while a network was away does not end the exchange")
    func gap() {
        verify()
        host.requestRestart()
        customer.add("candidate:lost")
        relay(host, customer) { _, _ in [] }
        host.requestRestart()
        relay(host, customer)
        #expect(customer.descriptions.last?.restart == 2)
        #expect(host.descriptions.last?.restart == 2)
    }

    @Test("a repeated or an older offer is ignored, and so is the answer to it")
    func stale() {
        verify()
        var offers: [String] = []
        host.requestRestart()
        offers += host.takePayloads()
        host.requestRestart()
        offers += host.takePayloads()
        for payload in [offers[1], offers[0], offers[1]] { customer.handle(payload) }
        #expect(customer.ignoredCount == 2)
        #expect(customer.descriptions.count == 2)
        relay(host, customer)
        #expect(host.descriptions.last?.restart == 2)
    }

    @Test("an offer that names another certificate is ignored")
    func swapped() {
        verify()
        host.describe(descriptionLine(of: fingerprint(0x66)))
        relay(host, customer)
        #expect(customer.ignoredCount == 1)
        #expect(customer.descriptions.count == 1)
        #expect(customer.isVerified && host.isVerified)
    }

    @Test("each restart counts candidates anew")
    func candidates() {
        verify()
        for _ in 0..<3 {
            host.requestRestart()
            relay(host, customer)
            for number in 0..<80 { host.add("candidate:\(number)") }
            relay(host, customer)
        }
        let count = customer.outputs.count { if case .candidate = $0 { true } else { false } }
        #expect(count == 240)
        #expect(customer.ignoredCount == 0)
    }
}
