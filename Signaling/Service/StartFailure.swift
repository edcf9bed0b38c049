import Glibc
import NIOCore

/// Why the service cannot begin to serve, where an operator can do something about it.
package enum StartFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program listens on the TCP port.
    case portTaken(Int)
    /// The TCP port is below 1024, and this process may not listen there.
    case portNotPermitted(Int)
    /// Another program has the UDP port of the STUN server.
    case stunPortTaken(Int)
    /// The UDP port is below 1024, and this process may not listen there.
    case stunPortNotPermitted(Int)
    /// The name or address to listen on says nothing to this computer.
    case unknownHost(String)
    /// The address to listen on is another computer's.
    case foreignHost(String)
    /// The system refused to listen for another reason.
    case cannotListen(host: String, port: Int, reason: String)
    /// The certificate's file cannot be opened or holds no certificate.
    case certificateUnreadable(file: String, reason: String)
    /// The key's file cannot be opened or holds no key without a passphrase.
    case keyUnreadable(file: String, reason: String)
    /// Certificate and key are not a pair.
    case keyMismatch
    /// The folder of packages, or a file in it, is not what can be offered.
    case packagesUnreadable(folder: String, reason: String)
    /// A package has no signature, or one that the publisher's key did not make for it.
    case packageUnsigned(file: String)
    /// The publisher's public key is missing or is none.
    case publisherKeyUnreadable(file: String)

    package var description: String {
        switch self {
        case .portTaken(let port): "Port \(port) is taken by another program."
        case .portNotPermitted(let port): "Port \(port) needs root or CAP_NET_BIND_SERVICE."
        case .stunPortTaken(let port): "The STUN server's UDP port \(port) is taken by another program."
        case .stunPortNotPermitted(let port):
            "The STUN server's UDP port \(port) needs root or CAP_NET_BIND_SERVICE."
        case .unknownHost(let host): "There is no host \(host) to listen on: give an address of this computer."
        case .foreignHost(let host): "\(host) is not an address of this computer."
        case .cannotListen(let host, let port, let reason):
            "The service cannot listen on \(host), port \(port): \(reason)."
        case .certificateUnreadable(let file, let reason): "The certificate \(file) cannot be read: \(reason)."
        case .keyUnreadable(let file, let reason): "The key \(file) cannot be read: \(reason)."
        case .keyMismatch: "The key does not belong to the certificate."
        case .packagesUnreadable(let folder, let reason): "\(folder) of --packages cannot be offered: \(reason)."
        case .packageUnsigned(let file):
            """
            \(file) has no signature that fits it and \(PackageShelf.publisherFile). Sign it with nearhand package sign \
            where the publisher's key is, and copy the whole folder.
            """
        case .publisherKeyUnreadable(let file):
            "\(file) is missing or holds no public key; nearhand package sign writes it beside the packages."
        }
    }

    /// What kind of port was asked for.
    enum Transport {
        case tcp
        case stun
    }

    /// Names what a socket's error means; any other error comes back as it is.
    static func explain(_ error: any Error, host: String, port: Int, transport: Transport) -> any Error {
        if error is SocketAddressError || error is SocketAddressError.UnknownHost {
            return StartFailure.unknownHost(host)
        }
        guard let code = (error as? IOError)?.errnoCode else { return error }
        switch (code, transport) {
        case (EADDRINUSE, .tcp): return StartFailure.portTaken(port)
        case (EADDRINUSE, .stun): return StartFailure.stunPortTaken(port)
        case (EACCES, .tcp), (EPERM, .tcp): return StartFailure.portNotPermitted(port)
        case (EACCES, .stun), (EPERM, .stun): return StartFailure.stunPortNotPermitted(port)
        case (EADDRNOTAVAIL, _): return StartFailure.foreignHost(host)
        default: return StartFailure.cannotListen(host: host, port: port, reason: String(cString: strerror(code)))
        }
    }
}
