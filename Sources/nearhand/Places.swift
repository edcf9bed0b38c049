import Foundation

/// Where this program keeps things; the only reader of the environment.
struct Places {
    /// What outlives a session: `$XDG_DATA_HOME/nearhand`, or what `--data` named.
    var state: String
    /// `$XDG_RUNTIME_DIR`, or a folder below `state`.
    var runtime: String
    /// The person's downloads folder, which is made when the first file arrives.
    var downloads: String
    /// The person's POSIX locale.
    var locale: String?
    /// This program's own file.
    var executable: String
    /// The proxy's address, `https_proxy`, and the hosts that need none, `no_proxy`.
    var proxy: String?
    /// As in `ProxySettings`; empty for none.
    var proxyExceptions: String
    /// What a child needs to find the X server.
    var desktopEnvironment: [String: String]

    /// Reads the environment and makes the folders, readable by their owner alone.
    /// - Throws: `Explanation` when a folder cannot be made.
    init(state chosen: String? = nil) throws {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.local/share"
        state = chosen.map { URL(filePath: $0).standardizedFileURL.path } ?? data + "/nearhand"
        try Self.makePrivateFolder(state)
        if let given = environment["XDG_RUNTIME_DIR"], given.hasPrefix("/"),
            FileManager.default.isWritableFile(atPath: given)
        {
            runtime = given
        } else {
            runtime = state + "/run"
            try Self.makePrivateFolder(runtime)
        }
        downloads = Self.downloadsFolder(home: home)
        locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"]
        executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        proxy = environment["https_proxy"] ?? environment["HTTPS_PROXY"]
        proxyExceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        let wanted: Set = ["DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "HOME", "LANG", "LC_ALL"]
        desktopEnvironment = environment.filter { wanted.contains($0.key) }
    }

    /// What the desktop calls the downloads folder, in the person's language.
    private static func downloadsFolder(home: String) -> String {
        let file = try? String(contentsOfFile: home + "/.config/user-dirs.dirs", encoding: .utf8)
        let prefix = "XDG_DOWNLOAD_DIR=\"$HOME/"
        for line in file?.split(separator: "\n") ?? [] where line.hasPrefix(prefix) && line.hasSuffix("\"") {
            let folder = line.dropFirst(prefix.count).dropLast()
            if !folder.isEmpty { return "\(home)/\(folder)" }
        }
        return home + "/Downloads"
    }

    private static func makePrivateFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Explanation(
                """
                The folder \(path) cannot be made: a folder above it is missing or may not be written to. Name another \
                with --data.
                """)
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw Explanation("The folder \(path) cannot be written to. Name another with --data.")
        }
    }
}
