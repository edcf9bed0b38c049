import Foundation
import TestSupport
import Testing
import WireJSON

@testable import SessionDomain

/// Acts of mouse and keyboard as JSON, and their order.
struct InputTests {
    @Test func everyActHasAnExampleThatSurvivesARoundTrip() throws {
        let examples = try vectors("valid")
        #expect(examples.count == 6)
        for example in examples {
            let event = try JSON.decode(InputEvent.self, from: example)
            #expect(try JSON.decode(InputEvent.self, from: JSON.encode(event)) == event)
            let members = try JSONSerialization.jsonObject(with: Data(JSON.encode(event))) as? NSDictionary
            #expect(members == (try JSONSerialization.jsonObject(with: Data(example)) as? NSDictionary))
        }
    }

    @Test func whatIsOutOfRangeIsNoAct() throws {
        for example in try vectors("refused") {
            #expect(throws: JSON.Failure.malformed, "\(String(decoding: example, as: UTF8.self))") {
                try JSON.decode(InputEvent.self, from: example)
            }
        }
    }

    @Test func aLateMotionIsPassedOverAndARepeatIsRefused() {
        var order = InputOrder()
        #expect(order.take(message(1, .pointerMove(.init(x: 0, y: 0))), isReliable: false) == .taken)
        #expect(order.take(message(3, .release), isReliable: true) == .taken)
        #expect(order.take(message(2, .pointerMove(.init(x: 0, y: 0))), isReliable: false) == .late)
        #expect(order.take(message(3, .release), isReliable: true) == .refused)
        #expect(order.take(message(5, .pointerMove(.init(x: 0, y: 0))), isReliable: false) == .taken)
        #expect(order.take(message(4, .release), isReliable: true) == .taken)
        #expect(order.take(message(6, .release), isReliable: false) == .refused)
    }

    private func message(_ sequence: Int, _ event: InputEvent) -> InputMessage {
        InputMessage(request: RequestID(rawValue: "r"), sequence: sequence, event: event)
    }

    private func vectors(_ name: String) throws -> [[UInt8]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/input.json")
        let all = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [Any]])
        return try #require(all[name]).map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) }
    }
}
