import Foundation

/// The inputs of one fuzz entry that tests replay: `Tests/Fuzz/Corpus/<name>`, one input a file.
package enum Corpus {
    /// Reads all inputs of the folder `name`, ordered by file name; a folder that is not there is empty.
    package static func inputs(_ name: String, sourceFile: StaticString = #filePath) -> [(name: String, bytes: [UInt8])]
    {
        let folder = URL(fileURLWithPath: "\(sourceFile)").deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fuzz/Corpus/\(name)")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().compactMap { file in
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(file)) else { return nil }
            return (file, [UInt8](data))
        }
    }
}
