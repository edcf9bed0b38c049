/// Why a socket beside another cannot be had. The packets then go on by the other socket.
package enum UDPError: Error, Equatable, Sendable {
    /// A step of opening failed with this `errno`.
    case unavailable(Step, errno: Int32)

    /// A step of opening.
    package enum Step: Sendable {
        case readLocalAddress
        case sharePort
        case open
        case bind
        /// The kernel takes no program for the port (before Linux 4.5), or a sandbox forbids it.
        case demultiplex
    }
}
