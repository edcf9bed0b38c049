import Glibc
import SessionDomain
import SignalingProtocol
import Wire
import WireJSON

/// The notes on one session as a node keeps them, with the account they belong to.
struct KeptNotes: Codable, Equatable, Sendable, CustomStringConvertible {
    /// The site's address as the node was given it.
    var site: String
    /// The name of the account that holds or held the session; nobody else sees them.
    var account: String
    var notes: SessionNotes

    /// Nothing: what a host writes on a customer belongs in no log.
    var description: String { "‹redacted›" }
}

/// The files of notes below a node's state folder: one for each session, readable by its owner alone, and gone when the
/// session is over and its report has them.
struct NotesFolder {
    private let path: String

    /// Draft and pending text of the greatest length, each scalar in four bytes.
    private static let limits = JSON.Limits(maximumByteCount: 262_144, maximumDepth: 6)
    /// Files beyond these are left alone: a person has a few at most.
    private static let maximumFileCount = 200
    private static let ending = ".json"

    init(in stateFolder: String) {
        path = stateFolder + "/notes"
    }

    /// What earlier runs left; a file that says nothing is removed.
    func load() -> [KeptNotes] {
        var found: [KeptNotes] = []
        for name in FolderListing.entries(of: path).sorted().prefix(Self.maximumFileCount) {
            let file = "\(path)/\(name)"
            guard name.hasSuffix(Self.ending), let bytes = PrivateFile.read(file, limit: Self.limits.maximumByteCount),
                let kept = try? JSON.decode(KeptNotes.self, from: bytes, limits: Self.limits),
                Self.name(of: kept.notes.session) == name
            else {
                unlink(file)
                continue
            }
            found.append(kept)
        }
        return found
    }

    /// Writes a session's file.
    /// - Throws: `NodeError.stateFolder`; the file then holds what it held before.
    func keep(_ kept: KeptNotes) throws(NodeError) {
        guard let name = Self.name(of: kept.notes.session) else {
            throw .stateFolder(path: path, errorNumber: EINVAL)
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .stateFolder(path: path, errorNumber: errno)
        }
        // Strings and numbers alone, which always encode.
        guard let bytes = try? JSON.encode(kept) else { return }
        try PrivateFile.replace("\(path)/\(name)", with: bytes)
    }

    /// Removes a session's file; one that is not there does no harm.
    func remove(_ session: SessionID) {
        if let name = Self.name(of: session) { unlink("\(path)/\(name)") }
    }

    /// The service chose the identifier: only what can be no path and no hidden file becomes a name.
    private static func name(of session: SessionID) -> String? {
        let bytes = session.rawValue.utf8
        let isPlain = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...SignalingLimits.maximumIdentifierByteCount).contains(bytes.count) else { return nil }
        return session.rawValue + ending
    }
}
