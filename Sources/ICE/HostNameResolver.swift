import CNice

/// Resolves the names of STUN and TURN servers by the system's resolver, without blocking the loop.
enum HostNameResolver {
    private final class Request {
        let completion: (String?) -> Void
        init(_ completion: @escaping (String?) -> Void) { self.completion = completion }
    }

    /// Gives an address literal, or `nil` when the name has none. Called on the loop's thread, answers on it; at
    /// once when the name is a literal already.
    static func resolve(_ name: String, completion: @escaping (String?) -> Void) {
        if g_hostname_is_ip_address(name) != 0 {
            completion(name)
            return
        }
        let resolver = g_resolver_get_default()
        // GIO calls back once, on the thread-default context of this thread; the request lives until then.
        g_resolver_lookup_by_name_async(
            resolver, name, nil,
            { resolver, result, data in
                guard let data else { return }
                let text = nearhand_resolver_finish(resolver, result)
                defer { g_free(text) }
                Unmanaged<Request>.fromOpaque(data).takeRetainedValue().completion(text.map { String(cString: $0) })
            }, Unmanaged.passRetained(Request(completion)).toOpaque())
        g_object_unref(UnsafeMutableRawPointer(resolver))
    }
}
