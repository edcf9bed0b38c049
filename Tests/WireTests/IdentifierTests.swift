import Testing
import Wire

@Suite("Identifiers and secrets")
struct IdentifierTests {
    @Test(
        "A session number as people type it",
        arguments: [
            "123456789", "123 456 789", "123-456-789", " 123456789 ", "１２３４５６７８９", "１２３ 456 ７８９",
            "123\u{00A0}456\u{202F}789", "123\u{2009}456\u{3000}789", "123\u{2010}456\u{2013}789",
            "123\u{2011}456\u{2012}789",
        ])
    func typedNumber(text: String) {
        #expect(SessionNumber(typed: text)?.rawValue == "123456789")
    }

    @Test(
        "What is no session number",
        arguments: [
            "", "12345678", "1234567890", "12345678a", "12345678.", "123_456_789", "١٢٣٤٥٦٧٨٩", "12345678²",
            "123456789\u{0}", "123456789\u{301}", "0x1234567",
        ])
    func refusedNumber(text: String) {
        #expect(SessionNumber(typed: text) == nil)
    }

    @Test("Numbers are grouped for reading aloud, and keep their zeros")
    func grouping() {
        #expect(SessionNumber(typed: "001020300")?.grouped == "001 020 300")
    }

    @Test("No identifier prints itself")
    func identifiersInLogs() {
        let secret = "s3cr3t"
        let printed =
            "\(SessionID(rawValue: secret)) \(InvitationID(rawValue: secret)) \(AttemptID(rawValue: secret)) "
            + "\(SessionNumber(rawValue: secret)) \([SessionID(rawValue: secret)])"
        #expect(!printed.contains(secret))
    }

    @Test("A redacted value prints nowhere: interpolated, described, dumped or inside another value")
    func redaction() {
        struct Holder { let name: Redacted<String> }
        let holder = Holder(name: Redacted("s3cr3t"))
        var dumped = ""
        dump(holder, to: &dumped)
        let printed =
            "\(holder) \(holder.name) \(String(reflecting: holder)) \([holder.name]) \(holder.name as Any) \(dumped)"
        #expect(!printed.contains("s3cr3t"))
        #expect(printed.contains("‹redacted›"))
        #expect(holder.name.value == "s3cr3t")
        #expect(holder.name == Redacted("s3cr3t"))
    }

    @Test("Payload types have seven bits")
    func payloadTypes() {
        #expect(PayloadType(rawValue: 127) == 127)
        #expect(PayloadType(rawValue: 128) == nil)
        #expect(PayloadType(maskedFrom: 0xE0) == 96)
    }
}
