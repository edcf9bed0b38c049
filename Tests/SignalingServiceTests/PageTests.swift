import Foundation
import SignalingService
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("Addresses that are no page", .timeLimit(.minutes(1)))
struct PageTests {
    @Test("They are answered with the join page and 404; programs get 404 alone")
    func joinPage() async throws {
        let folder = try TestFolder()
        try await withService(folder.configuration) { service in
            let site = try await service.address
            for path in ["/j/", "/j", "/nowhere", "/j/a/b/c"] {
                let answer = try await get(site + path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.body.contains("/assets/join.js"), "\(path)")
                #expect(answer.policy != nil, "\(path)")
            }
            for path in ["/api/nowhere", "/assets/nowhere.js", "/api/invitations/nowhere"] {
                let answer = try await get(site + path)
                #expect(answer.status == 404, "\(path)")
                #expect(!answer.body.contains("<html"), "\(path)")
            }
            #expect(try await get(site + "/j/aW52aXRhdGlvbg").status == 200)
        }
    }

    private func get(_ address: String) async throws -> (status: Int, body: String, policy: String?) {
        let session = URLSession(configuration: .ephemeral)
        defer { session.invalidateAndCancel() }
        let url = try #require(URL(string: address))
        let (data, response) = try await session.data(from: url)
        let answer = try #require(response as? HTTPURLResponse)
        return (
            answer.statusCode, String(decoding: data, as: UTF8.self),
            answer.value(forHTTPHeaderField: "Content-Security-Policy")
        )
    }
}
