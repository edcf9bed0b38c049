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
        /// An address of the computer itself.
        case host
        /// The address that a STUN server saw.
        case serverReflexive
        /// The address that the other end's checks came from.
        case peerReflexive
        /// An address of a TURN server.
        case relayed
        /// A word that the grammar allows and this project does not know.
        case other(String)
    }

    /// Which end of a TCP candidate opens the connection.
    package enum TCPType: String, Hashable, Sendable {
        /// This end opens it.
        case active
        /// This end waits for it.
        case passive
        /// Both ends try at the same time.
        case simultaneousOpen = "so"
    }

    /// A pair of words behind the candidate that its grammar does not name, such as `network-cost 10`.
    package struct Extension: Hashable, Sendable {
        /// The first word.
        package var name: String
        /// The second word.
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
    /// The larger the better; of a peer's, no more than its wish (RFC 8445 §5.1.2).
    package var priority: UInt32
    /// An IP address, or a name; of a peer's, 1 to 255 visible characters that may be neither.
    package var address: Redacted<String>
    /// The port; 9 stands where an active TCP candidate has none.
    package var port: UInt16
    /// How the candidate was found.
    package var type: CandidateType
    /// The base of the candidate; browsers hide it as `0.0.0.0`.
    package var relatedAddress: Redacted<String>?
    /// The base's port.
    package var relatedPort: UInt16?
    /// Only TCP candidates have it.
    package var tcpType: TCPType?
    /// Kept in order and serialized again.
    package var extensions: [Extension]

    /// Describes a candidate without base and extensions.
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
