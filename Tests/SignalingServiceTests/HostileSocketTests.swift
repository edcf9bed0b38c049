import Foundation
import SignalingClient
import SignalingDomain
import SignalingProtocol
import SignalingService
import Testing

@Suite("WebSocket clients that mean no good", .serialized, .timeLimit(.minutes(2)))
struct HostileSocketTests {
    static let visit = RawSocket.text(#"{"type":"visit","version":1}"#)
    static let close = RawSocket.frame(opcode: 8, [0x03, 0xE8])

    private func converse(_ site: Site, _ frames: [[UInt8]]) async throws -> RawConversation {
        let socket = try await RawSocket.connect(to: site.address)
        return RawConversation(try await socket.exchange([RawSocket.upgrade()] + frames))
    }

    @Test("Malformed JSON after the first message is refused and counted; the connection lives")
    func malformed() async throws {
        try await Site.with { site in
            let answer = try await converse(
                site,
                [
                    Self.visit, RawSocket.text("{"), RawSocket.text("[]"), RawSocket.text(#"{"type":"nonsense"}"#),
                    RawSocket.text(String(repeating: "[", count: 5_000)), RawSocket.text(#"{"type":"ping"}"#),
                    Self.close,
                ])
            #expect(answer.status == 101)
            #expect(answer.head.lowercased().contains("sec-websocket-protocol: nearhand.1"))
            #expect(answer.texts.count == 6)
            #expect(answer.texts.dropFirst().dropLast().allSatisfy { $0 == #"{"code":"malformed","type":"refused"}"# })
            #expect(answer.texts.last == #"{"type":"pong"}"#)
            #expect(answer.closeCode == 1_000)
            #expect(await site.service.counters.messagesRefused == 4)
        }
    }

    @Test(
        "Whoever begins with anything but a greeting is refused and closed",
        arguments: [
            #"{"type":"ping"}"#, #"{"type":"startSession"}"#, "{", "", #"{"type":"resume","version":1,"token":"AA"}"#,
        ])
    func noGreeting(first: String) async throws {
        try await Site.with { site in
            let answer = try await converse(site, [RawSocket.text(first)])
            #expect(answer.texts.count == 1)
            #expect(answer.closeCode == 1_008)
        }
    }

    @Test(
        "A client of another version is told so, whatever else that version says, and counted",
        arguments: [
            #"{"type":"visit","version":2}"#, #"{"type":"visit","version":0}"#,
            #"{"type":"resume","version":2,"token":"AA"}"#, #"{"type":"hello","version":2,"as":{"guest":true}}"#,
        ])
    func otherVersion(first: String) async throws {
        try await Site.with { site in
            let answer = try await converse(site, [RawSocket.text(first)])
            #expect(answer.texts == [#"{"code":"unsupportedVersion","type":"refused"}"#])
            #expect(answer.closeCode == 1_008)
            #expect(await site.service.counters.versionsRefused == 1)
            #expect(await site.service.counters.messagesRefused == 1)
        }
    }

    @Test("A message of more than 96 KiB closes with 1009, in one frame and in pieces")
    func oversized() async throws {
        try await Site.with { site in
            let large = [UInt8](repeating: UInt8(ascii: " "), count: 98_305)
            let whole = try await converse(site, [Self.visit, RawSocket.frame(opcode: 1, large)])
            #expect(whole.closeCode == 1_009)
            let half = Array(large.prefix(60_000))
            let pieces = try await converse(
                site,
                [
                    Self.visit, RawSocket.frame(opcode: 1, half, fin: false), RawSocket.frame(opcode: 0, half),
                ])
            #expect(pieces.closeCode == 1_009)
        }
    }

    @Test("Binary messages, unmasked frames and stray continuations are closed with their codes")
    func protocolErrors() async throws {
        try await Site.with { site in
            let binary = try await converse(site, [Self.visit, RawSocket.frame(opcode: 2, [1, 2, 3])])
            #expect(binary.closeCode == 1_003)
            let unmasked = try await converse(site, [Self.visit, RawSocket.frame(opcode: 1, [0x7B], isMasked: false)])
            #expect(unmasked.closeCode == 1_002)
            let stray = try await converse(site, [Self.visit, RawSocket.frame(opcode: 0, [1])])
            #expect(stray.closeCode == 1_002)
        }
    }

    @Test("A message in fragments with a ping between them is one message")
    func fragments() async throws {
        try await Site.with { site in
            let answer = try await converse(
                site,
                [
                    Self.visit, RawSocket.frame(opcode: 1, Array(#"{"type":"#.utf8), fin: false),
                    RawSocket.frame(opcode: 9, [7]), RawSocket.frame(opcode: 0, Array(#""ping"}"#.utf8)), Self.close,
                ])
            #expect(answer.texts.last == #"{"type":"pong"}"#)
            #expect(answer.closeCode == 1_000)
        }
    }

    @Test("The same in one TCP segment, with the close right behind it")
    func fragmentsInOneSegment() async throws {
        try await Site.with { site in
            let frames = [
                RawSocket.frame(opcode: 1, Array(#"{"type":"#.utf8), fin: false), RawSocket.frame(opcode: 9, [7]),
                RawSocket.frame(opcode: 0, Array(#""ping"}"#.utf8)), Self.close,
            ]
            let answer = try await converse(site, [Self.visit, frames.flatMap(\.self)])
            #expect(answer.texts.last == #"{"type":"pong"}"#)
            #expect(answer.closeCode == 1_000)
        }
    }

    @Test("A fragment that is not masked is a protocol error")
    func unmaskedFragment() async throws {
        try await Site.with { site in
            let answer = try await converse(
                site,
                [
                    Self.visit, RawSocket.frame(opcode: 1, Array(#"{"type":"#.utf8), fin: false),
                    RawSocket.frame(opcode: 0, Array(#""ping"}"#.utf8), isMasked: false),
                ])
            #expect(answer.closeCode == 1_002)
            #expect(answer.texts.count == 1)
        }
    }

    @Test("Thousands of messages at once are cut off")
    func flood() async throws {
        try await Site.with { site in
            let pings = (0..<2_000).flatMap { _ in RawSocket.text(#"{"type":"ping"}"#) }
            let answer = try await converse(site, [Self.visit, pings])
            #expect(answer.closeCode == 1_008)
        }
    }

    @Test(
        "A page of another origin gets no WebSocket",
        arguments: [
            "https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:80",
            "http://127.0.0.1.evil.example:80",
        ])
    func wrongOrigin(origin: String) async throws {
        try await Site.with { site in
            let socket = try await RawSocket.connect(to: site.address)
            let answer = RawConversation(try await socket.exchange([RawSocket.upgrade(origin: origin)]))
            #expect(answer.status == 403)
        }
    }

    @Test("The site's own page gets its WebSocket; without the subprotocol or by another path nobody does")
    func upgrades() async throws {
        try await Site.with { site in
            for (request, status) in [
                (RawSocket.upgrade(origin: site.address.description), 101),
                (RawSocket.upgrade(subprotocol: nil), 400), (RawSocket.upgrade(subprotocol: "nearhand.2"), 400),
                (RawSocket.upgrade(method: "POST"), 426),
            ] {
                let socket = try await RawSocket.connect(to: site.address)
                let answer = RawConversation(
                    try await socket.exchange([request, status == 101 ? Self.close : []], patience: .seconds(5)))
                #expect(answer.status == status)
            }
        }
    }

    @Test("More connections from one address than allowed are turned away with 1013")
    func tooMany() async throws {
        try await Site.with(configure: { $0.maximumConnectionsPerAddress = 1 }) { site in
            let first = try await site.visitor()
            let answer = try await converse(site, [])
            #expect(answer.closeCode == 1_013)
            await first.client.close()
        }
    }
}
