import Foundation

/// What this process holds, by `/proc/self`.
struct ProcessResources: Codable {
    /// Memory that is resident, in bytes.
    var residentBytes: Int
    var descriptors: Int
    var threads: Int

    /// - Throws: `Complaint` where `/proc` does not tell.
    static func read() throws -> ProcessResources {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func number(_ name: String) throws -> Int {
            for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
                if let value = Int(line.drop { !$0.isNumber }.prefix { $0.isNumber }) { return value }
            }
            throw Complaint("/proc/self/status has no \(name)")
        }
        return ProcessResources(
            residentBytes: try number("VmRSS") * 1_024,
            // The listing itself holds one.
            descriptors: try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count - 1,
            threads: try number("Threads"))
    }
}
