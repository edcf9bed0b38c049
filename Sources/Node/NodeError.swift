import Glibc
package import SessionDomain

/// Why a node does not start, or does not do what its program asked for.
package enum NodeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A folder of the node's, or a file in it, cannot be made or written.
    case stateFolder(path: String, errorNumber: Int32)
    /// What was given as the site's address is none.
    case siteAddress(String)
    /// The site was not reached in time.
    case siteNotReached(String, HostSnapshot.SiteProblem)
    /// Nothing runs that somebody could be invited into.
    case noSession
    /// Everybody whom a session holds is there or invited; a place is kept for the customer.
    case sessionFull

    package var description: String {
        switch self {
        case .stateFolder(let path, let number):
            """
            The folder \(path) cannot be used: \(String(cString: strerror(number))). Nothing was changed. Name another \
            folder with --data.
            """
        case .noSession: "No session runs that somebody could be invited into. Start one first."
        case .sessionFull:
            """
            A session holds \(Introducer.maximumParticipantCount) people, the customer among them, and all other places \
            are taken. Nobody was invited. Let one of the invited hosts leave first.
            """
        case .siteAddress(let text): "\(text) is no site address; it looks like https://support.example.org."
        case .siteNotReached(let site, .unreachable):
            """
            \(site) cannot be reached from this computer, so no session was started. Check that the name leads to this \
            site, that the port is open, and that the certificate is the name's.
            """
        case .siteNotReached(let site, .certificateNotTrusted):
            """
            The certificate of \(site) is not trusted on this computer, so no session was started. If the site has a \
            certificate authority of its own, name its certificate with --ca-file FILE (make: CA=FILE).
            """
        case .siteNotReached(let site, .notNearhand):
            "Something else than this program answers at \(site), so no session was started. Check the address."
        }
    }
}
