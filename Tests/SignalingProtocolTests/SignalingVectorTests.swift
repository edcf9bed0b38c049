import Foundation
import SignalingProtocol
import Testing
import WireJSON

/// The examples that the JavaScript tests read too.
struct SignalingVectors {
    let clientMessages: [[String: Any]]
    let serviceMessages: [[String: Any]]
    let malformedClientMessages: [[String: Any]]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/signaling.json")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        clientMessages = try #require(root["clientMessages"] as? [[String: Any]])
        serviceMessages = try #require(root["serviceMessages"] as? [[String: Any]])
        malformedClientMessages = try #require(root["malformedClientMessages"] as? [[String: Any]])
    }
}

@Suite("Signalling messages and the shared examples")
struct SignalingVectorTests {
    @Test("Each client message decodes, passes the checks and encodes to the same JSON")
    func clientMessages() throws {
        var kinds = Set<String>()
        for example in try SignalingVectors().clientMessages {
            let message = try JSON.decode(ClientMessage.self, from: bytes(example))
            #expect(try message.validated() == message)
            #expect(try object(JSON.encode(message)) == example as NSDictionary)
            kinds.insert(example["type"] as? String ?? "")
        }
        #expect(kinds.count == 18, "an example of each message")
    }

    @Test("Each service message decodes and encodes to the same JSON")
    func serviceMessages() throws {
        var kinds = Set<String>()
        for example in try SignalingVectors().serviceMessages {
            let message = try JSON.decode(ServiceMessage.self, from: bytes(example))
            #expect(try object(JSON.encode(message)) == example as NSDictionary)
            kinds.insert(example["type"] as? String ?? "")
        }
        #expect(kinds.count == 16, "an example of each message")
    }

    @Test("What is malformed is refused, by the decoder or by the checks")
    func malformed() throws {
        for example in try SignalingVectors().malformedClientMessages {
            #expect(throws: (any Error).self) {
                _ = try JSON.decode(ClientMessage.self, from: bytes(example)).validated()
            }
        }
    }

    private func bytes(_ example: [String: Any]) throws -> [UInt8] {
        [UInt8](try JSONSerialization.data(withJSONObject: example))
    }

    private func object(_ bytes: [UInt8]) throws -> NSDictionary? {
        try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary
    }
}
