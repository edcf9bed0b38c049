import NIOCore

/// When a connection is closed for want of a request, so that a program that opens connections and says nothing does not
/// keep the person out.
struct RequestDeadline: Sendable {
    private let scheduled: Scheduled<Void>

    /// Closes the channel after `limit`, unless it is cancelled.
    init(_ channel: any Channel, after limit: Duration) {
        scheduled = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
    }

    /// Nothing happens any more.
    func cancel() {
        scheduled.cancel()
    }
}
