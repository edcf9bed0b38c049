import ICE
import Testing

@Suite("Paths over a relay", .serialized, .timeLimit(.minutes(1)))
struct RelayedPathTests {
    private static let loop = NetworkLoop()

    /// Hands candidates on until the end has a path; `nil` when it is closed before.
    private static func path(of end: Endpoint, handingTo other: Endpoint) async -> SelectedPath? {
        for await event in end.events {
            switch event {
            case .localCandidate(let line): await other.add(line)
            case .gatheringDone: await other.endCandidates()
            case .selectedPath(let path): return path
            default: break
            }
        }
        return nil
    }

    @Test("the path says how its own relay is reached", arguments: [ICEServer.Transport.udp, .tcp])
    func transport(_ transport: ICEServer.Transport) async throws {
        let relay = try await Relay()
        let server = ICEServer(
            service: .turn(transport: transport, username: Relay.username, credential: Relay.credential),
            host: "127.0.0.1", port: relay.port)
        let host = Endpoint(
            loop: Self.loop,
            configuration: ICEConfiguration(servers: [server], relayOnly: true, includesLoopback: true))
        let customer = Endpoint(loop: Self.loop)
        let hostCredentials = try await host.start(isControlling: true)
        let customerCredentials = try await customer.start(isControlling: false)
        try await host.setRemote(customerCredentials)
        try await customer.setRemote(hostCredentials)
        try await host.gather()
        try await customer.gather()
        async let atHost = Self.path(of: host, handingTo: customer)
        async let atCustomer = Self.path(of: customer, handingTo: host)
        let path = try #require(await atHost)
        #expect(path.local == .relayed)
        #expect(path.isTCP == (transport == .tcp))
        // The other end speaks UDP with the relay, whatever the first does.
        #expect(await atCustomer?.isTCP == false)
        await host.close()
        await customer.close()
    }
}
