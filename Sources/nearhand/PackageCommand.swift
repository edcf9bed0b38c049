import ArgumentParser
import Crypto
import Cryptography
import Foundation

/// `nearhand package`: signatures of the packages that a site offers. What makes packages is `make packages`.
struct PackageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package", abstract: "Sign packages of Support Manager, for a site that offers them.",
        subcommands: [MakeKey.self, Sign.self])

    /// The name of the public key beside the packages.
    fileprivate static let publicKeyName = "publisher.pem"

    /// `nearhand package make-key FILE`.
    struct MakeKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a publisher's key.",
            discussion: """
                Keep it where packages are made, away from every service. Tell people the fingerprint by another way \
                than the site, so that they can compare it.
                """)

        @Argument(help: "The file for the private key; it must not be there yet.")
        var file: String

        /// Writes the key for its owner alone, and shows the fingerprint of its public half.
        func run() throws {
            let key = PublisherKey()
            let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw Explanation("\(file) cannot be made: \(String(cString: strerror(errno))). Nothing was written.")
            }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            do {
                try handle.write(contentsOf: Data(key.pem.utf8 + [0x0A]))
                try handle.close()
            } catch {
                unlink(file)
                throw Explanation("\(file) cannot be written, and was removed.")
            }
            Terminal.show("Fingerprint of the publisher's key: \(key.publicKey.fingerprint)")
        }
    }

    /// `nearhand package sign --key FILE PACKAGE…`.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign packages: write PACKAGE.sig, and the publisher's public key, beside each.")

        @Option(help: ArgumentHelp("The publisher's private key, as make-key writes it.", valueName: "file"))
        var key: String

        @Argument(help: "The packages.")
        var packages: [String]

        /// Signs them one after the other and shows each signature's file.
        func run() throws {
            let key = try readKey()
            for package in packages {
                guard let bytes = try? Data(contentsOf: URL(filePath: package), options: .alwaysMapped) else {
                    throw Explanation("\(package) cannot be read. It was not signed.")
                }
                let folder = URL(filePath: package).deletingLastPathComponent()
                do {
                    try Data(key.sign(SHA256.hash(data: bytes)))
                        .write(to: URL(filePath: package + ".sig"), options: .atomic)
                    try Data(key.publicKey.pem.utf8 + [0x0A])
                        .write(to: folder.appending(path: PackageCommand.publicKeyName), options: .atomic)
                } catch {
                    throw Explanation("The signature of \(package) cannot be written beside it.")
                }
                Terminal.show("Signed: \(package).sig")
            }
            Terminal.show("Fingerprint of the publisher's key: \(key.publicKey.fingerprint)")
        }

        /// A key that others can read signs nothing: it may be theirs already.
        private func readKey() throws -> PublisherKey {
            var status = stat()
            guard stat(self.key, &status) == 0, let pem = try? String(contentsOfFile: self.key, encoding: .utf8) else {
                throw Explanation("The key \(self.key) cannot be read. Nothing was signed.")
            }
            guard status.st_mode & 0o077 == 0 else {
                throw Explanation(
                    "Others can read the key \(self.key). Nothing was signed. chmod 600 keeps it to its owner.")
            }
            do {
                return try PublisherKey(pem: pem)
            } catch {
                throw Explanation(
                    "\(self.key) holds no key as nearhand package make-key writes it. Nothing was signed.")
            }
        }
    }
}
