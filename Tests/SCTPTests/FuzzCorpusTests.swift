import FuzzEntries
import TestSupport
import Testing

@Suite("Inputs that once failed, or could")
struct FuzzCorpusTests {
    @Test("chunks for an established association")
    func packets() {
        let inputs = Corpus.inputs("sctp-packet")
        #expect(inputs.count >= 20)
        for input in inputs { fuzzSCTPPacket(input.bytes.span) }
    }

    @Test("packets before the handshake is complete")
    func handshake() {
        let inputs = Corpus.inputs("sctp-handshake")
        #expect(inputs.count >= 10)
        for input in inputs { fuzzSCTPHandshake(input.bytes.span) }
    }

    @Test("every prefix and random changes of them")
    func variations() {
        var random = SeededRandom(seed: 9)
        for input in Corpus.inputs("sctp-packet") + Corpus.inputs("sctp-handshake") {
            for count in 0...min(input.bytes.count, 64) { fuzzSCTPPacket(input.bytes.span.extracting(0..<count)) }
            for _ in 0..<50 where !input.bytes.isEmpty {
                var bytes = input.bytes
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                fuzzSCTPPacket(bytes.span)
                fuzzSCTPHandshake(bytes.span)
            }
        }
    }
}
