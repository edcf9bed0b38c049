import NIOCore
import NIOPosix
import SignalingProtocol

/// A TCP connection that says whatever a test wants, byte for byte.
struct RawSocket: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func connect(to site: SiteAddress) async throws -> RawSocket {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: site.host, port: Int(site.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return RawSocket(channel: channel)
    }

    /// Sends the parts one after the other, and collects all that comes until the other side closes.
    ///
    /// `pause` lies between the parts; the whole is given up after `patience`.
    func exchange(
        _ parts: [[UInt8]], pause: Duration = .milliseconds(50), patience: Duration = .seconds(15)
    ) async throws -> [UInt8] {
        let transport = channel.channel
        let watchdog = Task {
            try await Task.sleep(for: patience)
            transport.close(promise: nil)
        }
        defer { watchdog.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            async let sending: Void = {
                for part in parts {
                    try? await outbound.write(ByteBuffer(bytes: part))
                    try? await Task.sleep(for: pause)
                }
            }()
            var received: [UInt8] = []
            do {
                for try await buffer in inbound { received += Array(buffer.readableBytesView) }
            } catch {
                // A reset is a close too.
            }
            await sending
            return received
        }
    }

    /// The request that opens the signalling WebSocket.
    static func upgrade(
        origin: String? = nil, subprotocol: String? = "nearhand.1", path: String = "/api/signal",
        method: String = "GET"
    ) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        text += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        if let origin { text += "Origin: \(origin)\r\n" }
        if let subprotocol { text += "Sec-WebSocket-Protocol: \(subprotocol)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// A masked frame (RFC 6455 §5.2) with the key 0, which leaves the payload as it is.
    static func frame(opcode: UInt8, _ payload: [UInt8], fin: Bool = true, isMasked: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(fin ? 0x80 : 0) | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536:
            bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(mask | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift))
            }
        }
        if isMasked { bytes += [0, 0, 0, 0] }
        return bytes + payload
    }

    static func text(_ text: String) -> [UInt8] { frame(opcode: 1, Array(text.utf8)) }
}

/// What came over a WebSocket that was opened by hand.
struct RawConversation {
    /// The status line and headers.
    let head: String
    let texts: [String]
    let closeCode: Int?

    init(_ bytes: [UInt8]) {
        let end = bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
        head = String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self)
        var rest = bytes[((end ?? bytes.count - 4) + 4)...]
        var texts: [String] = []
        var closeCode: Int?
        while rest.count >= 2 {
            let opcode = rest.removeFirst() & 15
            var count = Int(rest.removeFirst() & 127)
            if count == 126, rest.count >= 2 { count = Int(rest.removeFirst()) << 8 | Int(rest.removeFirst()) }
            let payload = rest.prefix(count)
            rest = rest.dropFirst(count)
            if opcode == 1 { texts.append(String(decoding: payload, as: UTF8.self)) }
            if opcode == 8, payload.count >= 2 {
                closeCode = Int(payload[payload.startIndex]) << 8 | Int(payload[payload.startIndex + 1])
            }
        }
        self.texts = texts
        self.closeCode = closeCode
    }

    var status: Int? { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
}
