import Foundation
import PackagePlugin

/// Turns the files of a target's `Web` folder into a Swift source, so that one executable holds every page.
@main
struct EmbedWebAssets: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let inside = target.directoryURL.appending(path: "Web")
        let beside = target.directoryURL.deletingLastPathComponent().appending(path: "Web")
        let web = FileManager.default.fileExists(atPath: inside.path) ? inside : beside
        let files = try FileManager.default.subpathsOfDirectory(atPath: web.path).sorted()
            .map { web.appending(path: $0) }
            .filter { !$0.hasDirectoryPath && !$0.lastPathComponent.hasPrefix(".") && !$0.isDirectory }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedWeb.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) web assets of \(target.name)",
                executable: try context.tool(named: "embed-web-assets").url,
                arguments: [output.path, web.path] + files.map(\.path),
                inputFiles: files, outputFiles: [output])
        ]
    }
}

extension URL {
    fileprivate var isDirectory: Bool {
        var directory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &directory) && directory.boolValue
    }
}
