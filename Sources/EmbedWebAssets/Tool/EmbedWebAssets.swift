import Foundation

/// `embed-web-assets OUTPUT ROOT FILE…` writes a Swift source that holds each file as a literal.
///
/// UTF-8 text becomes a raw string literal, which compiles fast; anything else becomes base64.
@main
enum EmbedWebAssets {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(Data("usage: embed-web-assets OUTPUT ROOT FILE...\n".utf8))
            exit(2)
        }
        let root = arguments[2].hasSuffix("/") ? arguments[2] : arguments[2] + "/"
        var source = """
            // Made by embed-web-assets from the target's Web folder.
            enum EmbeddedWeb {
                static let files: [(path: String, isBase64: Bool, contents: String)] = [

            """
        for file in arguments.dropFirst(3) {
            let data = try Data(contentsOf: URL(filePath: file))
            let path = file.hasPrefix(root) ? String(file.dropFirst(root.count)) : file
            if let text = String(data: data, encoding: .utf8), !text.contains("\r"), !text.contains("\0") {
                let fence = String(repeating: "#", count: longestFence(in: text) + 1)
                source += "(\"\(path)\", false, \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)),\n"
            } else {
                source += "(\"\(path)\", true, \"\(data.base64EncodedString())\"),\n"
            }
        }
        source += "    ]\n}\n"
        try Data(source.utf8).write(to: URL(filePath: arguments[1]))
    }

    /// The longest run of `#` in the text, so that the raw literal's own fence is longer.
    private static func longestFence(in text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "#") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
