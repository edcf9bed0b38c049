import SignalingClient
import SignalingProtocol
import SignalingService
import Testing

@Suite("A clean stop", .timeLimit(.minutes(1)))
struct StopTests {
    @Test("It says goodbye to open connections and logs no error")
    func openSockets() async throws {
        let folder = try TestFolder()
        let record = LogRecord()
        var client: SignalingClient?
        try await withService(folder.configuration, logger: record.makeLogger()) { service in
            let site = try #require(SiteAddress(parsing: try await service.address))
            let visitor = SignalingClient(site: site, greeting: .visit, logger: quiet)
            client = visitor
            await visitor.start()
            var events = visitor.events.makeAsyncIterator()
            guard case .connected = await events.next() else {
                Issue.record("The visitor is not connected")
                return
            }
        }
        #expect(record.errors == [])
        await client?.close()
    }
}
