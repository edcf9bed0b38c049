import ICE
import SDP
import Synchronization
import Testing
import Wire

@Suite("ICE agents on one machine", .serialized, .timeLimit(.minutes(1)))
struct ICEAgentTests {
    private static let loop = NetworkLoop()

    /// Passes candidates from one end to the other until the end is closed; `arrivals` gets the datagrams.
    private static func relay(
        _ end: Endpoint, to other: Endpoint, greeting: [UInt8], arrivals: AsyncStream<[UInt8]>.Continuation
    ) async {
        for await event in end.events {
            switch event {
            case .localCandidate(let line): await other.add(line)
            case .gatheringDone: await other.endCandidates()
            // What is sent while the ends go over to another pair may be lost, as on any path; so it is sent on each. The
            // other end's greeting may come before our own state is *connected*.
            case .stateChanged(.connected), .selectedPath: await end.send(greeting)
            case .datagram(let bytes): arrivals.yield(bytes)
            default: break
            }
        }
    }

    @Test("two agents connect and carry datagrams both ways", arguments: [(true, true), (true, false), (false, false)])
    func connect(hostUsesFastPath: Bool, customerUsesFastPath: Bool) async throws {
        let ends = [hostUsesFastPath, customerUsesFastPath].map {
            Endpoint(loop: Self.loop, configuration: ICEConfiguration(includesLoopback: true, usesFastPath: $0))
        }
        let (host, customer) = (ends[0], ends[1])
        let hostCredentials = try await host.start(isControlling: true)
        let customerCredentials = try await customer.start(isControlling: false)
        try await host.setRemote(customerCredentials)
        try await customer.setRemote(hostCredentials)
        try await host.gather()
        try await customer.gather()
        let (atHost, hostArrivals) = AsyncStream.makeStream(of: [UInt8].self)
        let (atCustomer, customerArrivals) = AsyncStream.makeStream(of: [UInt8].self)
        let relays = [
            Task { await Self.relay(host, to: customer, greeting: [20, 1], arrivals: hostArrivals) },
            Task { await Self.relay(customer, to: host, greeting: [20, 2], arrivals: customerArrivals) },
        ]
        #expect(await atHost.first { _ in true } == [20, 2])
        #expect(await atCustomer.first { _ in true } == [20, 1])
        await host.close()
        await customer.close()
        for relay in relays { await relay.value }
    }

    @Test("agents that are let go without being closed leave no callback behind")
    func abandoned() async throws {
        for _ in 0..<20 {
            let end = Endpoint(loop: Self.loop)
            _ = try await end.start(isControlling: true)
            try await end.gather()
        }
        // A barrier: what the abandoned agents asked of the loop has run when this answers.
        await withCheckedContinuation { continuation in Self.loop.perform { continuation.resume() } }
    }

    @Test("what is no candidate is counted and passed over")
    func badCandidates() async throws {
        let end = Endpoint(loop: Self.loop)
        _ = try await end.start(isControlling: true)
        let bad = [
            "1 2 udp 1 127.0.0.1 9 typ host", "1 1 udp 1 300.0.0.1 9 typ host", "1 1 udp 1 example.org 9 typ host",
        ]
        for line in bad { await end.add(try .parse("candidate:" + line)) }
        await end.add(try .parse("candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active"))
        let refusals = try #require(await end.refusals)
        #expect(refusals.unsupportedTransport == 1)
        #expect(refusals.malformed == bad.count)
        for _ in 0..<100 { await end.add(try .parse("candidate:1 1 udp 1 127.0.0.1 9 typ host")) }
        #expect(await end.refusals?.excess == 100 + bad.count + 1 - ICEAgent.maximumRemoteCandidateCount)
        await end.close()
    }

    @Test("a name that nobody has is given up after a second")
    func unresolvedName() async throws {
        let end = Endpoint(loop: Self.loop)
        let remote = try await end.start(isControlling: false)
        try await end.setRemote(remote)
        await end.add(try .parse("candidate:1 1 udp 1 0b5c6f1e-0000-4000-8000-000000000000.local 9 typ host"))
        try await Task.sleep(for: .milliseconds(1_300))
        #expect(await end.refusals?.unresolved == 1)
        await end.close()
    }

    @Test("credentials that RFC 8839 does not allow are refused")
    func badCredentials() async throws {
        let end = Endpoint(loop: Self.loop)
        _ = try await end.start(isControlling: true)
        for (fragment, password) in [
            ("abc", String(repeating: "p", count: 22)), ("abcd", "short"), ("ab\nd", String(repeating: "p", count: 22)),
        ] {
            await #expect(throws: ICEError.invalidCredentials) {
                try await end.setRemote(ICECredentials(usernameFragment: fragment, password: password))
            }
        }
        await end.close()
    }
}

@Suite("Network loop")
struct NetworkLoopTests {
    @Test("a loop that nobody needs ends after what it was asked to do")
    func ends() async {
        await withCheckedContinuation { continuation in
            let loop = NetworkLoop()
            loop.perform { continuation.resume() }
        }
    }

    @Test("a deadline is reached once, and not before its time")
    func timer() async {
        let loop = NetworkLoop()
        let deadline = NetworkLoop.now + .milliseconds(20)
        let reached: Instant = await withCheckedContinuation { continuation in
            loop.perform {
                let holder = TimerHolder()
                holder.timer = LoopTimer(loop: loop) {
                    continuation.resume(returning: NetworkLoop.now)
                    holder.timer = nil
                }
                holder.timer?.schedule(at: deadline)
            }
        }
        #expect(reached >= deadline)
    }

    private final class TimerHolder {
        var timer: LoopTimer?
    }
}

@Suite("ICE server addresses")
struct ICEServerTests {
    @Test(
        "parses the forms of RFC 7064 and 7065",
        arguments: [
            ("stun:example.org", ICEServer(service: .stun, host: "example.org")),
            ("stun:example.org:19302", ICEServer(service: .stun, host: "example.org", port: 19_302)),
            ("stun:[2001:db8::1]:5000", ICEServer(service: .stun, host: "2001:db8::1", port: 5_000)),
            (
                "turn:relay.example?transport=tcp",
                ICEServer(service: .turn(transport: .tcp, username: "u", credential: "c"), host: "relay.example")
            ),
            (
                "turn:192.0.2.1:80",
                ICEServer(service: .turn(transport: .udp, username: "u", credential: "c"), host: "192.0.2.1", port: 80)
            ),
            (
                "turns:relay.example",
                ICEServer(
                    service: .turn(transport: .tls, username: "u", credential: "c"), host: "relay.example", port: 5_349)
            ),
            (
                "turns:relay.example:443?transport=tcp",
                ICEServer(
                    service: .turn(transport: .tls, username: "u", credential: "c"), host: "relay.example", port: 443)
            ),
        ])
    func parses(_ url: String, _ expected: ICEServer) {
        #expect(ICEServer(url: url, username: "u", credential: "c") == expected)
    }

    @Test(
        "refuses the rest",
        arguments: [
            "", "stun", "stun:", "stun:a:0", "stun:a:b", "stun:[::1", "stun:a?transport=udp", "turns:a?transport=udp",
            "http://a",
            "turn:a?transport=sctp", "stun:a:1:2", "stun:a:+80", "stun:[::1]:+80",
        ])
    func refuses(_ url: String) {
        #expect(ICEServer(url: url, username: "u", credential: "c") == nil)
    }

    @Test("a relay without credentials is none")
    func credentials() {
        #expect(ICEServer(url: "turn:a") == nil)
    }
}
