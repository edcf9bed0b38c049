import Glibc

/// The folder of the files that the host published, readable by its owner alone; it is empty between sessions.
enum PublishedFolder {
    /// Makes the folder, and removes what a crash left in it.
    /// - Throws: `NodeError.stateFolder` when it cannot be made.
    static func prepare(_ path: String) throws(NodeError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, let folder = opendir(path) else {
            throw .stateFolder(path: path, errorNumber: errno)
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove(path + "/" + name) }
        }
    }

    static func remove(_ path: String) {
        unlink(path)
    }
}

/// Why a node does not start.
package enum NodeError: Error, Equatable, Sendable, CustomStringConvertible {
    case stateFolder(path: String, errorNumber: Int32)
    case siteAddress(String)

    package var description: String {
        switch self {
        case .stateFolder(let path, let number):
            "The folder \(path) cannot be used: \(String(cString: strerror(number)))."
        case .siteAddress(let text): "\(text) is no site address; it looks like https://support.example.org."
        }
    }
}
