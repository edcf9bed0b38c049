import FuzzEntries
import TestSupport
import Testing

@Suite("Data channel inputs that once failed, or could")
struct DataChannelFuzzCorpusTests {
    @Test("messages to a connected endpoint")
    func messages() {
        let inputs = Corpus.inputs("data-channel")
        #expect(inputs.count >= 9)
        for input in inputs { fuzzDataChannel(input.bytes.span) }
    }

    @Test("every length and random bytes")
    func random() {
        var random = SeededRandom(seed: 4)
        for count in 0..<200 {
            for _ in 0..<5 {
                var bytes = random.bytes(count)
                fuzzDataChannel(bytes.span)
                if count > 1 {
                    bytes[0] = 0x24
                    bytes[1] = 3
                    fuzzDataChannel(bytes.span)
                }
            }
        }
    }
}
