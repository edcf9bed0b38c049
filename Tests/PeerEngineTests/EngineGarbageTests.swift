import DataChannel
import PeerEngine
import TestSupport
import Testing
import Wire

@Suite("Engine: bytes that make no sense")
struct EngineGarbageTests {
    /// One first byte of each kind, and of the gaps between them.
    private static let firstBytes: [UInt8] = [0, 3, 4, 16, 20, 22, 23, 63, 64, 127, 128, 129, 143, 191, 192, 255]

    @Test("every length of every kind is counted or dropped, and the session lives on", arguments: [false, true])
    func everyLength(isSecured: Bool) throws {
        let pair = try EnginePair(hasVideo: true)
        let chat = try pair.left.open("chat", now: pair.now)
        if isSecured { pair.connect() }
        var random = SeededRandom(seed: 7)
        for first in Self.firstBytes {
            for count in 0...64 {
                // The second byte chooses between RTP and RTCP.
                for second: UInt8 in [96, 200, 201, 205, 206] {
                    var datagram = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                    if count > 0 { datagram[0] = first }
                    if count > 1 { datagram[1] = second }
                    pair.left.handle(datagram, now: pair.now)
                    pair.right.handle(datagram, now: pair.now)
                }
            }
        }
        #expect(pair.left.counters.unknownDatagrams > 0)
        if isSecured {
            #expect(pair.left.counters.refusedMedia > 0)
        } else {
            #expect(pair.left.counters.earlyMedia > 0)
            pair.connect()
        }
        #expect(pair.ends.run(for: .seconds(5)) { pair.right.channel("chat") != nil })
        try pair.left.send(.text("still here"), on: chat, now: pair.now)
        #expect(pair.ends.run(for: .seconds(5)) { pair.right.messages == [.text("still here")] })
    }

    @Test("media before the handshake is counted and never processed")
    func earlyMedia() throws {
        let pair = try EnginePair(hasVideo: true)
        pair.left.handle([0x80, 96, 0, 1] + [UInt8](repeating: 0, count: 40), now: pair.now)
        #expect(pair.left.counters.earlyMedia == 1)
        #expect(pair.left.frames.isEmpty)
    }
}
