/// Who begins the DTLS handshake (`a=setup`).
///
/// offer `actpass` → answer `active` (the answerer is the client) or `passive` (the offerer is).
/// Source: RFC 8842 §5.1 <https://www.rfc-editor.org/rfc/rfc8842#section-5.1>, RFC 4145 §4
package enum SetupRole: String, Hashable, Sendable {
    /// The DTLS client.
    case active
    /// The DTLS server.
    case passive
    /// The answerer chooses; offers alone.
    case actpass
    /// No connection for now; WebRTC does not use it.
    case holdconn
}
