import Foundation
import SignalingClient
import SignalingProtocol
import SignalingService
import Testing
import Wire

@Suite("Pages and HTTP interface", .serialized, .timeLimit(.minutes(2)))
struct HTTPTests {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }

    private func request(
        _ site: Site, _ path: String, method: String = "GET", headers: [String: String] = [:], body: String? = nil
    ) async throws -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: site\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        let socket = try await RawSocket.connect(to: site.address)
        let bytes = try await socket.exchange([Array((text + "\r\n" + (body ?? "")).utf8)], pause: .zero)
        let end = try #require(bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) })
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 { fields[parts[0].lowercased()] = parts[1] }
        }
        let status = try #require(Int(lines[0].split(separator: " ")[1]))
        return Answer(status: status, headers: fields, body: Array(bytes[(end + 4)...]))
    }

    @Test(
        "Every answer carries the strict headers",
        arguments: ["/", "/j/abc", "/sign-in", "/nothing", "/assets/sign-in.js", "/api/site"])
    func securityHeaders(path: String) async throws {
        try await Site.with { site in
            let answer = try await request(site, path)
            #expect(answer.status == (path == "/nothing" ? 404 : 200))
            let policy = answer.headers["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("default-src 'none';"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers["referrer-policy"] == "no-referrer")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
        }
    }

    @Test("An asset has its type and a tag, and is not sent twice")
    func entityTag() async throws {
        try await Site.with { site in
            let first = try await request(site, "/assets/sign-in.js")
            #expect(first.headers["content-type"] == "text/javascript; charset=utf-8")
            let tag = try #require(first.headers["etag"])
            let second = try await request(site, "/assets/sign-in.js", headers: ["If-None-Match": tag])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
        }
    }

    @Test(
        "A path out of the assets leads nowhere",
        arguments: ["/assets/../Package.swift", "/assets/%2e%2e/x", "/assets/", "/assets//etc/passwd"])
    func paths(path: String) async throws {
        try await Site.with { site in
            let answer = try await request(site, path)
            #expect(answer.status == 404)
        }
    }

    @Test("The site and an invitation say who they are; an unknown invitation is not found")
    func invitation() async throws {
        try await Site.with { site in
            let about = try await request(site, "/api/site").object
            #expect(about["name"] as? String == "Nearhand")
            #expect(about["address"] as? String == site.address.description)
            let host = try await site.signedInHost()
            let session = try await host.startSession()
            let invitation = try await host.makeInvitation(to: session.session)
            let answer = try await request(site, "/api/invitations/\(invitation.rawValue)")
            #expect(answer.object["hostDisplayName"] as? String == "Grace")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(try await request(site, "/api/invitations/AAAA").status == 404)
            #expect(try await request(site, "/healthz").status == 200)
        }
    }

    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    private func signIn(
        _ site: Site, name: String = "grace", password: String, newPassword: String? = nil,
        redirect: String = Site.redirect, headers: [String: String]? = nil
    ) async throws -> Answer {
        var body: [String: String] = [
            "name": name, "password": password, "codeChallenge": Self.challenge, "redirectURI": redirect,
            "state": "a b",
        ]
        body["newPassword"] = newPassword
        let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
        return try await request(
            site, "/api/sign-in", method: "POST",
            headers: headers ?? ["Origin": site.address.description, "Content-Type": "application/json"], body: text)
    }

    @Test("The whole sign-in: one-time password, new password, code, token; the code works once")
    func wholeSignIn() async throws {
        try await Site.with { site in
            let first = try await signIn(site, password: site.oneTimePassword)
            #expect(first.object["needsNewPassword"] as? Bool == true)
            let short = try await signIn(site, password: site.oneTimePassword, newPassword: "too short")
            #expect(short.status == 422)
            let second = try await signIn(
                site, password: site.oneTimePassword, newPassword: "correct horse battery")
            let redirect = try #require(second.object["redirect"] as? String)
            #expect(redirect.hasPrefix(Site.redirect + "?code="))
            #expect(redirect.hasSuffix("&state=a%20b"))
            #expect(try await signIn(site, password: site.oneTimePassword).status == 403)

            let code = try #require(redirect.dropFirst((Site.redirect + "?code=").count).split(separator: "&").first)
            let message = ClientMessage.SignIn(
                code: String(code), codeVerifier: Self.verifier, redirectURI: Site.redirect)
            let host = try await site.connect(.signIn(Redacted(message)))
            #expect(host.welcome?.account?.name == "grace")
            let thief = await Peer(site.address, .signIn(Redacted(message)))
            #expect(try await thief.event() == .disconnected(.refused(.notSignedIn)))
        }
    }

    @Test("A wrong password and an unknown name are answered alike; ten of them are enough")
    func wrongPassword() async throws {
        try await Site.with { site in
            let wrong = try await signIn(site, password: "wrong")
            let unknown = try await signIn(site, name: "nobody", password: "wrong")
            #expect(wrong.status == 403)
            #expect(wrong.body == unknown.body)
            for _ in 0..<8 { _ = try await signIn(site, password: "wrong") }
            let held = try await signIn(site, password: site.oneTimePassword)
            #expect(held.status == 429)
            #expect(held.object["retryAfter"] as? Int == 60)
        }
    }

    @Test("Another origin, another media type, another redirect or an oversized body are refused")
    func refused() async throws {
        try await Site.with { site in
            let password = site.oneTimePassword
            let origin = site.address.description
            let json = "application/json"
            let cases: [(headers: [String: String], status: Int)] = [
                (["Origin": "https://evil.example", "Content-Type": json], 403), (["Content-Type": json], 403),
                (["Origin": origin, "Content-Type": "text/plain"], 415),
            ]
            for (headers, status) in cases {
                let answer = try await signIn(site, password: password, headers: headers)
                #expect(answer.status == status)
            }
            let elsewhere = try await signIn(site, password: password, redirect: "https://evil.example/")
            #expect(elsewhere.status == 400)
            let large = try await signIn(site, password: String(repeating: "a", count: 9_000))
            #expect(large.status == 413)
        }
    }
}
