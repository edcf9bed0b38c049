import Glibc
import Testing

@testable import UDP

@Suite("A socket beside another on one port")
struct SharedPortSocketTests {
    @Test(
        "DTLS and RTP of the remote end are ours, all else is the first socket's",
        arguments: [0, 1, 3, 19, 20, 63, 64, 127, 128, 191, 192, 255] as [UInt8], [IPFamily.v4, .v6])
    func demultiplexing(_ firstByte: UInt8, _ family: IPFamily) throws {
        let first = try BoundSocket(family)
        let sender = try BoundSocket(family)
        let stranger = try BoundSocket(family)
        var ours = try SharedPortSocket(beside: first.descriptor, remote: sender.address)
        sender.send([firstByte, 1, 2, 3], to: first.address)

        let isOurs = (20...63).contains(firstByte) || (128...191).contains(firstByte)
        #expect(received(by: &ours) == (isOurs ? [[firstByte, 1, 2, 3]] : []))
        #expect(first.receive() == (isOurs ? nil : [firstByte, 1, 2, 3]))

        stranger.send([firstByte, 9], to: first.address)
        #expect(received(by: &ours) == [])
        #expect(first.receive() == [firstByte, 9])
    }

    @Test("a batch arrives as the datagrams it was made of")
    func batch() throws {
        let first = try BoundSocket()
        let second = try BoundSocket()
        var sender = try SharedPortSocket(beside: first.descriptor, remote: second.address)
        var receiver = try SharedPortSocket(beside: second.descriptor, remote: first.address)
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
        let unsent = sender.send(&batch)
        #expect(unsent == 0)
        let isEmpty = batch.isEmpty
        #expect(isEmpty)

        #expect(received(by: &receiver) == datagrams)
    }

    @Test("the route's largest datagrams leave whole, and one that is too large is refused without harm to others")
    func routeLimit() throws {
        let first = try BoundSocket()
        let second = try BoundSocket()
        var sender = try SharedPortSocket(beside: first.descriptor, remote: second.address)
        var receiver = try SharedPortSocket(beside: second.descriptor, remote: first.address)
        let known = sender.routeLimit
        let limit = try #require(known)
        #expect(limit > 1_200)
        let large = [UInt8](repeating: 150, count: min(limit, 16_421))
        var batch = DatagramBatch()
        batch.append(large)
        batch.append(large)
        batch.append([128, 1])
        let unsent = sender.send(&batch)
        #expect(unsent == 0)
        #expect(received(by: &receiver) == [large, large, [128, 1]])
        batch.append([UInt8](repeating: 151, count: 65_508))
        let refused = sender.send(&batch)
        #expect(refused == 1, "IPv4 itself takes a byte less")
        for _ in 0..<2 { batch.append([128, 2]) }
        let unsentAfterwards = sender.send(&batch)
        #expect(unsentAfterwards == 0)
        #expect(received(by: &receiver) == [[128, 2], [128, 2]])
    }

    @Test("another remote end takes the place of the first, and nothing that came is lost")
    func retargeting() throws {
        let first = try BoundSocket()
        let former = try BoundSocket()
        let next = try BoundSocket()
        var ours = try SharedPortSocket(beside: first.descriptor, remote: former.address)
        former.send([22, 1], to: first.address)
        try ours.retarget(to: next.address)
        next.send([22, 2], to: first.address)
        former.send([22, 3], to: first.address)
        #expect(received(by: &ours) == [[22, 1], [22, 2]])
        #expect(first.receive() == [22, 3], "libnice decides about the former one")

        next.send([22, 4], to: first.address)
        ours.release()
        next.send([22, 5], to: first.address)
        #expect(received(by: &ours) == [[22, 4]])
        #expect(first.receive() == [22, 5])
    }

    @Test("the first socket gets everything again when ours is gone")
    func closing() throws {
        let first = try BoundSocket()
        let sender = try BoundSocket()
        do {
            let ours = try SharedPortSocket(beside: first.descriptor, remote: sender.address)
            #expect(ours.descriptor >= 0)
        }
        sender.send([22, 1], to: first.address)
        #expect(first.receive() == [22, 1])
    }

    @Test("a link-local address is the same with and without the device's number")
    func scopes() {
        let addresses = [UInt32(0), 2].map { scope in
            SocketAddress { room in
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = 5_000
                address.sin6_addr.__in6_u.__u6_addr8.0 = 0xFE
                address.sin6_addr.__in6_u.__u6_addr8.1 = 0x80
                address.sin6_scope_id = scope
                room.storeBytes(of: address, as: sockaddr_in6.self)
            }
        }
        #expect(addresses[0] == addresses[1])
    }

    @Test("what is no socket is refused with the step")
    func refusal() throws {
        let remote = try BoundSocket().address
        #expect(throws: UDPError.unavailable(.readLocalAddress, errno: EBADF)) {
            let socket = try SharedPortSocket(beside: -1, remote: remote)
            _ = socket.descriptor
        }
    }

    private func received(by socket: inout SharedPortSocket) -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        while socket.receive({ datagrams.append([UInt8]($0)) }) {}
        return datagrams
    }
}

enum IPFamily: Sendable {
    case v4
    case v6
}

/// A plain UDP socket on a loopback port of its own.
private final class BoundSocket {
    let descriptor: CInt
    let address: SocketAddress

    init(_ family: IPFamily = .v4) throws {
        let socket = socket(
            family == .v4 ? AF_INET : AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        let loopback = SocketAddress { room in
            switch family {
            case .v4:
                var local = sockaddr_in()
                local.sin_family = sa_family_t(AF_INET)
                local.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                room.storeBytes(of: local, as: sockaddr_in.self)
            case .v6:
                var local = sockaddr_in6()
                local.sin6_family = sa_family_t(AF_INET6)
                local.sin6_addr = in6addr_loopback
                room.storeBytes(of: local, as: sockaddr_in6.self)
            }
        }
        let bound = loopback.withPointer { bind(socket, $0?.assumingMemoryBound(to: sockaddr.self), $1) }
        descriptor = socket
        address = SocketAddress { room in
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            getsockname(socket, room.assumingMemoryBound(to: sockaddr.self), &length)
        }
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
