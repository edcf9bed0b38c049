import SignalingProtocol
import Testing
import Wire
import WireJSON

@Suite("What a message may hold")
struct ValidationTests {
    @Test(
        "A name becomes one line without controls, overrides and spare spaces",
        arguments: [
            ("Ada", "Ada"), ("  Ada   Lovelace ", "Ada Lovelace"), ("Ada\r\nLovelace\t!", "Ada Lovelace !"),
            ("\u{202E}adA\u{2066}", "adA"), ("a\u{0000}b\u{001B}c", "abc"), ("👩‍💻", "👩‍💻"), ("王小明", "王小明"),
        ])
    func names(typed: String, shown: String) {
        #expect(PersonName.parse(typed) == shown)
    }

    @Test(
        "A name of nothing, of too many characters or of too many bytes is none",
        arguments: [
            "", " \n", "\u{202E}", String(repeating: "a", count: 101), "a" + String(repeating: "\u{0301}", count: 600),
        ])
    func refusedNames(typed: String) {
        #expect(PersonName.parse(typed) == nil)
    }

    @Test("A name of a hundred characters is accepted")
    func longestName() {
        let name = String(repeating: "é", count: 100)
        #expect(PersonName.parse(name) == name)
    }

    @Test("A payload may be as large as the limit, and no larger")
    func payload() throws {
        let attempt = AttemptID(rawValue: "YXR0ZW1wdA")
        let largest = String(repeating: "A", count: ClientMessage.Relay.maximumPayloadCount)
        _ = try ClientMessage.relay(ClientMessage.Relay(attempt: attempt, payload: largest)).validated()
        #expect(throws: SignalingProtocolError.tooLarge) {
            try ClientMessage.relay(ClientMessage.Relay(attempt: attempt, payload: largest + "A")).validated()
        }
        #expect(throws: SignalingProtocolError.malformed("payload")) {
            try ClientMessage.relay(ClientMessage.Relay(attempt: attempt, payload: "")).validated()
        }
    }

    @Test("Notes may be as long as the limit, in every script, and fit into a message; no longer, and without controls")
    func notes() throws {
        func notes(_ text: String) throws(SignalingProtocolError) -> ClientMessage {
            let message = ClientMessage.SaveNotes(session: SessionID(rawValue: "c2Vzc2lvbg"), revision: 1, text: text)
            return try ClientMessage.saveNotes(message).validated()
        }
        for scalar in ["a", "\"", "\n", "é", "機", "🖨", "\u{2028}", "/"] {
            let longest = String(repeating: scalar, count: SignalingLimits.maximumNotesScalarCount)
            let bytes = try JSON.encode(try notes(longest))
            #expect(bytes.count <= SignalingLimits.maximumMessageByteCount, "of \(scalar)")
            #expect(throws: SignalingProtocolError.tooLarge) { _ = try notes(longest + scalar) }
        }
        for control in ["\u{0}", "\u{1B}", "\r", "\u{85}"] {
            #expect(throws: SignalingProtocolError.malformed("text")) { _ = try notes("a" + control) }
        }
        _ = try notes("a\n\tb")
    }

    @Test("A number is cleaned as a person types it")
    func number() throws {
        let typed = ClientMessage.Knock(number: SessionNumber(rawValue: "012 345-678"), name: "Ada")
        let clean = ClientMessage.Knock(number: SessionNumber(rawValue: "012345678"), name: "Ada")
        #expect(try ClientMessage.knock(typed).validated() == .knock(clean))
    }

    @Test("Another version is named as such")
    func version() {
        var visit = ClientMessage.Visit()
        visit.version = 2
        #expect(throws: SignalingProtocolError.unsupportedVersion) { try ClientMessage.visit(visit).validated() }
    }

    @Test(
        "A redirect goes to a port of this computer",
        arguments: ["http://127.0.0.1:49152/signed-in", "http://[::1]:1/", "http://127.0.0.1:65535/a/b_c.d~e-f"])
    func loopbackRedirects(address: String) {
        #expect(LoopbackRedirect(parsing: address)?.address == address)
    }

    @Test(
        "A redirect goes nowhere else",
        arguments: [
            "https://127.0.0.1:1/", "http://127.0.0.1/", "http://127.0.0.1:0/", "http://127.0.0.1:65536/",
            "http://127.0.0.1:1", "http://localhost:1/", "http://127.0.0.1:1@evil.example/", "http://127.0.0.1.evil:1/",
            "http://127.0.0.1:1/?a=b", "http://127.0.0.1:1/#a", "http://127.0.0.1:1/\r\nX: y", "http://127.0.0.1:１/",
            "javascript:alert(1)", "",
        ])
    func otherRedirects(address: String) {
        #expect(LoopbackRedirect(parsing: address) == nil)
    }

    @Test("A code and a state are percent-encoded into the redirect")
    func redirectWithCode() {
        let redirect = LoopbackRedirect(parsing: "http://127.0.0.1:1/s")
        #expect(
            redirect?.address(withCode: "a_b-c", state: "x&y=/\n")
                == "http://127.0.0.1:1/s?code=a_b-c&state=x%26y%3D%2F%0A")
    }

    @Test(
        "A site's address is what a browser calls its origin",
        arguments: [
            ("https://Support.Example/", "https://support.example"), ("https://a.b:443", "https://a.b"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("https://[::1]:8443", "https://[::1]:8443"),
        ])
    func siteAddresses(text: String, origin: String) {
        #expect(SiteAddress(parsing: text)?.description == origin)
    }

    @Test(
        "What is no site's address is none",
        arguments: [
            "", "ftp://a", "https://", "https://a/b", "https://a:0", "https://a:99999", "https://a:+80", "https://a b",
            "https://a@b", "https://[zz]",
        ])
    func otherSiteAddresses(text: String) {
        #expect(SiteAddress(parsing: text) == nil)
    }

    @Test("A verifier has 43 to 128 unreserved characters, a challenge 43 of base64url")
    func verifiers() {
        #expect(CodeVerifier.isWellFormed(String(repeating: "~", count: 43)))
        #expect(!CodeVerifier.isWellFormed(String(repeating: "a", count: 42)))
        #expect(!CodeVerifier.isWellFormed(String(repeating: "a", count: 129)))
        #expect(!CodeVerifier.isChallenge(String(repeating: "~", count: 43)))
        #expect(CodeVerifier.isChallenge(String(repeating: "-", count: 43)))
    }
}
