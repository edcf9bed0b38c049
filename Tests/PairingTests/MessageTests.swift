import Cryptography
import Pairing
import TestSupport
import Testing
import Wire
import WireJSON

/// The JSON of pairing messages, and what is none.
struct MessageTests {
    let coding = PairingJSON()

    @Test func examplesOfRelayedMessagesSurviveARoundTrip() throws {
        let examples = try Vectors.messages("messages")
        #expect(examples.count == 7)
        for example in examples {
            let message = try #require(coding.parsePairingMessage(Base64URL.serialize(example)))
            #expect(Base64URL.parse(coding.serialize(message)) == example)
        }
    }

    @Test func examplesOfSealedMessagesSurviveARoundTrip() throws {
        let examples = try Vectors.messages("sealedMessages")
        #expect(examples.count == 6)
        for example in examples {
            let message = try #require(coding.parseSealedMessage(example))
            #expect(coding.parseSealedMessage(coding.serialize(message)) == message)
        }
    }

    @Test func noPrefixOfAMessageIsAMessage() throws {
        for example in try Vectors.messages("messages") {
            for length in 0..<example.count {
                #expect(coding.parsePairingMessage(Base64URL.serialize(Array(example.prefix(length)))) == nil)
            }
        }
        for example in try Vectors.messages("sealedMessages") {
            for length in 0..<example.count {
                #expect(coding.parseSealedMessage(Array(example.prefix(length))) == nil)
            }
        }
    }

    @Test func binaryMembersHaveTheirLengths() {
        for count in 0..<100 {
            let text = Base64URL.serialize([UInt8](repeating: 7, count: count))
            #expect((parse(#"{"type":"linkHello","nonce":"\#(text)"}"#) != nil) == (count == 16))
            #expect((parse(#"{"type":"introductionHello","nonce":"\#(text)"}"#) != nil) == (count == 16))
            #expect((parse(#"{"type":"commit","commitment":"\#(text)"}"#) != nil) == (count == 32))
            let sealed = #"{"type":"confirm","tag":"\#(text)"}"#
            #expect((coding.parseSealedMessage([UInt8](sealed.utf8)) != nil) == (count == 32))
        }
    }

    @Test func randomBytesAreNoMessage() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            #expect(coding.parseSealedMessage(bytes) == nil)
            #expect(coding.parsePairingMessage(Base64URL.serialize(bytes)) == nil)
            #expect(coding.parsePairingMessage(String(decoding: bytes, as: UTF8.self)) == nil)
        }
    }

    private func parse(_ json: String) -> PairingMessage? {
        coding.parsePairingMessage(Base64URL.serialize([UInt8](json.utf8)))
    }
}
