import Cryptography
import Glibc

/// Takes a link off the command line, where every user of the computer can read it, before anything else happens.
///
/// The desktop starts `nearhand open nearhand://…`. The same process becomes this program anew (execve(2)), without the link
/// among its arguments, and with a pipe to read it from.
enum CleanStart {
    /// Returns when there is nothing to take off; else the program has begun again.
    static func run() {
        let arguments = CommandLine.arguments
        guard arguments.dropFirst().first == Open.name, let index = arguments.firstIndex(where: isLink) else { return }
        let link = arguments[index]
        var pipe: [Int32] = [0, 0]
        guard link.utf8.count <= ManagerLink.maximumByteCount, Glibc.pipe(&pipe) == 0 else { exit(EXIT_FAILURE) }
        let bytes = Array(link.utf8)
        // Shorter than a pipe takes without a reader (PIPE_BUF and more).
        guard write(pipe[1], bytes, bytes.count) == bytes.count else { exit(EXIT_FAILURE) }
        close(pipe[1])
        var clean = arguments.filter { !isLink($0) }
        clean += ["--descriptor", "\(pipe[0])"]
        var pointers: [UnsafeMutablePointer<CChar>?] = clean.map { strdup($0) }
        pointers.append(nil)
        execv("/proc/self/exe", &pointers)
        exit(EXIT_FAILURE)
    }

    private static func isLink(_ argument: String) -> Bool {
        argument.lowercased().hasPrefix(ManagerLink.scheme)
    }
}
