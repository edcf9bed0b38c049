import SignalingProtocol
import SignalingStore
import Testing
import Wire

@testable import SignalingService

@Suite("Configuration and relay credentials")
struct RelayCredentialTests {
    @Test("The credential is coturn's: base64 of HMAC-SHA1 over expiry and session")
    func credential() {
        // python3 -c "import hmac,base64;print(base64.b64encode(hmac.digest(b'north','1893459600:abc'.encode(),'sha1')))"
        let value = ICEServers.credential(of: "1893459600:abc", secret: "north")
        #expect(value == "nM2IblzyMTI73MbN16kQEW8hpp4=")
        let servers = ICEServers(
            stunURL: "stun:a:3478", turnURLs: ["turn:b"], turnSecret: Redacted("north"))
        let now = WallClockTime(secondsSince1970: 1_893_456_000)
        let relay = servers.servers(for: SessionID(rawValue: "abc"), now: now).last
        #expect(relay?.username == "1893459600:abc")
        #expect(relay?.credential == value)
        #expect(servers.renewalInterval.map { $0 < .seconds(ICEServers.credentialLifetime) } == true)
        #expect(servers.publicServers().allSatisfy { $0.credential == nil })
    }

    @Test("A wrong configuration says what to change, before anything is opened")
    func configuration() {
        func failure(_ change: (inout SignalingServiceConfiguration) -> Void) -> ConfigurationError? {
            var configuration = SignalingServiceConfiguration()
            change(&configuration)
            do {
                try configuration.validate()
                return nil
            } catch {
                return error
            }
        }
        #expect(failure { _ in } == nil)
        #expect(failure { $0.port = 70_000 } == .portOutOfRange(70_000))
        #expect(failure { $0.certificateFile = "a" } == .certificateWithoutKey)
        #expect(failure { $0.siteName = "a\nb" } == .siteName)
        #expect(failure { $0.turnURLs = ["turn:a"] } == .relayWithoutSecret)
        #expect(
            failure {
                $0.turnURLs = ["http://a"]
                $0.turnSecret = Redacted("0123456789abcdef")
            } == .relayAddress)
    }

    @Test("One-time passwords differ, and have four groups of four")
    func oneTimePasswords() {
        let passwords = (0..<100).map { _ in Secrets.makeOneTimePassword() }
        #expect(Set(passwords).count == 100)
        #expect(passwords.allSatisfy { $0.split(separator: "-").map(\.count) == [4, 4, 4, 4] })
    }

    @Test("A password matches its own hash alone")
    func passwordHash() async throws {
        let hash = try await PasswordHash.make(of: "correct horse battery")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await PasswordHash.matches("correct horse battery", hash))
        #expect(try await PasswordHash.matches("correct horse batterz", hash) == false)
        #expect(try await PasswordHash.matches("", "not a hash") == false)
        #expect(try await PasswordHash.make(of: "correct horse battery") != hash, "each hash has its own salt")
    }
}
