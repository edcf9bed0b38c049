import Crypto
import Cryptography
import Foundation
import SignalingProtocol
import Testing

@testable import SignalingService

@Suite("Packages that a site offers", .serialized, .timeLimit(.minutes(1)))
struct PackageTests {
    private static let debian = "nearhand_0.1.0_amd64.deb"
    private static let archive = "nearhand-0.1.0-linux-x86_64.tar.gz"
    /// Larger than what is written at once.
    private static let bytes: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// A folder as the publisher leaves it: two packages, their signatures and the public key.
    private func makeFolder(key: PublisherKey = PublisherKey()) throws -> TestFolder {
        let folder = try TestFolder()
        for name in [Self.debian, Self.archive] {
            let bytes = Self.bytes + Array(name.utf8)
            try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(name)"))
            try Data(key.sign(SHA256.hash(data: bytes))).write(to: URL(filePath: "\(folder.path)/\(name).sig"))
        }
        _ = try folder.write(key.publicKey.pem, to: "publisher.pem")
        _ = try folder.write("not for anybody", to: "secret.txt")
        return folder
    }

    @Test("Names say kind, version and architecture; other names are passed over")
    func names() throws {
        let debian = try #require(PackageName(parsing: Self.debian))
        #expect(debian.kind == .debian && debian.version == "0.1.0" && debian.architecture == "amd64")
        let archive = try #require(PackageName(parsing: Self.archive))
        #expect(archive.kind == .archive && archive.version == "0.1.0" && archive.architecture == "x86_64")
        for name in [
            "", "publisher.pem", "nearhand_.deb", "nearhand__.deb", "nearhand_1_2_3.deb", "nearhand_1/2_amd64.deb",
            "nearhand-1-macos-arm64.tar.gz", "nearhand-1-linux.tar.gz", "nearhand-1-linux-a\"b.tar.gz",
            "nearhand_1_amd64.deb.sig", "nearhand_1\r\n_amd64.deb", "../nearhand_1_amd64.deb",
        ] {
            #expect(PackageName(parsing: name) == nil, "\(name)")
        }
    }

    @Test("A listed package arrives byte for byte, with its type, for good; its signature fits the published key")
    func served() async throws {
        let key = PublisherKey()
        let folder = try makeFolder(key: key)
        try await Site.with(configure: { $0.packagesFolder = folder.path }) { site in
            let listing = try await object(site, "/api/packages")
            let publisher = try #require(listing["publisher"] as? [String: String])
            #expect(publisher["fingerprint"] == key.publicKey.fingerprint)
            let publicKey = try await answer(site, try #require(publisher["path"]))
            let published = try PublisherPublicKey(pem: String(decoding: publicKey.body, as: UTF8.self))
            let packages = try #require(listing["packages"] as? [[String: Any]])
            #expect(packages.map { $0["name"] as? String } == [Self.archive, Self.debian])
            for package in packages {
                let name = try #require(package["name"] as? String)
                let got = try await answer(site, try #require(package["path"] as? String))
                #expect(got.status == 200)
                #expect(got.body == Self.bytes + Array(name.utf8))
                #expect(package["byteCount"] as? Int == got.body.count)
                #expect(package["sha256"] as? String == Digest.describe(SHA256.hash(data: got.body)))
                #expect(got.fields["cache-control"]?.contains("immutable") == true)
                #expect(got.fields["content-disposition"] == "attachment; filename=\"\(name)\"")
                #expect(got.fields["x-content-type-options"] == "nosniff")
                #expect(
                    got.fields["content-type"]
                        == (name.hasSuffix(".deb") ? "application/vnd.debian.binary-package" : "application/gzip"))
                let signature = try await answer(site, try #require(package["signaturePath"] as? String))
                #expect(published.accepts(signature.body, of: SHA256.hash(data: got.body)))
                #expect(signature.fields["cache-control"] == "no-cache")
            }
        }
    }

    @Test("No address leads past the table to a file")
    func paths() async throws {
        let folder = try makeFolder()
        try await Site.with(configure: { $0.packagesFolder = folder.path }) { site in
            let listing = try await object(site, "/api/packages")
            let package = try #require((listing["packages"] as? [[String: Any]])?.first)
            let digest = try #require(package["sha256"] as? String)
            for path in [
                "/packages/\(digest)/secret.txt", "/packages/\(digest)/../secret.txt", "/packages/../publisher.pem",
                "/packages/\(digest)/%2e%2e%2fsecret.txt", "/packages/\(digest)/\(Self.debian)",
                "/packages/\(String(repeating: "0", count: 64))/\(Self.archive)", "/packages/\(Self.archive)",
                "/packages/secret.txt", "/packages/\(digest)/.sig", "/packages/\(digest)/", "/packages/",
            ] {
                #expect(try await answer(site, path).status == 404, "\(path)")
            }
        }
    }

    @Test("Without packages the list is empty, and the page is there")
    func none() async throws {
        try await Site.with { site in
            let listing = try await object(site, "/api/packages")
            #expect((listing["packages"] as? [Any])?.isEmpty == true)
            #expect(listing["publisher"] == nil)
            #expect(try await answer(site, "/packages/publisher.pem").status == 404)
            let page = try await answer(site, "/download")
            #expect(page.status == 200)
            #expect(String(decoding: page.body, as: UTF8.self).contains("Hosts need Linux with X11"))
        }
    }

    @Test("A package that was changed, or has no signature, or another's, is not offered")
    func refused() throws {
        let changed = try makeFolder()
        try Data(Self.bytes).write(to: URL(filePath: "\(changed.path)/\(Self.archive)"))
        #expect(throws: StartFailure.packageUnsigned(file: "\(changed.path)/\(Self.archive)")) {
            try PackageShelf(folder: changed.path)
        }
        let unsigned = try makeFolder()
        try FileManager.default.removeItem(atPath: "\(unsigned.path)/\(Self.debian).sig")
        #expect(throws: StartFailure.packageUnsigned(file: "\(unsigned.path)/\(Self.debian)")) {
            try PackageShelf(folder: unsigned.path)
        }
        let another = try makeFolder()
        _ = try another.write(PublisherKey().publicKey.pem, to: "publisher.pem")
        #expect(throws: StartFailure.packageUnsigned(file: "\(another.path)/\(Self.archive)")) {
            try PackageShelf(folder: another.path)
        }
    }

    @Test("A folder without key or packages is said")
    func unusable() throws {
        let keyless = try makeFolder()
        _ = try keyless.write("no key", to: "publisher.pem")
        #expect(throws: StartFailure.publisherKeyUnreadable(file: "\(keyless.path)/publisher.pem")) {
            try PackageShelf(folder: keyless.path)
        }
        for folder in [try TestFolder().path, "/nowhere/at/all"] {
            let failure = #expect(throws: StartFailure.self) { try PackageShelf(folder: folder) }
            guard case .packagesUnreadable = failure else {
                Issue.record("\(folder) gave \(String(describing: failure))")
                continue
            }
        }
    }

    private typealias Answer = (status: Int, fields: [String: String], body: [UInt8])

    private func answer(_ site: Site, _ path: String) async throws -> Answer {
        let socket = try await RawSocket.connect(to: site.address)
        let request = "GET \(path) HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"
        let bytes = try await socket.exchange([Array(request.utf8)], pause: .zero)
        let end = try #require(bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) })
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 { fields[parts[0].lowercased()] = parts[1] }
        }
        return (try #require(Int(lines[0].split(separator: " ")[1])), fields, Array(bytes[(end + 4)...]))
    }

    private func object(_ site: Site, _ path: String) async throws -> [String: Any] {
        let body = try await answer(site, path).body
        return try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
