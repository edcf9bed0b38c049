package import Console

/// What a node's loopback page does that the program around the node must know.
package struct PageNews: Sendable {
    /// A new address of the page, after the earlier one was used twice.
    package let newAddresses: AsyncStream<ConsoleAddress>
    /// Ends when a page has opened for the first time, or the node has stopped.
    package let opening: AsyncStream<Void>
    private let addressSink: AsyncStream<ConsoleAddress>.Continuation
    private let openingSink: AsyncStream<Void>.Continuation

    init() {
        (newAddresses, addressSink) = AsyncStream.makeStream()
        (opening, openingSink) = AsyncStream.makeStream()
    }

    /// The page has a new address; who opened the earlier one was shut out.
    func tell(_ address: ConsoleAddress) {
        addressSink.yield(address)
    }

    /// A page has opened; only the first time counts.
    func handleOpened() {
        openingSink.finish()
    }

    /// The node has stopped: both streams end.
    func finish() {
        addressSink.finish()
        openingSink.finish()
    }
}
