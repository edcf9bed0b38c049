import NIOHTTP1
import SessionDomain
import Testing

@testable import Console

/// Who may talk to the console at all (DESIGN §2, loopback pages).
@Suite(.timeLimit(.minutes(1))) struct LoopbackTests {
    @Test(
        "A request that names another host is refused",
        arguments: ["localhost", "evil.example", "127.0.0.1", "127.0.0.1:1"])
    func wrongHost(host: String) async throws {
        try await withConsole { _, _, browser in
            let response = try await browser.send(.GET, "/", headers: ["host": host])
            #expect(response.status == .misdirectedRequest)
            #expect(!response.body.contains("<"))
        }
    }

    @Test("A POST from another origin, or from none, is refused", arguments: ["https://evil.example", "null", nil])
    func wrongOrigin(origin: String?) async throws {
        try await withConsole { _, address, browser in
            var headers = browser.ownHeaders
            headers.remove(name: "origin")
            if let origin { headers.add(name: "origin", value: origin) }
            let body = "{\"token\":\"\(address.token)\"}"
            let refused = try await browser.send(.POST, "/session", headers: headers, body: body)
            #expect(refused.status == .forbidden)
            // The refusal used nothing up.
            #expect(try await browser.redeem(address.token).status == .ok)
        }
    }

    @Test("A second Host or Origin header is refused")
    func doubledHeaders() async throws {
        try await withConsole { _, address, browser in
            var headers = browser.ownHeaders
            headers.add(name: "origin", value: "https://evil.example")
            let body = "{\"token\":\"\(address.token)\"}"
            let response = try await browser.send(.POST, "/session", headers: headers, body: body)
            #expect(response.status == .forbidden)
        }
    }

    @Test("An upgrade needs the console's own host, origin and path")
    func upgrade() async throws {
        try await withConsole { _, _, browser in
            let own = "127.0.0.1:\(browser.port)"
            let wrong: [(HTTPHeaders, String)] = [
                (["host": own, "origin": "https://evil.example"], "/socket"), (["host": own], "/socket"),
                (["host": "evil.example", "origin": "http://\(own)"], "/socket"), (browser.ownHeaders, "/other"),
            ]
            for (headers, path) in wrong {
                var headers = headers
                headers.add(name: "upgrade", value: "websocket")
                headers.add(name: "connection", value: "upgrade")
                headers.add(name: "sec-websocket-version", value: "13")
                headers.add(name: "sec-websocket-key", value: "dGhlIHNhbXBsZSBub25jZQ==")
                let response = try await browser.send(.GET, path, headers: headers)
                #expect(response.status == .forbidden)
            }
            try await browser.withSocket { _ in }
        }
    }

    @Test("A token opens the console once; its second use closes the page and warns the node")
    func tokenReuse() async throws {
        try await withConsole { console, address, browser in
            var events = console.events.makeAsyncIterator()
            let key = try await browser.key(for: address)
            try await browser.withSocket { client in
                try await client.send("{\"key\":\"\(key)\"}")
                await console.push(.sample)
                guard case .text = await client.receive() else {
                    Issue.record("a page with the key is drawn")
                    return
                }
                #expect(try await browser.redeem(address.token).body.contains("tokenReused"))
                #expect(await client.receive() == .close(code: 4003))
            }
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .pageClosed)
            #expect(await events.next() == .tokenReused)
            try await browser.withSocket { client in
                try await client.send("{\"key\":\"\(key)\"}")
                #expect(await client.receive() == .close(code: 4001))
            }
            let fresh = try await console.makeAddress()
            #expect(try await browser.redeem(fresh.token).status == .ok)
        }
    }

    @Test("A wrong, malformed or long token is refused", arguments: ["", "short", String(repeating: "A", count: 43)])
    func wrongToken(token: String) async throws {
        try await withConsole { _, _, browser in
            let response = try await browser.redeem(token)
            #expect(response.status.code >= 400)
            let longResponse = try await browser.redeem(String(repeating: "A", count: 5_000))
            #expect(longResponse.status == .badRequest)
        }
    }

    @Test("Nothing is answered to a socket that brings no key", arguments: ["", "{}", "[[[[", "{\"key\":\"AAAA\"}"])
    func socketWithoutKey(first: String) async throws {
        try await withConsole { console, _, browser in
            await console.push(.sample)
            try await browser.withSocket { client in
                try await client.send(first)
                #expect(await client.receive() == .close(code: 4001))
            }
        }
    }

    @Test("A socket that says nothing is closed")
    func silentSocket() async throws {
        try await withConsole(adjust: { $0.keyTimeout = .milliseconds(20) }) { _, _, browser in
            try await browser.withSocket { client in
                #expect(await client.receive() == .end)
            }
        }
    }

    @Test(
        "A connection on which no request comes to its end is closed",
        arguments: [
            "", "GET / HT", "GET / HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n\r\n",
            "POST /session HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\norigin: http://127.0.0.1:PORT\r\n"
                + "content-length: 100\r\n\r\n{",
            "POST /files?name=a HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\norigin: http://127.0.0.1:PORT\r\n"
                + "content-length: 100\r\n\r\na",
        ])
    func silentConnection(request: String) async throws {
        try await withConsole(adjust: { $0.requestTimeout = .milliseconds(100) }) { _, _, browser in
            let request = request.replacing("PORT", with: "\(browser.port)")
            _ = try await RawConnection.open(to: browser.port) { connection in
                // On a busy computer the time is over before this is sent; closed is what the connection has to be.
                try? await connection.send(request)
                return try await connection.receive(untilEndOf: nil)
            }
        }
    }

    @Test("As many silent connections as there may be keep the person out for a moment only")
    func crowd() async throws {
        try await withConsole(adjust: { $0.requestTimeout = .milliseconds(300) }) { _, _, browser in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<80 {
                    group.addTask {
                        _ = try await RawConnection.open(to: browser.port) { connection in
                            try await connection.receive(untilEndOf: nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // On a busy computer a request may take longer than this test gives it.
            var isServed = false
            for _ in 0..<10 where !isServed { isServed = (try? await browser.send(.GET, "/"))?.status == .ok }
            #expect(isServed)
        }
    }

    @Test("No GET changes anything: tokens in addresses are not looked at, and actions have no GET")
    func getChangesNothing() async throws {
        try await withConsole { console, address, browser in
            let paths = [
                "/?token=\(address.token)", "/session?token=\(address.token)", "/files?name=a",
                "/signed-in?code=a&state=b",
            ]
            for path in paths {
                _ = try await browser.send(.GET, path)
            }
            #expect(try await browser.send(.GET, "/session").status == .methodNotAllowed)
            #expect(try await browser.redeem(address.token).status == .ok)
            await console.stop()
            var seen: [ConsoleEvent] = []
            for await event in console.events { seen.append(event) }
            #expect(seen.isEmpty)
        }
    }

    @Test("Every answer carries the headers that shut the page in", arguments: ["/", "/assets/console.js", "/nothing"])
    func headers(path: String) async throws {
        try await withConsole { _, _, browser in
            let response = try await browser.send(.GET, path)
            let policy = response.headers.first(name: "content-security-policy") ?? ""
            #expect(policy.contains("default-src 'none'") && policy.contains("ws://127.0.0.1:\(browser.port)"))
            #expect(!policy.contains("unsafe"))
            #expect(response.headers.first(name: "x-content-type-options") == "nosniff")
            #expect(response.headers.first(name: "referrer-policy") == "no-referrer")
        }
    }

    @Test("A file that the browser has is not sent again")
    func entityTag() async throws {
        try await withConsole { _, _, browser in
            let first = try await browser.send(.GET, "/assets/console.js")
            var headers = browser.ownHeaders
            headers.add(name: "if-none-match", value: first.headers.first(name: "etag") ?? "")
            let second = try await browser.send(.GET, "/assets/console.js", headers: headers)
            #expect(first.status == .ok && second.status == .notModified && second.body.isEmpty)
        }
    }

    @Test("An address never prints its token")
    func redaction() async throws {
        try await withConsole { _, address, _ in
            #expect(!"\(address)".contains(address.token))
            #expect(!String(reflecting: address).contains(address.token))
            var dumped = ""
            dump(address, to: &dumped)
            #expect(!dumped.contains(address.token))
        }
    }
}

extension HostSnapshot {
    static var sample: HostSnapshot {
        HostSnapshot(site: .init(name: "Site", address: "https://site.example"), service: .connected)
    }
}
