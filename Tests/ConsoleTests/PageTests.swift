import Testing
import Wire

@testable import Console
@testable import SessionDomain

/// What an open page and the node say to each other.
@Suite(.timeLimit(.minutes(1))) struct PageTests {
    /// Opens a page with its key and lends it.
    private func withPage(
        _ browser: Browser, key: String, _ body: (inout PageClient) async throws -> Void
    ) async throws {
        try await browser.withSocket { client in
            try await client.send("{\"key\":\"\(key)\"}")
            try await body(&client)
        }
    }

    @Test("A page gets the snapshot that was pushed before it opened, with a QR code for its link")
    func snapshot() async throws {
        try await withConsole { console, address, browser in
            var snapshot = HostSnapshot.sample
            var session = HostSnapshot.Session(
                id: SessionID(rawValue: "s"), number: "123456789", numberExpiresAt: WallClockTime(secondsSince1970: 0))
            session.link = "https://site.example/j/i#secret"
            snapshot.session = session
            await console.push(snapshot)
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                guard case .text(let text) = await client.receive() else {
                    Issue.record("the first message is the snapshot")
                    return
                }
                #expect(text.hasPrefix("{\"snapshot\":{") && text.hasSuffix("\"type\":\"snapshot\"}"))
                #expect(text.contains("<svg xmlns="))
            }
        }
    }

    @Test("Commands reach the node in order")
    func commands() async throws {
        try await withConsole { console, address, browser in
            var events = console.events.makeAsyncIterator()
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                try await client.send("{\"type\":\"startSession\"}")
                try await client.send("{\"type\":\"sendChat\",\"text\":\"Hello\"}")
                try await client.send("{\"type\":\"completeSignIn\",\"code\":\"c\",\"state\":\"s\"}")
                await console.push(.sample)
                _ = await client.receive()
            }
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .hostCommand(.startSession))
            #expect(await events.next() == .hostCommand(.sendChat(.init(text: "Hello"))))
            #expect(await events.next() == .hostCommand(.completeSignIn(.init(code: "c", state: "s"))))
            #expect(await events.next() == .pageClosed)
        }
    }

    @Test("The customer's panel speaks its own commands, not the host's")
    func customerCommands() async throws {
        try await withConsole(role: .customer) { console, address, browser in
            var events = console.events.makeAsyncIterator()
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                try await client.send("{\"type\":\"stopShare\"}")
                try await client.send("{\"type\":\"startSession\"}")
                #expect(await client.receive() == .close(code: 1007))
            }
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .customerCommand(.stopShare))
            #expect(await console.malformedMessageCount == 1)
        }
    }

    @Test(
        "A message that is no command closes the page, and the next page opens",
        arguments: [
            "", "null", "{\"type\":\"no\"}", "{\"type\":\"admit\"}", "[[[[[[[[]]]]]]]]", "{\"type\":\"startSession\"",
        ])
    func malformed(text: String) async throws {
        try await withConsole { console, address, browser in
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                try await client.send(text)
                #expect(await client.receive() == .close(code: 1007))
            }
            #expect(await console.malformedMessageCount == 1)
            try await withPage(browser, key: key) { client in
                await console.push(.sample)
                guard case .text = await client.receive() else {
                    Issue.record("the page opens again")
                    return
                }
            }
        }
    }

    @Test("An oversized message closes the page")
    func oversized() async throws {
        try await withConsole(adjust: { $0.maximumMessageByteCount = 1_000 }) { _, address, browser in
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                try? await client.send(String(repeating: " ", count: 2_000))
                #expect(await client.receive() == .close(code: 1009))
            }
        }
    }

    @Test("A page that opens later is told the pointer, and what it encodes reaches the node")
    func pictures() async throws {
        try await withConsole { console, address, browser in
            let key = try await browser.key(for: address)
            await console.push(.sample)
            await console.push(.pointerShape([1, 2, 3]))
            try await withPage(browser, key: key) { client in
                var events = console.events.makeAsyncIterator()
                #expect(await events.next() == .pageOpened)
                _ = await client.receive()
                #expect(await client.receive() == .binary([3, 1, 2, 3]))
                let frame: [UInt8] = [2, 1, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0xAA]
                try await client.send(frame)
                let parsed = try PageFrame.parse(frame)
                #expect(await events.next() == .pageFrame(parsed))
                try await client.send([2, 1, 0] as [UInt8])
                #expect(await client.receive() == .close(code: 1007))
            }
            #expect(await console.malformedMessageCount == 1)
        }
    }

    @Test("A frame that is not masked closes the page, whole or as a fragment")
    func unmasked() async throws {
        try await withConsole { console, address, browser in
            let key = try await browser.key(for: address)
            await console.push(.sample)
            try await browser.withSocket { client in
                try await client.send("{\"key\":\"\(key)\"}", isMasked: false)
                #expect(await client.receive() == .close(code: 1002))
            }
            try await withPage(browser, key: key) { client in
                _ = await client.receive()
                try await client.send("{\"type\":", isFinal: false)
                try await client.send("\"startSession\"}", isMasked: false, isContinuation: true)
                #expect(await client.receive() == .close(code: 1002))
            }
        }
    }

    @Test("A newer page takes over, and the older one is not heard any more")
    func takeOver() async throws {
        try await withConsole { console, address, browser in
            var events = console.events.makeAsyncIterator()
            await console.push(.sample)
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { older in
                _ = await older.receive()
                try await withPage(browser, key: key) { newer in
                    _ = await newer.receive()
                    #expect(await older.receive() == .close(code: 4002))
                    // A second close frame would look like a failure, and the older page would take over again.
                    try await older.answerClose()
                    #expect(await older.receive() == .end)
                    try await newer.send("{\"type\":\"startSession\"}")
                    await console.push(.sample)
                    _ = await newer.receive()
                }
            }
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .hostCommand(.startSession))
            #expect(await events.next() == .pageClosed)
        }
    }

    @Test("Video reaches the page from a key frame on; a frame before it asks for one")
    func video() async throws {
        try await withConsole { console, address, browser in
            var events = console.events.makeAsyncIterator()
            await console.push(.sample)
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                _ = await client.receive()
                var frame = VideoFrame(isKeyFrame: false, width: 0, height: 0, timestamp: 1, payload: [1, 2, 3])
                await console.pushVideo(frame)
                frame.isKeyFrame = true
                await console.pushVideo(frame)
                #expect(await client.receive() == .binary(frame.serialize()))
            }
            #expect(await events.next() == .pageOpened)
            #expect(await events.next() == .hostCommand(.needKeyFrame(.init())))
        }
    }

    @Test("A page that reads nothing costs a bounded amount of memory")
    func lag() async throws {
        try await withConsole(adjust: { $0.maximumQueuedVideoByteCount = 1 << 20 }) { console, address, browser in
            await console.push(.sample)
            let key = try await browser.key(for: address)
            try await withPage(browser, key: key) { client in
                _ = await client.receive()
                let payload = [UInt8](repeating: 7, count: 256 << 10)
                for number in 0..<200 {
                    await console.pushVideo(
                        VideoFrame(
                            isKeyFrame: number == 0, width: 16, height: 16, timestamp: UInt64(number), payload: payload)
                    )
                }
            }
            await console.stop()
            var asked = 0
            for await event in console.events where event == .hostCommand(.needKeyFrame(.init())) { asked += 1 }
            #expect(asked == 1)
        }
    }
}
