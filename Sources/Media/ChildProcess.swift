internal import CProcess
internal import Desktop
internal import Glibc
internal import Wire

/// A child process that was started by `posix_spawn`, until it is waited for.
///
/// Start it on the thread that also waits: the child dies with the thread that started it (`PR_SET_PDEATHSIG`).
struct ChildProcess: ~Copyable {
    /// The number by which the child finds its socket.
    static let socketNumber: Int32 = 3
    /// A child that is asked to end is given this long.
    private static let patience: Duration = .milliseconds(500)

    private let identifier: pid_t

    /// Starts the program with `/dev/null` as input and output, our error output, and at most one more descriptor.
    ///
    /// - Parameters:
    ///   - argument: the last argument.
    ///   - socket: becomes the child's `socketNumber`; still to be closed here.
    /// - Returns: `nil` when the program cannot be run.
    init?(_ program: DesktopProgram, argument: String, socket: Int32? = nil) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        if let socket { posix_spawn_file_actions_adddup2(&actions, socket, Self.socketNumber) }
        let firstUnused = socket == nil ? Self.socketNumber : Self.socketNumber + 1
        posix_spawn_file_actions_addclosefrom_np(&actions, firstUnused)
        // A group of its own: an interrupt from the terminal is the parent's to handle.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let arguments = CStringArray([program.path] + program.arguments + [argument])
        let environment = CStringArray(program.environment.map { "\($0.key)=\($0.value)" })
        var identifier: pid_t = 0
        let status = posix_spawn(
            &identifier, program.path, &actions, &attributes, arguments.pointers, environment.pointers)
        guard status == 0 else { return nil }
        self.identifier = identifier
    }

    /// Waits for the end that is due now, and forces it when it does not come.
    ///
    /// Blocks the thread for half a second at most.
    /// - Returns: the status as `waitpid` gives it.
    consuming func waitForEnd(within patience: Duration = patience) -> Int32 {
        let deadline = MonotonicClock.now() + patience
        var status: Int32 = 0
        while MonotonicClock.now() < deadline {
            if waitpid(identifier, &status, WNOHANG) == identifier { return status }
            usleep(2_000)
        }
        kill(identifier, SIGKILL)
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

/// The null-terminated array of C strings that `posix_spawn` takes.
private struct CStringArray: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
        pointers[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
