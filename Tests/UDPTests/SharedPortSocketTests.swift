import Glibc
import Testing

@testable import UDP

@Suite("A socket beside another on one port")
struct SharedPortSocketTests {
    @Test(
        "STUN goes to the first socket, DTLS and RTP to ours",
        arguments: [0, 1, 3, 19, 20, 63, 64, 127, 128, 191, 192, 255])
    func demultiplexing(_ firstByte: UInt8) throws {
        let first = try BoundSocket()
        var ours = try SharedPortSocket(beside: first.descriptor)
        let sender = try BoundSocket()
        sender.send([firstByte, 1, 2, 3], to: first.address)

        let isOurs = (20...63).contains(firstByte) || (128...191).contains(firstByte)
        var received: [[UInt8]] = []
        while ours.receive({ source, bytes in
            #expect(source == sender.address)
            received.append([UInt8](bytes))
        }) {}
        #expect(received == (isOurs ? [[firstByte, 1, 2, 3]] : []))
        #expect(first.receive() == (isOurs ? nil : [firstByte, 1, 2, 3]))
    }

    @Test("a batch arrives as the datagrams it was made of")
    func batch() throws {
        let first = try BoundSocket()
        let second = try BoundSocket()
        var sender = try SharedPortSocket(beside: first.descriptor)
        var receiver = try SharedPortSocket(beside: second.descriptor)
        var datagrams = (0..<10).map { [UInt8](repeating: 128 + $0, count: 1_200) }
        datagrams.append([UInt8](repeating: 140, count: 7))
        var batch = DatagramBatch()
        for datagram in datagrams {
            let takes = batch.takes(datagram)
            #expect(takes)
            batch.append(datagram)
        }
        let takesMore = batch.takes([20])
        #expect(!takesMore, "behind a shorter one nothing fits")
        let unsent = sender.send(&batch, to: second.address)
        #expect(unsent == 0)
        let isEmpty = batch.isEmpty
        #expect(isEmpty)

        var received: [[UInt8]] = []
        while receiver.receive({ _, bytes in received.append([UInt8](bytes)) }) {}
        #expect(received == datagrams)
    }

    @Test("the first socket gets everything again when ours is gone")
    func closing() throws {
        let first = try BoundSocket()
        do {
            let ours = try SharedPortSocket(beside: first.descriptor)
            #expect(ours.descriptor >= 0)
        }
        let sender = try BoundSocket()
        sender.send([22, 1], to: first.address)
        #expect(first.receive() == [22, 1])
    }

    @Test("what is no socket is refused with the step")
    func refusal() {
        #expect(throws: UDPError.unavailable(.readLocalAddress, errno: EBADF)) {
            let socket = try SharedPortSocket(beside: -1)
            _ = socket.descriptor
        }
    }
}

/// A plain UDP socket on a loopback port of its own.
private final class BoundSocket {
    let descriptor: CInt
    let address: SocketAddress

    init() throws {
        let socket = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var local = sockaddr_in()
        local.sin_family = sa_family_t(AF_INET)
        local.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &local) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(socket, $0, &length) }
        }
        descriptor = socket
        address = SocketAddress(storage, length: length)
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8], to remote: SocketAddress) {
        remote.withPointer { address, length in
            _ = sendto(descriptor, bytes, bytes.count, 0, address?.assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 2_048)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : Array(buffer.prefix(count))
    }
}
