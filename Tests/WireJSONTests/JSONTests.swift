import TestSupport
import Testing
import Wire

@testable import WireJSON

@Suite("JSON from outside")
struct JSONTests {
    private struct Message: Codable, Equatable {
        var text: String
        var items: [Int]?
    }

    private func decode(_ text: String, limits: JSON.Limits = JSON.Limits()) throws(JSON.Failure) -> Message {
        try JSON.decode(Message.self, from: Array(text.utf8), limits: limits)
    }

    @Test("A message becomes a value, and unknown members are passed over")
    func decoding() throws {
        #expect(try decode(#"{"text":"a\"[{","items":[1,2],"later":{}}"#) == Message(text: "a\"[{", items: [1, 2]))
    }

    @Test("Size is checked before anything else")
    func size() throws {
        let limits = JSON.Limits(maximumByteCount: 20)
        #expect(try decode(#"{"text":"012345678"}"#, limits: limits).text == "012345678")
        #expect(throws: JSON.Failure.tooLarge(byteCount: 21)) { try decode(#"{"text":"0123456789"}"#, limits: limits) }
    }

    @Test("Depth is checked before anything is decoded; brackets in strings do not count")
    func depth() throws {
        let limits = JSON.Limits(maximumDepth: 3)
        func nested(_ depth: Int) -> String {
            #"{"text":"","items":"# + String(repeating: "[", count: depth - 1)
                + String(repeating: "]", count: depth - 1) + "}"
        }
        #expect(throws: JSON.Failure.malformed) { try decode(nested(3), limits: limits) }
        #expect(throws: JSON.Failure.tooDeep) { try decode(nested(4), limits: limits) }
        #expect(throws: JSON.Failure.tooDeep) { try decode(String(repeating: "[", count: 60_000)) }
        #expect(throws: JSON.Failure.tooDeep) { try decode(String(repeating: #"{"a":"#, count: 10_000)) }
        let brackets = String(repeating: "[{", count: 1_000)
        #expect(try decode(#"{"text":"\#(brackets)\\\"["}"#, limits: limits).text == brackets + #"\"["#)
    }

    @Test(
        "What is not the message",
        arguments: [
            "", " ", "null", "[]", "{}", #"{"text":1}"#, #"{"text":"a"}x"#, #"{"text":"a""#, #"{"text":"\ud800"}"#,
            "{\"text\":\"\u{1}\"}", #"{"text":"a","items":[1e400]}"#, #"{"text":"a","items":[1.5]}"#, "]]]]",
            "\u{FEFF}",
        ])
    func malformed(text: String) {
        #expect(throws: JSON.Failure.malformed) { try decode(text) }
    }

    @Test("Bytes that are no UTF-8")
    func invalidUTF8() {
        let bytes = Array(#"{"text":""#.utf8) + [0xFF, 0xC0] + Array(#""}"#.utf8)
        #expect(throws: JSON.Failure.malformed) { try JSON.decode(Message.self, from: bytes) }
    }

    @Test("Equal values have equal bytes, sorted, with plain slashes")
    func encoding() throws {
        let bytes = try JSON.encode(["b": "x/y", "a": "é"])
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":"é","b":"x/y"}"#)
    }

    @Test("Every length and random changes give a value or a failure")
    func garbage() {
        var random = SeededRandom(seed: 17)
        let message = Array(#"{"text":"a\u00e9\n","items":[1,-2,3e2],"x":{"y":[true,null]}}"#.utf8)
        for count in 0...message.count { _ = try? JSON.decode(Message.self, from: Array(message.prefix(count))) }
        for _ in 0..<2_000 {
            var changed = message
            changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            _ = try? JSON.decode(Message.self, from: changed)
        }
    }
}
