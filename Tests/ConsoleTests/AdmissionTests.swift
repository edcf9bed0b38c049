import Testing

@testable import Console

@Suite struct AdmissionTests {
    @Test("A token gives a key once; its second use ends the key")
    func secondUse() throws {
        var admission = Admission()
        let token = admission.offer()
        guard case .granted(let key) = admission.redeem(token) else {
            Issue.record("the first use is granted")
            return
        }
        let isAccepted = admission.accepts(key: key)
        #expect(isAccepted)
        guard case .reused = admission.redeem(token) else {
            Issue.record("the second use is noticed")
            return
        }
        let isStillAccepted = admission.accepts(key: key)
        #expect(!isStillAccepted)
        guard case .refused = admission.redeem(token) else {
            Issue.record("a third use finds nothing")
            return
        }
    }

    @Test("A fresh token leaves the older key standing until it is used")
    func freshToken() throws {
        var admission = Admission()
        guard case .granted(let older) = admission.redeem(admission.offer()) else { return }
        let token = admission.offer()
        let isOlderAccepted = admission.accepts(key: older)
        #expect(isOlderAccepted)
        guard case .granted(let newer) = admission.redeem(token) else {
            Issue.record("the fresh token is granted")
            return
        }
        let isOlderStillAccepted = admission.accepts(key: older)
        #expect(!isOlderStillAccepted)
        let isNewerAccepted = admission.accepts(key: newer)
        #expect(isNewerAccepted)
    }

    @Test("The reuse of a spent token ends its key and leaves the fresh token alone")
    func reuseBesideFresh() throws {
        var admission = Admission()
        let spent = admission.offer()
        guard case .granted(let key) = admission.redeem(spent) else { return }
        let fresh = admission.offer()
        guard case .reused = admission.redeem(spent) else {
            Issue.record("the spent token is noticed")
            return
        }
        let isAccepted = admission.accepts(key: key)
        #expect(!isAccepted)
        guard case .granted = admission.redeem(fresh) else {
            Issue.record("the fresh token still works")
            return
        }
    }

    @Test("Nothing opens a console that offered no token, or another one")
    func strangers() {
        var admission = Admission()
        guard case .refused = admission.redeem(Secret.make()) else {
            Issue.record("no token was offered")
            return
        }
        _ = admission.offer()
        guard case .refused = admission.redeem(Secret.make()) else {
            Issue.record("another token was offered")
            return
        }
        let isStrangerAccepted = admission.accepts(key: Secret.make())
        #expect(!isStrangerAccepted)
    }

    @Test(
        "A secret is 32 bytes of base64url and prints as nothing",
        arguments: ["", "abc", String(repeating: "A", count: 44)])
    func malformed(text: String) {
        #expect(Secret(parsing: text) == nil)
        #expect("\(Secret.make())" == "‹redacted›")
    }
}
