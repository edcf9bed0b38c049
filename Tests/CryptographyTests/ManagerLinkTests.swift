import Cryptography
import Pairing
import SignalingProtocol
import Testing
import Wire

@Suite("nearhand:// links")
struct ManagerLinkTests {
    private let secret = Base64URL.serialize(Array(repeating: 0xFB, count: 32))

    @Test("A link brings site, code and invitation; its secret is the pasted link's")
    func link() throws {
        let link = try #require(
            ManagerLink(parsing: "nearhand://support.example:8443/join?code=C0DE#aW52aXRhdGlvbg.\(secret)"))
        #expect(link.site.description == "https://support.example:8443")
        #expect(link.code?.value == "C0DE")
        guard case .join(.link(let opened)) = link.purpose else { throw Unexpected() }
        #expect(opened.text == "https://support.example:8443/j/aW52aXRhdGlvbg#\(secret)")
        #expect(!"\(link)".contains(secret) && !"\(link)".contains("C0DE"))
    }

    @Test("Without a fragment the person types a number; a damaged one is told from none")
    func fragments() throws {
        guard case .join(.number) = try #require(ManagerLink(parsing: "nearhand://support.example/join")).purpose else {
            throw Unexpected()
        }
        for fragment in [
            "", ".", "aW52", "aW52.", "aW52.short", "a.b.c", ".\(secret)", "aW52.\(secret)x", "a/b.\(secret)",
        ] {
            let link = try #require(ManagerLink(parsing: "nearhand://support.example/join?code=C0DE#\(fragment)"))
            guard case .join(.damagedLink) = link.purpose else { throw Unexpected() }
        }
    }

    @Test("A host's link names site and code, and nothing else")
    func host() throws {
        let link = try #require(ManagerLink(parsing: "nearhand://support.example/host?code=C0DE"))
        guard case .host = link.purpose else { throw Unexpected() }
        #expect(link.code?.value == "C0DE")
        #expect(ManagerLink(parsing: "nearhand://support.example/host?code=C0DE#aW52.\(secret)") == nil)
    }

    @Test("http is for this computer alone")
    func scheme() {
        #expect(ManagerLink(parsing: "nearhand://127.0.0.1:8470/join?scheme=http")?.site.isSecure == false)
        #expect(ManagerLink(parsing: "nearhand://localhost/join?scheme=http")?.site.isSecure == false)
        #expect(ManagerLink(parsing: "nearhand://support.example/join?scheme=http") == nil)
        #expect(ManagerLink(parsing: "nearhand://127.0.0.1.support.example/join?scheme=http") == nil)
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", "nearhand:", "nearhand://", "nearhand:///join", "nearhand://support.example",
            "https://support.example/join",
            "nearhand://support.example/", "nearhand://support.example/join/", "nearhand://support.example/host/x",
            "nearhand://support.example/join?code=", "nearhand://support.example/join?code=a%20b",
            "nearhand://support.example/join?code", "nearhand://support.example/join?other=1",
            "nearhand://name:password@support.example/join", "nearhand://support.example/join?scheme=file",
            "nearhand://support.example/join ", "nearhand://support.example/join\n", "nearhand://süpport.example/join",
            "nearhand://--help/join?x", "nearhand://support.example:99999/join",
        ])
    func refused(text: String) {
        #expect(ManagerLink(parsing: text) == nil)
    }

    @Test("No prefix and no change of one byte traps")
    func everyByte() {
        let text = Array("nearhand://support.example:8443/join?code=C0DE&scheme=https#aW52.\(secret)".utf8)
        for count in text.indices {
            _ = ManagerLink(parsing: String(decoding: text[..<count], as: UTF8.self))
            var changed = text
            for byte in [0, UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "["), 0xFF] {
                changed[count] = byte
                _ = ManagerLink(parsing: String(decoding: changed, as: UTF8.self))
            }
        }
        #expect(ManagerLink(parsing: "nearhand://support.example/join#" + String(repeating: "a", count: 10_000)) == nil)
    }

    private struct Unexpected: Error {}
}
