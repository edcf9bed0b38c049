import Foundation

/// An Xvfb of the test's own, on a display number that it chose itself; it ends with the object.
package final class VirtualDisplay: Sendable {
    private let server = Process()
    /// The address of the display, such as `:42`.
    package let name: String

    /// Why there is no display.
    package struct Unavailable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts the server and waits until it answers.
    ///
    /// - Parameters:
    ///   - extensions: extensions of X11 that the server is to lack, by the names Xvfb gives them.
    ///   - authority: an Xauthority file with the cookie that clients have to know; without one all of them may come.
    /// - Throws: `Unavailable` where Xvfb is not installed (Debian: `apt install xvfb`) or does not start.
    package init(
        width: Int = 800, height: Int = 600, without extensions: [String] = [], authority: String? = nil
    ) throws {
        let program = "/usr/bin/Xvfb"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw Unavailable(description: "\(program) is missing: these tests need the package xvfb")
        }
        let output = Pipe()
        server.executableURL = URL(fileURLWithPath: program)
        server.arguments =
            ["-displayfd", "1", "-screen", "0", "\(width)x\(height)x24", "-nolisten", "tcp", "-terminate", "5"]
            + extensions.flatMap { ["-extension", $0] } + (authority.map { ["-auth", $0] } ?? [])
        // A test process that dies leaves no server behind: it ends five seconds after its last client.
        server.standardInput = FileHandle.nullDevice
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        // The server writes its number and a line end when it is ready, and closes the pipe only at its end.
        let answer = output.fileHandleForReading.availableData
        guard let number = Int(String(decoding: answer, as: UTF8.self).filter(\.isNumber)) else {
            throw Unavailable(description: "Xvfb ended without a display")
        }
        name = ":\(number)"
    }

    /// Whether the server still runs.
    package var isRunning: Bool { server.isRunning }

    deinit {
        stop()
    }

    /// Ends the server, as a crash of it would.
    package func stop() {
        guard server.isRunning else { return }
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
    }
}
