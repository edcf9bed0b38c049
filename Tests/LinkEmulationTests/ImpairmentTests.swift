import Testing
import Wire

@testable import LinkEmulation

@Suite("Impairments as words")
struct ImpairmentTests {
    @Test("Every word is understood")
    func words() throws {
        var impairment = Impairment()
        try impairment.apply(
            "delay=25ms jitter=500us burst=1%/25%/90% reorder=2%/3ms duplicate=4% rate=0.5mbit queue=64kb mtu=1280 toobig=icmp"
                .split(separator: " "))
        var expected = Impairment()
        expected.delay = .milliseconds(25)
        expected.jitter = .microseconds(500)
        expected.loss = .burst(begin: 0.01, end: 0.25, loss: 0.9)
        expected.reordering = 0.02
        expected.reorderingDelay = .milliseconds(3)
        expected.duplication = 0.04
        expected.bitsPerSecond = 500_000
        expected.queueLimit = .bytes(64_000)
        expected.maximumTransmissionUnit = 1_280
        expected.tooBig = .icmp
        #expect(impairment == expected)
        try impairment.apply(["loss=none", "rate=none", "mtu=none"])
        #expect(impairment.loss == .none)
        #expect(impairment.bitsPerSecond == nil && impairment.maximumTransmissionUnit == nil)
        try impairment.apply(["clear"])
        #expect(impairment == Impairment())
    }

    @Test(
        "What makes no sense is refused, and nothing is changed",
        arguments: [
            "delay=25", "delay=-1ms", "loss=101%", "rate=0mbit", "queue=5", "burst=1%/2%", "mtu=x", "toobig=no",
        ])
    func malformed(word: String) throws {
        var impairment = Impairment()
        let parts = word.split(separator: "=").map(String.init)
        #expect(throws: ImpairmentError.malformed(key: parts[0], value: parts[1])) {
            try impairment.apply(["jitter=1ms", Substring(word)])
        }
        #expect(impairment == Impairment())
    }

    @Test("A word that is none is named", arguments: ["latency=5ms", "fast"])
    func unknown(word: String) {
        var impairment = Impairment()
        let key = String(word.split(separator: "=")[0])
        #expect(throws: ImpairmentError.unknownKey(key)) { try impairment.apply([Substring(word)]) }
    }
}
