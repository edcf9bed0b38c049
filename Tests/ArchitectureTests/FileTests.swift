import Testing

@Suite("Files stay small, and nothing half-made is left in them")
struct FileTests {
    /// Where a file is looked at again by STYLE's figures, and where it must be split.
    static let maximumLineCount = 600

    static let swiftFolders = ["Sources", "Signaling", "Interop", "Tests"]

    @Test("No source file is over 600 lines", arguments: ["Sources", "Signaling", "Interop"])
    func length(folder: String) throws {
        let suffixes = [".swift", ".js", ".css", ".html", ".h", ".py"]
        let files = SourceTree.files(in: folder) { path in
            suffixes.contains { path.hasSuffix($0) } && !path.contains(".build/")
        }
        for file in files {
            let count = try SourceTree.lines(of: file).count
            #expect(count <= Self.maximumLineCount, "\(file) has \(count) lines: split it by what it is about")
        }
    }

    @Test("No reminder is left instead of the work", arguments: swiftFolders)
    func reminders(folder: String) throws {
        let reminders = ["TO" + "DO", "FIX" + "ME", "not imple" + "mented"]
        for file in SourceTree.swiftFiles(in: folder) {
            for (index, line) in try SourceTree.lines(of: file).enumerated() {
                for reminder in reminders {
                    #expect(!line.contains(reminder), "\(file):\(index + 1) says “\(reminder)”")
                }
            }
        }
    }

    @Test("What a peer sends is never unwrapped by force in a pure target")
    func forcedUnwraps() throws {
        for target in LayerTests.pureTargets.keys.sorted() {
            for file in SourceTree.swiftFiles(in: "Sources/\(target)") {
                for (index, line) in try SourceTree.lines(of: file).enumerated() {
                    let isForced = line.contains("try!") || line.contains("as!")
                    #expect(!isForced, "\(file):\(index + 1) traps on what it does not expect")
                }
            }
        }
    }
}
