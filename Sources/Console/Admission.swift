/// Which token and which key open the console.
///
/// ```text
/// closed ──offer──> offered ──redeem──> granted ──redeem again──> closed, and the node warns
///                      ^                   │
///                      └──────offer────────┘   (the older key stands until the new token is used)
/// ```
/// A token that is used twice was seen by somebody else, and nobody can tell which of the two is the person:
/// so the second use ends the key as well (DESIGN §2, loopback pages).
struct Admission: ~Copyable {
    private var state = State.closed

    private enum State {
        case closed
        case offered(token: Secret, standing: Grant?)
        case granted(Grant)
    }

    /// A token that was used, and the key that it gave.
    private struct Grant {
        let token: Secret
        let key: Secret
    }

    /// What came of a token.
    enum Redemption {
        /// The page may use this key; an older one has ended.
        case granted(key: Secret)
        /// The token was used before: its key has ended too.
        case reused
        case refused
    }

    /// Makes a token, which replaces one that was not used.
    mutating func offer() -> Secret {
        let token = Secret.make()
        switch state {
        case .closed: state = .offered(token: token, standing: nil)
        case .offered(_, let standing): state = .offered(token: token, standing: standing)
        case .granted(let grant): state = .offered(token: token, standing: grant)
        }
        return token
    }

    /// Exchanges a token for a key, once.
    mutating func redeem(_ presented: Secret) -> Redemption {
        switch state {
        case .closed:
            return .refused
        case .offered(let token, let standing):
            if token.matches(presented) {
                let key = Secret.make()
                state = .granted(Grant(token: token, key: key))
                return .granted(key: key)
            }
            guard let standing, standing.token.matches(presented) else { return .refused }
            state = .offered(token: token, standing: nil)
            return .reused
        case .granted(let grant):
            guard grant.token.matches(presented) else { return .refused }
            state = .closed
            return .reused
        }
    }

    /// Whether a key opens the console now.
    func accepts(key presented: Secret) -> Bool {
        switch state {
        case .closed: false
        case .offered(_, let standing): standing?.key.matches(presented) ?? false
        case .granted(let grant): grant.key.matches(presented)
        }
    }
}
