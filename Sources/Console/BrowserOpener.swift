import Foundation

/// Opens a launch file in the person's browser.
package struct BrowserOpener: Sendable {
    /// The program and its arguments, to which the file's address is added; the program is looked up in `PATH`.
    private let command: [String]

    /// What came of it.
    package enum Outcome: Equatable, Sendable {
        /// The program ended with success, or still ran after three seconds; whether it showed the page is not known.
        case opened
        /// There is no such program, or it said that it could not: the person opens the address by hand.
        case unavailable
    }

    /// How long to watch a program for a failure; a browser that stays in the foreground runs on.
    private static let patience = Duration.seconds(3)

    /// - Parameter command: The desktop's own opener by default; `main` passes what `BROWSER` names.
    package init(command: [String] = ["xdg-open"]) {
        self.command = command
    }

    /// Starts the browser and waits until it is known whether that worked, three seconds at most.
    package func open(_ file: LaunchFile) async -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--"] + command + [file.url]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (statuses, sink) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { sink.yield($0.terminationStatus) }
        do {
            try process.run()
        } catch {
            return .unavailable
        }
        let watch = Task {
            try? await Task.sleep(for: Self.patience)
            sink.finish()
        }
        defer { watch.cancel() }
        for await status in statuses { return status == 0 ? .opened : .unavailable }
        return .opened
    }
}
