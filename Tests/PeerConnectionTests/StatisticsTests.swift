import DataChannel
import ICE
import Testing

@testable import PeerConnection

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
        // The customer sends the picture, the host none.
        #expect(pair.availableOutgoingBitrate == nil)
        let available = try #require(customer.candidatePair?.availableOutgoingBitrate)
        #expect(available >= 300_000 && customer.outboundRtp.first?.targetBitrate == available)
        await call.close()
        #expect(await call.host.connection.statistics() == RTCStatsReport())
    }

    @Test("what is sent before a channel can be used counts")
    func earlyMessages() async throws {
        let participant = try Participant()
        let chat = try await participant.connection.openDataChannel(label: "chat")
        try await participant.connection.send(.text("hello"), on: chat)
        let statistics = await participant.connection.statistics()
        let channel = try #require(statistics.dataChannels.first)
        #expect(channel.state == "connecting" && channel.label == "chat")
        #expect(channel.messagesSent == 1 && channel.bytesSent == 5)
        #expect(statistics.peerConnection.dataChannelsOpened == 0)
        await participant.connection.close()
    }

    @Test("a channel counts as opened and as closed once, and as closed only where it was open")
    func tally() {
        var tally = TransportTally()
        let opened = DataChannelID(rawValue: 1)
        tally.begin(opened, label: "a", subprotocol: "")
        tally.send(.text("1"), on: opened)
        tally.open(opened, label: "a", subprotocol: "")
        tally.send(.text("2"), on: opened)
        tally.close(opened)
        tally.close(opened)
        #expect(tally.channels[opened]?.messagesSent == 2)
        let given = DataChannelID(rawValue: 2)
        tally.begin(given, label: "b", subprotocol: "")
        tally.close(given)
        #expect(tally.openedCount == 1 && tally.closedCount == 1)
        #expect(tally.channels.values.allSatisfy { $0.state == "closed" })
        for number in 3...100 {
            tally.open(DataChannelID(rawValue: number), label: "c", subprotocol: "")
            tally.close(DataChannelID(rawValue: number))
        }
        #expect(tally.channels.count == TransportTally.closedChannelLimit)
    }

    @Test("before anything there is nothing to tell")
    func new() async throws {
        let participant = try Participant()
        #expect(await participant.connection.statistics() == RTCStatsReport())
        await participant.connection.close()
    }
}
