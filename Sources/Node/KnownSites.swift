import Glibc
package import SignalingProtocol

/// The sites that this person has used, a line each. A link to another one is asked about before it is reached.
package struct KnownSites: Sendable {
    private let path: String
    private static let maximumByteCount = 1_000_000

    /// - Parameter folder: the node's state folder.
    package init(folder: String) {
        path = folder + "/known-sites"
    }

    /// A file that cannot be read knows none, so that the person is asked once more.
    package func contains(_ site: SiteAddress) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumByteCount)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return false }
        return bytes[..<count].split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(site.description.utf8) }
    }

    /// Notes a site that was reached. A disk that takes nothing costs a question next time.
    package func add(_ site: SiteAddress) {
        guard !contains(site) else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        let line = Array("\(site)\n".utf8)
        _ = write(file, line, line.count)
    }
}
