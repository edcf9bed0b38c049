package import SignalingProtocol
package import Wire

/// Who the client says it is, in its first message.
package enum SignalingGreeting: Sendable {
    /// A host with a fresh code of the sign-in page; later connections use the token it got.
    case signIn(Redacted<ClientMessage.SignIn>)
    /// A host with a token.
    case resume(Redacted<String>)
    /// A customer.
    case visit
    /// A customer whom a page of the site sent here; later connections are plain visits.
    case visitOpened(Redacted<String>)

    /// The first message of a connection.
    var message: ClientMessage {
        switch self {
        case .signIn(let message): .signIn(message.value)
        case .resume(let token): .resume(ClientMessage.Resume(token: token.value))
        case .visit: .visit(ClientMessage.Visit())
        case .visitOpened(let code): .visit(ClientMessage.Visit(opening: code.value))
        }
    }
}

/// What a node learns of its connection to the service.
package enum SignalingEvent: Equatable, Sendable {
    /// The service took the first message; from now on messages can be sent.
    case connected(ServiceMessage.Welcome)
    /// What else the service says, in its order.
    case message(ServiceMessage)
    /// The connection is gone, or is not there for another reason than was said before. Except after `refused` the client
    /// tries again by itself.
    case disconnected(SignalingDisconnection)
}

/// Why there is no connection.
package enum SignalingDisconnection: Equatable, Sendable {
    /// The service was not reached, went away, or fell silent.
    case lost(SiteTrouble)
    /// The service does not take this client: the code or token is used up, or the version is another.
    case refused(ServiceMessage.Refused.Code)
}

/// Why a message was not sent.
package enum SignalingClientError: Error, Equatable, Sendable {
    /// There is no connection that the service has accepted.
    case notConnected
    /// 256 messages wait, which the service does not read.
    case queueIsFull
}

/// How long to wait before the next try: half a second, doubled with each failure up to half a minute, of which a
/// random half is left out, so that the clients of a service that was restarted do not all come at once.
package struct BackOff: Sendable {
    /// The wait after a connection that stood; of each wait a random part, half of it at most, is left out.
    package var first: Duration
    /// No wait is longer.
    package var longest: Duration

    package init(first: Duration = .milliseconds(500), longest: Duration = .seconds(30)) {
        self.first = first
        self.longest = longest
    }

    /// The wait after so many failures in a row; 0 means that a connection that stood was lost.
    func delay(afterFailures failures: Int) -> Duration {
        var random = SystemRandomNumberGenerator()
        return delay(afterFailures: failures, random: &random)
    }

    /// As `delay(afterFailures:)`, with randomness from outside.
    func delay(afterFailures failures: Int, random: inout some RandomNumberGenerator) -> Duration {
        let whole = min(first * (1 << min(failures, 16)), longest)
        return whole * Double.random(in: 0.5...1, using: &random)
    }
}
