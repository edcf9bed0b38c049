/// Where an association stands.
///
///     closed ──INIT──▶ cookieWait ──INIT ACK──▶ cookieEchoed ──COOKIE ACK──▶ established
///     closed ───────────────────────COOKIE ECHO──────────────────────────▶ established
///     established ──▶ shutdownPending ──▶ shutdownSent ─────────▶ ended
///     established ──▶ shutdownReceived ──▶ shutdownAckSent ─────▶ ended
///
/// Source: RFC 9260 §4, <https://www.rfc-editor.org/rfc/rfc9260#section-4>
enum AssociationState: Equatable, Sendable {
    /// Nothing was sent; INIT from the peer is answered.
    case closed
    /// INIT was sent and not answered.
    case cookieWait
    /// The peer's state cookie is kept, to be echoed again.
    case cookieEchoed(cookie: [UInt8])
    /// Messages go both ways.
    case established
    /// The layer above asked for the end; what it had handed over is still sent.
    case shutdownPending
    /// SHUTDOWN was sent; DATA from the peer is still taken.
    case shutdownSent
    /// The peer asked for the end; what this side had to send is still sent.
    case shutdownReceived
    /// SHUTDOWN ACK was sent; SHUTDOWN COMPLETE ends it.
    case shutdownAckSent
    /// Over, gracefully or not; nothing leads out of it.
    case ended

    /// Whether DATA may leave, new or again.
    var sendsData: Bool {
        switch self {
        case .established, .shutdownPending, .shutdownReceived: true
        case .closed, .cookieWait, .cookieEchoed, .shutdownSent, .shutdownAckSent, .ended: false
        }
    }

    /// Whether DATA is taken.
    var receivesData: Bool {
        switch self {
        case .established, .shutdownPending, .shutdownSent: true
        case .closed, .cookieWait, .cookieEchoed, .shutdownReceived, .shutdownAckSent, .ended: false
        }
    }

    /// Whether the layer above may hand over messages; before the handshake they wait.
    var acceptsMessages: Bool {
        switch self {
        case .closed, .cookieWait, .cookieEchoed, .established: true
        case .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent, .ended: false
        }
    }
}

/// What this side chose at random when the association was made.
struct LocalIdentity: Sendable {
    /// The tag that the peer's packets must have; never zero.
    let verificationTag: VerificationTag
    /// The TSN of the first DATA chunk.
    let initialTSN: TSN
    /// 16 bytes in each state cookie, so that nobody else can make one.
    let cookieNonce: [UInt8]
    /// 8 bytes in each HEARTBEAT, so that an answer cannot be made up.
    let heartbeatNonce: [UInt8]

    /// Draws the tag from 1 on, and the rest over its whole range.
    init(random: inout some RandomNumberGenerator) {
        verificationTag = VerificationTag(rawValue: UInt32.random(in: 1...UInt32.max, using: &random))
        initialTSN = TSN(rawValue: UInt32.random(in: UInt32.min...UInt32.max, using: &random))
        cookieNonce = (0..<16).map { _ in UInt8.random(in: UInt8.min...UInt8.max, using: &random) }
        heartbeatNonce = (0..<8).map { _ in UInt8.random(in: UInt8.min...UInt8.max, using: &random) }
    }

    /// Takes tag and first TSN as given, for tests that begin near a wrap, and draws the nonces.
    init(verificationTag: VerificationTag, initialTSN: TSN, random: inout some RandomNumberGenerator) {
        let drawn = LocalIdentity(random: &random)
        self.verificationTag = verificationTag
        self.initialTSN = initialTSN
        cookieNonce = drawn.cookieNonce
        heartbeatNonce = drawn.heartbeatNonce
    }
}

/// What the peer's INIT or INIT ACK said.
struct PeerParameters: Equatable, Sendable {
    /// The tag that packets to the peer carry.
    let verificationTag: VerificationTag
    /// The TSN of the peer's first DATA chunk.
    let initialTSN: TSN
    /// Bytes the peer takes before its first SACK: its claim, which only ever bounds what is sent.
    let receiverWindow: Int
    /// Streams this side may send on.
    let outboundStreamCount: Int
    /// Streams the peer may send on.
    let inboundStreamCount: Int
    /// The optional chunks that the peer understands.
    let extensions: SupportedExtensions
    /// Whether messages go by I-DATA, both ways: both sides offered it (RFC 8260 §2.2.1).
    let interleaves: Bool
    /// Whether the peer takes packets whose checksum is zero.
    let acceptsZeroChecksum: Bool

    /// Takes what the peer said as far as this side's configuration agrees: the fewer streams, and only what both
    /// offer.
    init(_ fields: InitiationFields, configuration: SCTPConfiguration) {
        verificationTag = fields.initiateTag
        initialTSN = fields.initialTSN
        receiverWindow = Int(fields.advertisedReceiverWindow)
        outboundStreamCount = Int(min(fields.inboundStreamCount, configuration.streamCount))
        inboundStreamCount = Int(min(fields.outboundStreamCount, configuration.streamCount))
        extensions = fields.extensions
        acceptsZeroChecksum = configuration.omitsChecksum && fields.acceptsZeroChecksum
        interleaves = configuration.offersInterleaving && fields.extensions.contains(.interleaving)
    }
}
