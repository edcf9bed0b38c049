import DTLS
import DataChannel
import Foundation
import ICE
import JSEP
import PeerConnection
import PeerEngine
import RTP
import SDP
import TestSupport
import Testing
import Wire

@Suite("Peer connections on one machine", .serialized, .timeLimit(.minutes(1)))
struct PeerConnectionTests {
    @Test("descriptions and candidates make a connection whose ends know each other's certificates")
    func connect() async throws {
        let call = try await Call()
        await call.connect()
        #expect(await call.host.states == [.connecting, .connected])
        #expect(await call.customer.states == [.connecting, .connected])
        #expect(await call.host.connection.remoteFingerprint() == call.customer.connection.localFingerprint)
        #expect(await call.customer.connection.remoteFingerprint() == call.host.connection.localFingerprint)
        #expect(await call.host.connection.selectedPath?.isRelayed == false)
        #expect(await call.host.channels.keys.sorted() == ["chat", "control"])
        await call.close()
        #expect(await call.host.states.last == .closed)
        #expect(await call.customer.states.last == .closed)
    }

    @Test("a megabyte goes over whole, with messages both ways at the same time")
    func messages() async throws {
        let call = try await Call()
        await call.connect()
        let hostChannel = try #require(await call.host.channels["control"])
        let customerChannel = try #require(await call.customer.channels["control"])
        let pieces = (0..<64).map { DataChannelMessage.binary([UInt8](repeating: UInt8($0), count: 16_384)) }
        for (number, piece) in pieces.enumerated() {
            try await call.host.connection.send(piece, on: hostChannel)
            try await call.customer.connection.send(.text("\(number)"), on: customerChannel)
        }
        await call.customer.wait { $0.messages.count == pieces.count }
        await call.host.wait { $0.messages.count == pieces.count }
        #expect(await call.customer.messages == pieces)
        #expect(await call.host.messages == pieces.indices.map { .text("\($0)") })
        #expect(await call.host.connection.bufferedAmount(of: hostChannel) == 0)
        #expect(await call.host.connection.counters.engine == PeerEngineCounters())
        await call.close()
    }

    @Test("frames go from the customer to the host")
    func video() async throws {
        let call = try await Call()
        await call.connect()
        // A VP8 key frame header of 16 × 16 (RFC 6386 §9.1), then anything.
        let key: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A, 16, 0, 16, 0] + [UInt8](repeating: 7, count: 5_000)
        for number in 0..<10 as Range<UInt32> {
            await call.customer.connection.sendVideo(
                EncodedVideoFrame(
                    codec: .vp8, isKeyFrame: number == 0, rtpTimestamp: RTPTimestamp(rawValue: number * 3_000),
                    width: number == 0 ? 16 : 0, height: number == 0 ? 16 : 0, payload: number == 0 ? key : [0x11] + key
                ), on: .screen)
        }
        await call.host.wait { $0.frameCount == 10 }
        #expect(await call.host.frames.first?.payload == key)
        #expect(await call.host.frames.map(\.isKeyFrame) == [true] + [Bool](repeating: false, count: 9))
        await call.close()
    }

    @Test("a channel that one end closes is closed at both")
    func closeChannel() async throws {
        let call = try await Call()
        await call.connect()
        let chat = try #require(await call.host.channels["chat"])
        await call.host.connection.closeDataChannel(chat)
        await call.customer.wait { !$0.closedChannels.isEmpty }
        await call.host.wait { !$0.closedChannels.isEmpty }
        #expect(await call.host.closedChannels == [chat])
        await call.close()
    }

    @Test("a fingerprint swapped on its way fails the connection, and nothing was opened")
    func swappedFingerprint() async throws {
        let other = try Certificate.make().fingerprint
        let call = try await Call { offer in
            var altered = offer
            for index in altered.media.indices { altered.media[index].transport.fingerprints = [other] }
            return altered
        }
        await call.customer.wait { $0.hasEnded }
        #expect(await call.customer.states.last == .failed(.association(.dtls(.fingerprintMismatch))))
        #expect(await call.customer.channels.isEmpty)
        #expect(await call.customer.connection.remoteFingerprint() == nil)
        await call.close()
    }

    @Test("the end that is not closed is told")
    func closedByPeer() async throws {
        let call = try await Call()
        await call.connect()
        await call.host.connection.close()
        await call.customer.wait { $0.hasEnded }
        #expect(await call.customer.states.last == .closed)
        await call.close()
    }

    @Test("a restart of ICE finds another path for the same association, and nothing on it is lost", arguments: 1...3)
    func restart(_ count: Int) async throws {
        let call = try await Call()
        await call.connect()
        let chat = try #require(await call.host.channels["chat"])
        let fingerprint = await call.customer.connection.remoteFingerprint()
        var earlier: (host: Set<String>, customer: Set<String>) = ([], [])
        for number in 1...count {
            earlier.host.formUnion(await call.host.localAddresses)
            earlier.customer.formUnion(await call.customer.localAddresses)
            try await call.host.connection.send(.text("before restart \(number)"), on: chat)
            try await call.restart()
            try await call.host.connection.send(.text("after restart \(number)"), on: chat)
            // Each generation has sockets, and so ports, of its own.
            await call.host.wait { [earlier] in $0.isOnPath(beyond: earlier.host) }
            await call.customer.wait { [earlier] in
                $0.isOnPath(beyond: earlier.customer) && $0.messages.count == number * 2
            }
        }
        // A generation may go over a first pair to a better one.
        #expect(Set(await call.host.paths.map(\.localAddress.value)).count >= count + 1)
        #expect(await call.customer.connection.remoteFingerprint() == fingerprint)
        #expect(await call.host.states == [.connecting, .connected])
        #expect(
            await call.customer.messages
                == (1...count).flatMap { [.text("before restart \($0)"), .text("after restart \($0)")] })
        await call.close()
    }

    @Test(
        "a description with another certificate, or with credentials that no agent takes, is refused and changes nothing",
        arguments: [true, false])
    func refusedRestart(isOtherCertificate: Bool) async throws {
        let call = try await Call()
        await call.connect()
        let customer = call.customer.connection
        let chat = try #require(await call.host.channels["chat"])
        let fingerprint = await customer.remoteFingerprint()
        let credentials = await customer.localDescription?.media.first?.transport.iceCredentials
        let made = try await call.host.connection.makeOffer(restartingICE: true)
        try await call.host.connection.setLocalDescription(.offer, made)
        var altered = made
        let other = try Certificate.make().fingerprint
        for index in altered.media.indices {
            if isOtherCertificate {
                altered.media[index].transport.fingerprints = [other]
            } else {
                altered.media[index].transport.usernameFragment = "a b"
            }
        }
        let offer = altered
        if isOtherCertificate {
            await #expect(throws: JSEPError.fingerprintChanged) {
                try await customer.setRemoteDescription(.offer, offer)
            }
        } else {
            await #expect(throws: PeerConnectionError.ice(.invalidCredentials)) {
                try await customer.setRemoteDescription(.offer, offer)
            }
        }
        await #expect(throws: JSEPError.wrongState(.stable, .answer)) { try await customer.makeAnswer() }
        #expect(await customer.localDescription?.media.first?.transport.iceCredentials == credentials)
        #expect(await customer.remoteFingerprint() == fingerprint)
        try await call.restart()
        try await call.host.connection.send(.text("hello"), on: chat)
        await call.customer.wait { !$0.messages.isEmpty }
        #expect(await call.customer.messages == [.text("hello")])
        #expect(await call.customer.states == [.connecting, .connected])
        await call.close()
    }

    @Test("a restart asks the servers that were given last, at either end", arguments: [true, false])
    func renewedServers(isHost: Bool) async throws {
        let call = try await Call()
        await call.connect()
        let server = try SilentServer()
        let end = isHost ? call.host : call.customer
        await end.connection.setICEServers([ICEServer(service: .stun, host: "127.0.0.1", port: server.port)])
        try await Task.sleep(for: .milliseconds(100))
        #expect(!server.takeQuestion(), "the path in use needs no server")
        try await call.restart()
        #expect(try await server.isAsked())
        await call.close()
    }

    @Test("a restart that is asked for is told to the owner")
    func restartWanted() async throws {
        let call = try await Call()
        await call.connect()
        await call.customer.connection.requestRestart()
        await call.customer.wait { $0.restartsWanted == 1 }
        #expect(await call.customer.restartsWanted == 1)
        await call.close()
    }

    @Test("a peer that is not there is told as no path within its time, with what became of the relay")
    func noPath() async throws {
        let host = try Participant(pathTimeout: .milliseconds(300))
        let customer = try Participant(pathTimeout: .milliseconds(300))
        try await host.connection.openDataChannel(label: "control")
        let offer = try await host.connection.makeOffer()
        try await host.connection.setLocalDescription(.offer, offer)
        try await customer.connection.setRemoteDescription(.offer, offer)
        let answer = try await customer.connection.makeAnswer()
        try await host.connection.setRemoteDescription(.answer, answer)
        // The customer's candidates never come, and its answer was never set there: nothing answers a check.
        await host.run(relayingTo: nil)
        #expect(await host.states == [.connecting, .failed(.noPath(.notConfigured))])
        await customer.connection.close()
        await host.connection.close()
    }

    @Test("a closed connection takes no calls, and closing twice is closing once")
    func closed() async throws {
        let participant = try Participant()
        _ = try await participant.connection.openDataChannel(label: "chat")
        await participant.connection.close()
        await participant.connection.close()
        await #expect(throws: PeerConnectionError.closed) { try await participant.connection.makeOffer() }
        await #expect(throws: PeerConnectionError.closed) {
            try await participant.connection.openDataChannel(label: "chat")
        }
        let unused = try Participant()
        await unused.connection.close()
    }

    @Test("twenty calls leave no thread and no socket behind")
    func leaks() async {
        // The kernel counts for the process, so that nothing else may happen in it.
        await #expect(processExitsWith: .success) {
            try await Call.openAndClose()
            let before = try Resources.now()
            for _ in 0..<20 { try await Call.openAndClose() }
            let after = try Resources.now()
            #expect(after.sockets <= before.sockets)
            #expect(after.networkThreads <= before.networkThreads)
        }
    }
}

extension Call {
    fileprivate static func openAndClose() async throws {
        let call = try await Call()
        await call.connect()
        await call.close()
    }
}

/// What the process holds, as the kernel counts it.
private struct Resources {
    let sockets: Int
    let networkThreads: Int

    static func now() throws -> Resources {
        let files = FileManager.default
        let descriptors = try files.contentsOfDirectory(atPath: "/proc/self/fd")
        let targets = descriptors.compactMap { try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
        let threads = try files.contentsOfDirectory(atPath: "/proc/self/task")
        let names = threads.compactMap { try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8) }
        return Resources(
            sockets: targets.count { $0.hasPrefix("socket:") },
            networkThreads: names.count { $0.hasPrefix("nearhand-net") })
    }
}
