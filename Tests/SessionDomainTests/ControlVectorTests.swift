import Foundation
import SessionDomain
import TestSupport
import Testing
import WireJSON

/// The JSON of the data channels' messages.
struct ControlVectorTests {
    @Test func everyControlMessageHasAnExampleThatSurvivesARoundTrip() throws {
        let examples = try examples("control")
        var kinds: Set<String> = []
        for example in examples {
            let message = try JSON.decode(ControlMessage.self, from: example)
            let encoded = try JSON.encode(message)
            #expect(try members(encoded) == members(example))
            kinds.insert(try #require(members(encoded)["type"] as? String))
        }
        // One for each case of the enum; the compiler does not count them for us.
        #expect(kinds.count == 30)
    }

    /// The one member that may be left out, so it has no place among the examples of whole messages.
    @Test(arguments: CaptureFailure.allCases)
    func aFailureIsNamed(failure: CaptureFailure) throws {
        let text = #"{"type":"shareStopped","request":"h-1","reason":"captureFailed","failure":"\#(failure.rawValue)"}"#
        let message = try JSON.decode(ControlMessage.self, from: [UInt8](text.utf8))
        let request = RequestID(rawValue: "h-1")
        #expect(message == .shareStopped(.init(request: request, reason: .captureFailed, failure: failure)))
        #expect(try members(JSON.encode(message)) == members([UInt8](text.utf8)))
    }

    @Test func chatSurvivesARoundTrip() throws {
        for example in try examples("chat") {
            let message = try JSON.decode(ChatMessage.self, from: example)
            #expect(try members(JSON.encode(message)) == members(example))
        }
    }

    @Test func noPrefixOfAMessageIsAMessage() throws {
        for example in try examples("control") {
            for length in 0..<example.count {
                #expect(throws: JSON.Failure.self) {
                    try JSON.decode(ControlMessage.self, from: Array(example.prefix(length)))
                }
            }
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"type":"unknown"}"#, #"{"type":1}"#, #"[]"#, #"{"type":"heartbeat"}"#,
        #"{"type":"heartbeat","sequence":"1"}"#, #"{"type":"heartbeat","sequence":9223372036854775808}"#,
        #"{"type":"requestShare","request":"r","scope":"everything"}"#,
        #"{"type":"filePublished","file":"f","name":"n","size":1e400,"sha256":""}"#,
    ])
    func nonsenseIsNoMessage(json: String) {
        #expect(throws: JSON.Failure.malformed) { try JSON.decode(ControlMessage.self, from: [UInt8](json.utf8)) }
    }

    @Test func randomBytesAreNoMessage() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<2_000 {
            let bytes = random.bytes(Int.random(in: 0...100, using: &random))
            #expect(throws: JSON.Failure.self) { try JSON.decode(ControlMessage.self, from: bytes) }
            #expect(throws: JSON.Failure.self) { try JSON.decode(ChatMessage.self, from: bytes) }
        }
    }

    private func examples(_ list: String) throws -> [[UInt8]] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: tests.appending(path: "Vectors/control.json"))
        let whole = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let objects = try #require(whole?[list] as? [[String: Any]])
        return try objects.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) }
    }

    private func members(_ json: [UInt8]) throws -> NSDictionary {
        try #require(JSONSerialization.jsonObject(with: Data(json)) as? NSDictionary)
    }
}
