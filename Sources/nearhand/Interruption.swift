import Dispatch
import Glibc

/// Ctrl+C and a service manager's stop, as something to wait for.
enum Interruption {
    /// Returns at the first SIGINT or SIGTERM; after it they end the program at once.
    static func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        // A source takes the signal over when it begins to watch, on a thread of its own. One that was ignored before that
        // would be lost; so it ends the program, as before this call.
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in stream { break }
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
