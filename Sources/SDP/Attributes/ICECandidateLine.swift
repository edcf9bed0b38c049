package import Wire

/// One ICE candidate as it stands in a description, or in a trickled message.
///
/// `candidate:foundation component transport priority address port typ type [raddr … rport …] [tcptype …] [name value]*`
///
/// The address may be an IPv4 or IPv6 address or a name; a browser gives `….local` names, which mDNS resolves.
/// Source: RFC 8839 §5.1 <https://www.rfc-editor.org/rfc/rfc8839#section-5.1>, RFC 6544 §4.5 (`tcptype`)
package struct ICECandidateLine: Hashable, Sendable {
    /// How the candidate was found.
    package enum CandidateType: Hashable, Sendable {
        case host
        case serverReflexive
        case peerReflexive
        case relayed
        case other(String)
    }

    /// Which end of a TCP candidate opens the connection.
    package enum TCPType: String, Hashable, Sendable {
        case active
        case passive
        case simultaneousOpen = "so"
    }

    /// A pair of words behind the candidate that its grammar does not name, such as `network-cost 10`.
    package struct Extension: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 1 to 32 characters.
    package var foundation: String
    /// 1 to 256; 1 is RTP, and all there is with `rtcp-mux`.
    package var component: UInt16
    /// `udp` or `tcp` in lower case, or what the peer wrote.
    package var transport: String
    package var priority: UInt32
    package var address: Redacted<String>
    package var port: UInt16
    package var type: CandidateType
    package var relatedAddress: Redacted<String>?
    package var relatedPort: UInt16?
    package var tcpType: TCPType?
    package var extensions: [Extension]

    package init(
        foundation: String, component: UInt16 = 1, transport: String = "udp", priority: UInt32, address: String,
        port: UInt16, type: CandidateType
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.address = Redacted(address)
        self.port = port
        self.type = type
        extensions = []
    }

    /// Whether the address is a name that only mDNS resolves (draft-ietf-mmusic-mdns-ice-candidates §3.1).
    package var isMulticastDNSName: Bool {
        address.value.utf8.suffix(6).elementsEqual(".local".utf8)
    }

    /// The username fragment that the candidate belongs to, where its sender says so.
    package var usernameFragment: String? {
        extensions.first { $0.name == "ufrag" }?.value
    }
}
