import Foundation
import SignalingClient
import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@testable import SignalingService

@Suite("One-time codes by which a page learns that Support Manager opened", .timeLimit(.minutes(1)))
struct OpeningTests {
    private let start = Instant(nanoseconds: 0)

    @Test("A code lives ten seconds, whether or not it was reported")
    func lifetime() {
        var table = OpeningTable()
        for code in ["reported", "silent"] {
            let isAdded = table.add(code, from: .local, now: start)
            #expect(isAdded)
        }
        table.report("reported", now: start + .seconds(1))
        #expect(table.isOpened("reported", now: start + .milliseconds(9_999)) == true)
        #expect(table.isOpened("silent", now: start + .milliseconds(9_999)) == false)
        for code in ["reported", "silent"] { #expect(table.isOpened(code, now: start + .seconds(10)) == nil) }
        table.report("silent", now: start + .seconds(10))
        #expect(table.isOpened("silent", now: start + .seconds(10)) == nil)
    }

    @Test("A code that nobody made says nothing")
    func unknown() {
        var table = OpeningTable()
        table.report("guess", now: start)
        #expect(table.isOpened("guess", now: start) == nil)
    }

    @Test("One address cannot fill the table, and gets room again")
    func bound() {
        var table = OpeningTable()
        let added = (0..<OpeningTable.maximumCountPerSource).map { table.add("a\($0)", from: .ipv4(1), now: start) }
        #expect(added.allSatisfy { $0 })
        let oneMore = table.add("one more", from: .ipv4(1), now: start)
        let another = table.add("another's", from: .ipv4(2), now: start)
        let later = table.add("later", from: .ipv4(1), now: start + OpeningTable.lifetime)
        #expect(!oneMore && another && later)
    }

    @Test("The page's code comes back opened when a node names it in its first message")
    func whole() async throws {
        try await Site.with { site in
            let refused = try await post(site, origin: "https://elsewhere.example")
            #expect(refused.status == 403)
            let code = try #require(try await post(site, origin: site.address.description).object["code"] as? String)
            #expect(try await state(site, code) == false)
            let node = try await site.connect(.visitOpened(Redacted(code)))
            #expect(try await state(site, code) == true)
            #expect(try await state(site, "AAAA") == nil)
            await node.client.close()
        }
    }

    private func state(_ site: Site, _ code: String) async throws -> Bool? {
        let answer = try await exchange(site, "GET /api/openings/\(code) HTTP/1.1\r\nHost: site\r\n")
        return answer.status == 404 ? nil : answer.object["isOpened"] as? Bool
    }

    private func post(_ site: Site, origin: String) async throws -> (status: Int, object: [String: Any]) {
        try await exchange(
            site, "POST /api/openings HTTP/1.1\r\nHost: site\r\nOrigin: \(origin)\r\nContent-Length: 0\r\n")
    }

    private func exchange(_ site: Site, _ head: String) async throws -> (status: Int, object: [String: Any]) {
        let socket = try await RawSocket.connect(to: site.address)
        let bytes = try await socket.exchange([Array((head + "Connection: close\r\n\r\n").utf8)], pause: .zero)
        let text = String(decoding: bytes, as: UTF8.self)
        let status = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let body = text.components(separatedBy: "\r\n\r\n").dropFirst().joined()
        return (status, (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:])
    }
}
