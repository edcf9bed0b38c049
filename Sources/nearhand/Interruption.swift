import Dispatch
import Glibc

/// Ctrl+C and a service manager's stop, as something to wait for.
struct Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM]

    /// Any thread may cancel a dispatch source.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]
    private let arrivals: AsyncStream<Void>

    /// Begins to watch for SIGINT and SIGTERM. Before it returns they end the program at once; after it none is lost.
    static func watch() async -> Interruption {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (registrations, registration) = AsyncStream.makeStream(of: Void.self)
        // A source takes its signal over when it begins to watch, on a thread of its own. One that is ignored before that
        // would be lost.
        let sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { arrival.yield() }
            source.setRegistrationHandler { registration.yield() }
            source.resume()
            return source
        }
        var registered = registrations.makeAsyncIterator()
        for _ in signals { await registered.next() }
        return Interruption(sources: sources, arrivals: arrivals)
    }

    /// Returns at the first SIGINT or SIGTERM since it is watched; after it they end the program at once.
    func wait() async {
        for await _ in arrivals { break }
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}
