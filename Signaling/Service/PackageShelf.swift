import Crypto
import Cryptography
import Foundation
import NIOCore

/// The packages that a site offers, read once: what is sent later is what was hashed and checked at the start.
struct PackageShelf: Sendable {
    /// Sorted by name.
    let packages: [SupportPackage]
    /// Whose signatures they have; `nil` where nothing is offered.
    let publisher: PublisherPublicKey?

    /// The file of the folder that holds the publisher's public key, in PEM form.
    static let publisherFile = "publisher.pem"
    /// Of one package, in bytes; all of them stay in memory.
    static let maximumByteCount = 100_000_000

    /// Offers nothing.
    static let empty = PackageShelf(packages: [], publisher: nil)

    private init(packages: [SupportPackage], publisher: PublisherPublicKey?) {
        self.packages = packages
        self.publisher = publisher
    }

    /// Reads a folder as `make packages` and `nearhand package sign` leave it.
    /// - Throws: `StartFailure.packagesUnreadable`, `.packageUnsigned`, `.publisherKeyUnreadable`: a package that cannot be
    ///   checked is not offered silently, nor left out silently.
    init(folder: String) throws(StartFailure) {
        let names: [PackageName]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                .compactMap(PackageName.init(parsing:))
        } catch {
            throw .packagesUnreadable(folder: folder, reason: "it is no folder that can be read")
        }
        guard !names.isEmpty else { throw .packagesUnreadable(folder: folder, reason: "it holds no package") }
        let keyFile = "\(folder)/\(Self.publisherFile)"
        guard let pem = try? String(contentsOfFile: keyFile, encoding: .utf8),
            let publisher = try? PublisherPublicKey(pem: pem)
        else { throw .publisherKeyUnreadable(file: keyFile) }
        var packages: [SupportPackage] = []
        for name in names {
            let file = "\(folder)/\(name.text)"
            let bytes = try Self.read(file)
            let digest = SHA256.hash(data: bytes)
            guard let signature = FileManager.default.contents(atPath: file + ".sig"),
                publisher.accepts([UInt8](signature), of: digest)
            else { throw .packageUnsigned(file: file) }
            packages.append(
                SupportPackage(
                    name: name, bytes: ByteBuffer(bytes: bytes), sha256: Digest.describe(digest),
                    signature: ByteBuffer(bytes: signature)))
        }
        self.init(packages: packages, publisher: publisher)
    }

    private static func read(_ file: String) throws(StartFailure) -> Data {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        guard let byteCount = attributes?[.size] as? Int, byteCount <= maximumByteCount,
            let bytes = FileManager.default.contents(atPath: file)
        else {
            throw .packagesUnreadable(
                folder: file, reason: "it is missing or larger than \(maximumByteCount / 1_000_000) MB")
        }
        return bytes
    }
}
