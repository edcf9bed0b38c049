import DataChannel
import ICE
import PeerConnection
import Testing

@Suite("Statistics of a connection", .timeLimit(.minutes(1)))
struct StatisticsTests {
    @Test("messages, bytes, path and round trip are counted on both sides")
    func counts() async throws {
        let call = try await Call()
        await call.connect()
        let chat = try #require(await call.host.channels["chat"])
        try await call.host.connection.send(.text("hello"), on: chat)
        try await call.host.connection.send(.binary([1, 2, 3]), on: chat)
        await call.customer.wait { $0.messages.count == 2 }
        let host = await call.host.connection.statistics()
        let customer = await call.customer.connection.statistics()
        let sent = try #require(host.dataChannels.first { $0.label == "chat" })
        let received = try #require(customer.dataChannels.first { $0.label == "chat" })
        #expect(sent.messagesSent == 2 && sent.bytesSent == 8)
        #expect(received.messagesReceived == 2 && received.bytesReceived == 8)
        #expect(sent.state == "open" && host.peerConnection.dataChannelsOpened == 2)
        #expect(host.transport.dtlsRole == "server" && customer.transport.dtlsRole == "client")
        #expect(host.transport.dtlsState == "connected")
        #expect(host.transport.srtpCipher == "SRTP_AEAD_AES_128_GCM")
        #expect(host.transport.bytesSent > 0 && host.transport.bytesSent >= host.transport.packetsSent)
        let pair = try #require(host.candidatePair)
        // Which of the two families it is depends on which pair is checked first.
        let family = try #require(await call.host.paths.last).family.rawValue
        #expect(pair.localCandidateType == "host" && pair.protocol == "udp" && pair.addressFamily == family)
        let roundTripTime = try #require(pair.currentRoundTripTime)
        #expect(roundTripTime > 0 && roundTripTime < 5)
        await call.close()
        #expect(await call.host.connection.statistics() == RTCStatsReport())
    }

    @Test("before anything there is nothing to tell")
    func new() async throws {
        let participant = try Participant()
        #expect(await participant.connection.statistics() == RTCStatsReport())
        await participant.connection.close()
    }
}
