import Foundation
import NIOHTTP1
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct UploadTests {
    /// SHA-256 of `abc` (FIPS 180-2, B.1).
    private let digestOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-upload-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func headers(_ browser: Browser, key: String) -> HTTPHeaders {
        var headers = browser.ownHeaders
        headers.add(name: "authorization", value: "Bearer \(key)")
        return headers
    }

    @Test("A file arrives whole, only its owner may read it, and its name cannot leave the folder")
    func upload() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: { $0.uploadDirectory = folder }) { console, address, browser in
                var events = console.events.makeAsyncIterator()
                let headers = headers(browser, key: try await browser.key(for: address))
                let response = try await browser.send(
                    .POST, "/files?name=..%2F..%2Freport%20%E5%A0%B1.txt", headers: headers, body: "abc")
                #expect(response.status == .created)
                guard case .uploaded(let file) = await events.next() else {
                    Issue.record("the node is told")
                    return
                }
                #expect(file.name == "report 報.txt" && file.size == 3 && file.sha256 == digestOfABC)
                #expect(file.path.hasPrefix(folder + "/upload-"))
                #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "abc")
                let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test("An empty file is a file")
    func empty() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: { $0.uploadDirectory = folder }) { _, address, browser in
                let headers = headers(browser, key: try await browser.key(for: address))
                let response = try await browser.send(.POST, "/files?name=a", headers: headers)
                #expect(response.status == .created && response.body.contains("\"size\":0"))
            }
        }
    }

    @Test("Without a key, a name or a folder nothing is stored")
    func refused() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: { $0.uploadDirectory = folder }) { _, address, browser in
                let good = headers(browser, key: try await browser.key(for: address))
                #expect(try await browser.send(.POST, "/files?name=a", body: "abc").status == .unauthorized)
                let wrong = headers(browser, key: String(repeating: "A", count: 43))
                let refused = try await browser.send(.POST, "/files?name=a", headers: wrong, body: "abc")
                #expect(refused.status == .unauthorized)
                for path in ["/files", "/files?name=", "/files?name=..", "/files?name=%zz"] {
                    #expect(try await browser.send(.POST, path, headers: good, body: "abc").status == .badRequest)
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            }
            try await withConsole { _, address, browser in
                let good = headers(browser, key: try await browser.key(for: address))
                let response = try await browser.send(.POST, "/files?name=a", headers: good, body: "abc")
                #expect(response.status == .serviceUnavailable)
            }
        }
    }

    @Test("A token that is used twice ends the upload that runs with its key")
    func keyEndsMeanwhile() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: { $0.uploadDirectory = folder }) { console, address, browser in
                let headers = headers(browser, key: try await browser.key(for: address))
                let answer = try await RawConnection.open(to: browser.port) { connection in
                    try await connection.send(head(of: "/files?name=a", headers: headers, byteCount: 6) + "abc")
                    while try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    #expect(try await browser.redeem(address.token).body.contains("tokenReused"))
                    try await connection.send("def")
                    return try await connection.receive(untilEndOf: "}")
                }
                #expect(answer.hasPrefix("HTTP/1.1 401") && answer.hasSuffix("{\"error\":\"keyRefused\"}"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
                await console.stop()
                var seen: [ConsoleEvent] = []
                for await event in console.events { seen.append(event) }
                #expect(seen == [.tokenReused])
            }
        }
    }

    @Test("An upload may take longer than a request")
    func slow() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: {
                $0.uploadDirectory = folder
                $0.requestTimeout = .seconds(2)
            }) { _, address, browser in
                let headers = headers(browser, key: try await browser.key(for: address))
                let answer = try await RawConnection.open(to: browser.port) { connection in
                    try await connection.send(head(of: "/files?name=a", headers: headers, byteCount: 6) + "abc")
                    try await Task.sleep(for: .milliseconds(2_500))
                    try await connection.send("def")
                    return try await connection.receive(untilEndOf: "}")
                }
                #expect(answer.hasPrefix("HTTP/1.1 201"))
            }
        }
    }

    /// A request's head, by hand.
    private func head(of path: String, headers: HTTPHeaders, byteCount: Int) -> String {
        var text = "POST \(path) HTTP/1.1\r\ncontent-length: \(byteCount)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return text + "\r\n"
    }

    @Test("A file over the limit is refused and leaves nothing behind")
    func tooLarge() async throws {
        try await withFolder { folder in
            try await withConsole(adjust: {
                $0.uploadDirectory = folder
                $0.maximumUploadByteCount = 100_000
            }) { _, address, browser in
                let headers = headers(browser, key: try await browser.key(for: address))
                let body = String(repeating: "a", count: 300_000)
                let response = try await browser.send(.POST, "/files?name=a", headers: headers, body: body)
                #expect(response.status == .payloadTooLarge && response.body == "{\"error\":\"tooLarge\"}")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            }
        }
    }

    @Test("A full disk is said to be full", arguments: [ENOSPC, EDQUOT])
    func diskFull(errorNumber: Int32) {
        #expect(Upload.Failure(errorNumber: errorNumber) == .diskFull)
        #expect(Upload.Failure.diskFull.status == .insufficientStorage)
    }

    @Test("A folder that is gone is said to be unwritable")
    func noFolder() async throws {
        try await withConsole(adjust: { $0.uploadDirectory = "/nonexistent/folder" }) { _, address, browser in
            let headers = headers(browser, key: try await browser.key(for: address))
            let response = try await browser.send(.POST, "/files?name=a", headers: headers, body: "abc")
            #expect(response.status == .internalServerError && response.body == "{\"error\":\"writeFailed\"}")
        }
    }
}
