import Foundation

/// What a person reads and types where the program was started.
enum Terminal {
    /// Prints a line at once, also into a pipe.
    static func show(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Whether a person sees what is shown.
    static var isRead: Bool { isatty(STDOUT_FILENO) != 0 }

    /// Asks and reads one line; nothing is asked where the input is not a terminal. `nil` at the end of the input.
    static func ask(_ question: String) -> String? {
        if isatty(STDIN_FILENO) != 0 { FileHandle.standardOutput.write(Data(question.utf8)) }
        return readLine()?.trimmingCharacters(in: .whitespaces)
    }
}

/// A sentence for the person, printed by the command line after `Error:`.
struct Explanation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
