/// How the child process is started: by path, without a shell.
package struct DesktopProgram: Equatable, Sendable {
    /// The file to run, not searched for in `PATH`.
    package var path: String
    /// What stands before the child's own argument; `desktop` for the program `nearhand`.
    package var arguments: [String]
    /// The child's whole environment; `DISPLAY` and `XAUTHORITY` say where the X server is.
    package var environment: [String: String]

    package init(path: String, arguments: [String] = ["desktop"], environment: [String: String]) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
    }
}
