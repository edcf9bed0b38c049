import Foundation

/// The project's own files, found from this file's path.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift files of a folder and of those in it; paths are relative to the root.
    static func swiftFiles(in folder: String) -> [String] { files(in: folder) { $0.hasSuffix(".swift") } }

    /// The files of a folder and of those in it that a test is about; a folder that is not there has none.
    static func files(in folder: String, where isWanted: (String) -> Bool) -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let paths = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return paths.compactMap { $0 as? String }.filter { isWanted($0) && !$0.contains("node_modules/") }
            .map { "\(folder)/\($0)" }.sorted()
    }

    static func lines(of file: String) throws -> [Substring] {
        let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The modules that a file imports, whatever stands before `import`.
    static func imports(of file: String) throws -> [String] {
        try lines(of: file).compactMap { line in
            var words = line.split(separator: " ")[...]
            while let word = words.first, word.hasPrefix("@") || importModifiers.contains(String(word)) {
                words = words.dropFirst()
            }
            guard words.first == "import", words.count >= 2 else { return nil }
            let isKind = ["struct", "class", "enum", "func", "let", "var", "typealias", "protocol"]
                .contains(String(words[words.startIndex + 1]))
            guard let name = words.dropFirst(isKind ? 2 : 1).first else { return nil }
            return name.split(separator: ".").first.map { String($0) }
        }
    }

    private static let importModifiers: Set = ["public", "package", "internal", "fileprivate", "private"]
}
