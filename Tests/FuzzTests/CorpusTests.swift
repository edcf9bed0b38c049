import FuzzEntries
import TestSupport
import Testing

@Suite("Inputs that once failed, or could")
struct CorpusTests {
    @Test("every folder is replayed", arguments: FuzzEntry.allCases)
    func replay(_ entry: FuzzEntry) {
        let inputs = Corpus.inputs(entry.rawValue)
        #expect(!inputs.isEmpty, "Tests/Fuzz/Corpus/\(entry.rawValue) has at least a seed")
        for input in inputs { entry.run(input.bytes.span) }
    }

    @Test("every prefix, and random changes of each input", arguments: FuzzEntry.allCases)
    func variations(_ entry: FuzzEntry) {
        var random = SeededRandom(seed: 11)
        for input in Corpus.inputs(entry.rawValue) {
            for count in 0...min(input.bytes.count, 64) { entry.run(input.bytes.span.extracting(0..<count)) }
            for _ in 0..<20 where !input.bytes.isEmpty {
                var bytes = input.bytes
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                entry.run(bytes.span)
            }
        }
    }
}
