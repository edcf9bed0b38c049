import Cryptography
import Pairing
import TestSupport
import Testing
import Wire

/// A link's text, and what is left of one that mail or a person damaged.
struct LinkTests {
    private let link = Link(site: "https://help.example/", invitation: InvitationID(rawValue: "abc-DEF_123"))

    @Test func aLinkSurvivesItsText() {
        guard case .link(let parsed) = Link.parse(" <\(link.text)>\n") else {
            Issue.record("not parsed")
            return
        }
        #expect(parsed.site == "https://help.example")
        #expect(parsed.invitation == link.invitation)
        #expect(parsed.secret.bytes == link.secret.bytes)
        #expect(link.text.hasPrefix("https://help.example/j/abc-DEF_123#"))
    }

    @Test func twoLinksNeverShareASecret() {
        let other = Link(site: "https://help.example", invitation: link.invitation)
        #expect(other.secret.bytes != link.secret.bytes)
        #expect(other.secret.bytes.count == 32)
    }

    @Test func everyPrefixIsDamagedOrNoLink() {
        let text = link.text
        let secretStart = text.utf8.count - 43
        for length in 0..<text.utf8.count {
            switch Link.parse(String(decoding: text.utf8.prefix(length), as: UTF8.self)) {
            case .link: Issue.record("a link of \(length) characters")
            case .damagedSecret(let site, _):
                #expect(site == "https://help.example")
                #expect(length > "https://help.example/j/".utf8.count)
            case .notALink: #expect(length < secretStart)
            }
        }
    }

    @Test(arguments: ["A", "=", " x", "#", "%20", "é"])
    func anAddedCharacterDamagesTheSecret(suffix: String) {
        guard case .damagedSecret = Link.parse(link.text + suffix) else {
            Issue.record("accepted")
            return
        }
    }

    @Test(arguments: [
        "", "hello", "https://help.example/", "ftp://help.example/j/a#b", "https:///j/a#b",
        "https://user@help.example/j/a#b", "https://help.example/path/j/a#b", "https://help.example/j/#b",
        "javascript:alert(1)/j/a#b", "https://help.example/j/a b#c",
    ])
    func somethingElseIsNoLink(text: String) {
        guard case .notALink = Link.parse(text) else {
            Issue.record("taken for a link: \(text)")
            return
        }
    }

    @Test func garbageIsNoLink() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<2_000 {
            let bytes = random.bytes(Int.random(in: 0...300, using: &random))
            if case .link = Link.parse(String(decoding: bytes, as: UTF8.self)) { Issue.record("garbage was a link") }
        }
    }

    @Test func aSecretIsNotPrinted() {
        var printed = ""
        dump(link, to: &printed)
        #expect(!printed.contains(Base64URL.serialize(link.secret.bytes)))
        #expect("\(link.secret)" == "‹redacted›")
    }
}
