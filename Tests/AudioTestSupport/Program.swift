import Foundation

/// A program that runs beside a test; it is killed with the object.
///
/// Not Foundation's `Process`: PulseAudio closes descriptors that it did not open, which `Process` takes for the program's end,
/// and then waits for it on the thread that watches every other program too.
final class Program: @unchecked Sendable {
    private let lock = NSLock()
    private let process: pid_t
    private var status: Int32?

    /// - Parameters:
    ///   - arguments: the first is the program's path.
    ///   - output: the descriptor for its output; without one it goes nowhere.
    /// - Throws: `SoundServer.Unavailable` where it does not start.
    init(_ arguments: [String], environment: [String: String], output: Int32? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            if descriptor == 1, let output {
                posix_spawn_file_actions_adddup2(&actions, output, 1)
            } else {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            }
        }
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, arguments[0], &actions, nil, words, variables) == 0 else {
            throw SoundServer.Unavailable(description: "\(arguments[0]) does not start")
        }
        self.process = process
    }

    deinit {
        stop()
    }

    /// Kills the program, which may have other signals blocked as the thread that started it has, and waits for its end.
    func stop() {
        lock.withLock {
            guard status == nil else { return }
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
            self.status = status
        }
    }

    /// Runs a program to its end.
    /// - Returns: what it wrote; `nil` where it failed.
    static func run(_ arguments: [String], environment: [String: String]) throws -> String? {
        let pipe = Pipe()
        let program = try Program(
            arguments, environment: environment, output: pipe.fileHandleForWriting.fileDescriptor)
        try pipe.fileHandleForWriting.close()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return program.lock.withLock {
            var status: Int32 = 0
            waitpid(program.process, &status, 0)
            program.status = status
            return status == 0 ? output : nil
        }
    }
}
