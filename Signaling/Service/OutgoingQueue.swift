import NIOCore
import NIOWebSocket
import SignalingProtocol
import Synchronization
import WireJSON

/// What waits to be written to one WebSocket: bounded, so that a reader who stops reading costs a fixed amount.
final class OutgoingQueue: Sendable {
    /// A frame to be written.
    enum Item: Sendable {
        /// The JSON of a message, as one text frame.
        case text([UInt8])
        /// Empty; a browser answers it by itself.
        case ping
        /// With the data of the ping that it answers.
        case pong(ByteBuffer)
        /// The last one.
        case close(WebSocketErrorCode)
    }

    /// The most bytes and messages that wait.
    static let maximumByteCount = 1 << 20
    /// As many frames of any kind.
    static let maximumItemCount = 512

    private enum State {
        case open(byteCount: Int)
        case finished
    }

    /// The items, for the one task that writes.
    let items: AsyncStream<Item>
    private let continuation: AsyncStream<Item>.Continuation
    private let state = Mutex(State.open(byteCount: 0))
    private let onOverflow: @Sendable () -> Void

    /// `onOverflow` is called once, when the reader has fallen too far behind.
    init(onOverflow: @escaping @Sendable () -> Void) {
        (items, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumItemCount))
        self.onOverflow = onOverflow
    }

    /// Queues a message; see `push(_:)` of an item.
    func push(_ message: ServiceMessage) {
        guard let bytes = try? JSON.encode(message) else { return }
        push(.text(bytes))
    }

    /// Queues a frame, from any thread. One that does not fit ends the queue and calls `onOverflow`; after the end it
    /// is dropped.
    func push(_ item: Item) {
        let count = item.byteCount
        let fits = state.withLock { state in
            guard case .open(let waiting) = state else { return true }
            guard waiting + count <= Self.maximumByteCount, case .enqueued = continuation.yield(item) else {
                state = .finished
                return false
            }
            state = .open(byteCount: waiting + count)
            return true
        }
        if !fits {
            continuation.finish()
            onOverflow()
        }
    }

    /// The writing task has written an item.
    func written(_ item: Item) {
        state.withLock { state in
            if case .open(let waiting) = state { state = .open(byteCount: waiting - item.byteCount) }
        }
    }

    /// Says that nothing follows but a close with this code; what waits is still written.
    func finish(_ code: WebSocketErrorCode) {
        state.withLock { state in
            guard case .open = state else { return }
            state = .finished
            continuation.yield(.close(code))
        }
        continuation.finish()
    }
}

extension OutgoingQueue.Item {
    fileprivate var byteCount: Int {
        switch self {
        case .text(let bytes): bytes.count
        case .pong(let data): data.readableBytes
        case .ping, .close: 0
        }
    }
}
