/// Why a socket beside another cannot be had. The packets then go on by the other socket.
package enum UDPError: Error, Equatable, Sendable {
    /// A step of opening failed with this `errno`.
    case unavailable(Step, errno: Int32)

    /// A step of opening.
    package enum Step: Sendable {
        /// `getsockname` on the socket that is there.
        case readLocalAddress
        /// SO_REUSEPORT, on either of the two.
        case sharePort
        /// Making the socket beside it.
        case open
        /// Binding it to the same port.
        case bind
        /// The kernel takes no program for the port (before Linux 4.5), or a sandbox forbids it.
        case demultiplex
    }
}
