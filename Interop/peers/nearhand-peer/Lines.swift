import Foundation
import WireJSON

/// Standard input and output as JSON lines.
enum Lines {
    /// The messages on standard input, until it ends. A thread of its own waits for them.
    static func read() -> AsyncStream<PeerMessage> {
        let (stream, continuation) = AsyncStream<PeerMessage>.makeStream()
        let thread = Thread {
            let limits = JSON.Limits(maximumByteCount: 1_000_000)
            while let line = readLine() {
                if let message = try? JSON.decode(PeerMessage.self, from: Array(line.utf8), limits: limits) {
                    continuation.yield(message)
                }
            }
            continuation.finish()
        }
        thread.start()
        return stream
    }

    /// Writes one line.
    static func write(_ message: PeerMessage) {
        guard let bytes = try? JSON.encode(message) else { return }
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes + [UInt8(ascii: "\n")]))
    }
}
