import CNice

/// Chooses the addresses that host candidates come from.
enum LocalAddresses {
    /// Leaves the choice to libnice, which takes every address but loopback, unless loopback is wanted or is all
    /// there is.
    static func add(to agent: OpaquePointer, includesLoopback: Bool) {
        let others = list(includesLoopback: false)
        guard includesLoopback || others.isEmpty else { return }
        for text in others + ["127.0.0.1"] {
            guard let address = nice_address_new() else { continue }
            defer { nice_address_free(address) }
            if nice_address_set_from_string(address, text) != 0 { nice_agent_add_local_address(agent, address) }
        }
    }

    /// The addresses of the computer's interfaces as libnice lists them, without ports.
    static func list(includesLoopback: Bool) -> [String] {
        var addresses: [String] = []
        let list = nice_interfaces_get_local_ips(includesLoopback ? 1 : 0)
        var item = list
        while let node = item {
            if let data = node.pointee.data {
                addresses.append(String(cString: data.assumingMemoryBound(to: CChar.self)))
                g_free(data)
            }
            item = node.pointee.next
        }
        g_list_free(list)
        return addresses
    }
}
