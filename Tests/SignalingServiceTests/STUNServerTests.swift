import NIOCore
import NIOPosix
import STUN
import SignalingService
import Testing

@Suite("The service's STUN server", .timeLimit(.minutes(1)))
struct STUNServerTests {
    @Test("A Binding request is answered with the address it came from; garbage is not answered")
    func binding() async throws {
        try await Site.with { site in
            let port = try #require(site.service.stunPort)
            let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<AddressedEnvelope<ByteBuffer>, AddressedEnvelope<ByteBuffer>>(
                            wrappingChannelSynchronously: channel)
                    }
                }
            let own = try #require(channel.channel.localAddress?.port)
            let server = try SocketAddress(ipAddress: "127.0.0.1", port: port)
            let transaction: [UInt8] = Array(1...12)
            let request: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + transaction
            try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(AddressedEnvelope(remoteAddress: server, data: ByteBuffer(bytes: [1, 2, 3])))
                try await outbound.write(AddressedEnvelope(remoteAddress: server, data: ByteBuffer(bytes: request)))
                var answers = inbound.makeAsyncIterator()
                let answer = try #require(try await answers.next())
                let message = try STUNMessage.parse(Array(answer.data.readableBytesView))
                #expect(message.messageClass == .successResponse)
                let value = try #require(message.attributes.first { $0.type == .xorMappedAddress }?.value)
                let mapped = try TransportAddress.parse(xored: value, transactionID: message.transactionID)
                #expect(mapped == TransportAddress(ipv4: (127, 0, 0, 1), port: UInt16(clamping: own)))
            }
        }
    }
}
