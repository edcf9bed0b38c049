import CNice
import Wire

/// Asks the local network once for the address of a `.local` name.
///
/// The socket is bound to port 5353 and in the group, because responders answer by multicast (RFC 6762 §6), and some,
/// Chromium's among them, know no other way. Used on the loop's thread; the completion comes there once, unless the
/// query is let go before.
/// Source: RFC 6762 §5.1, <https://www.rfc-editor.org/rfc/rfc6762#section-5.1>
final class MulticastNameQuery {
    /// How long an answer is waited for.
    static let timeout = Duration.seconds(1)
    private static let group = "224.0.0.251"
    private static let port: UInt16 = 5_353
    private static let maximumMessageByteCount = 9_000

    private let name: String
    private let completion: (String?) -> Void
    private var socket: UnsafeMutablePointer<GSocket>?
    private var source: UnsafeMutablePointer<GSource>?
    private var timer: LoopTimer?
    private var isDone = false

    /// Asks at once; letting the query go ends it without an answer.
    ///
    /// - Parameters:
    ///   - name: a `….local` name, as a peer wrote it.
    ///   - completion: takes the address as text; `nil` after a second without one.
    init(name: String, loop: NetworkLoop, completion: @escaping (String?) -> Void) {
        self.name = name
        self.completion = completion
        timer = LoopTimer(loop: loop) { [weak self] in self?.finish(nil) }
        let isAsked = ask(loop: loop)
        // A query that could not be sent still answers later, never inside the call that made it.
        timer?.schedule(at: isAsked ? NetworkLoop.now + Self.timeout : NetworkLoop.now)
    }

    deinit { tearDown() }

    private func ask(loop: NetworkLoop) -> Bool {
        let queries = MulticastDNSMessage.serializeQueries(name: name)
        guard !queries.isEmpty, let socket = nearhand_socket_open_multicast(Self.group, Self.port)
        else { return false }
        self.socket = socket
        let source = nearhand_socket_source_new(
            socket,
            { _, _, data in
                guard let data else { return 0 }
                Unmanaged<MulticastNameQuery>.fromOpaque(data).takeUnretainedValue().receive()
                return 1
            },
            // Not retained: `tearDown` destroys the source before this object goes.
            Unmanaged.passUnretained(self).toOpaque())
        self.source = source
        g_source_attach(source, loop.context)
        return queries.allSatisfy { query in
            nearhand_socket_send_to(socket, Self.group, Self.port, query, gsize(query.count)) == query.count
        }
    }

    private func receive() {
        var message = [UInt8](repeating: 0, count: Self.maximumMessageByteCount)
        let count = message.withUnsafeMutableBytes {
            g_socket_receive(
                socket, $0.baseAddress?.assumingMemoryBound(to: CChar.self), gsize($0.count), nil, nil)
        }
        guard count > 0 else { return }
        message.removeLast(message.count - count)
        if let address = MulticastDNSMessage.parseAddress(of: name, in: message) { finish(address) }
    }

    private func finish(_ address: String?) {
        guard !isDone else { return }
        isDone = true
        tearDown()
        completion(address)
    }

    private func tearDown() {
        timer?.cancel()
        timer = nil
        if let source {
            g_source_destroy(source)
            g_source_unref(source)
            self.source = nil
        }
        if let socket {
            nearhand_socket_close(socket)
            self.socket = nil
        }
    }
}
