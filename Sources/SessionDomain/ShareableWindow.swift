/// A window that the person may pick, as their own computer describes it; nobody else is told of it.
package struct ShareableWindow: Codable, Equatable, Sendable {
    /// The display server's number of it.
    package var window: UInt32
    /// What the window's frame says; may be empty.
    package var title: String
    /// The program's class, such as `XTerm`; may be empty.
    package var program: String

    package init(window: UInt32, title: String, program: String) {
        self.window = window
        self.title = title
        self.program = program
    }
}
