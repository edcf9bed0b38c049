import COpenSSL
package import SDP
package import Wire

/// One DTLS 1.2 association over a path that ICE has proved; without socket or clock.
///
/// After every call, `pollOutput()` until it gives `nil`, then call `handleTimeout` at `nextTimeout`.
///
///     handshaking ── Finished, fingerprint fits ──▶ connected ── close_notify ──▶ closed
///          └────── alert, time-out, wrong certificate ──▶ failed ◀── fatal alert ──┘
///
/// Nothing that the peer sent comes out, and no key is exported, before its certificate's fingerprint was compared.
/// OpenSSL keeps the addresses of the BIO's data, hence a class; it is not `Sendable`.
///
/// A flight is repeated after one and a half round trips: the caller's estimate at first, then what the handshake
/// itself shows. OpenSSL runs that timer by the wall clock; a test in virtual time gives it one (`CVirtualClock`).
/// Source: RFC 6347, <https://www.rfc-editor.org/rfc/rfc6347>; RFC 8827 §6.5.
package final class DTLSConnection {
    /// What came out of the association.
    package enum Output: Equatable {
        /// Send this datagram to the peer: at most 1,200 bytes, or a record of a longer message that `send` took.
        case datagram([UInt8])
        /// The handshake is over and the peer is who its description said.
        case connected
        /// One record of application data.
        case applicationData([UInt8])
        /// The peer closed the association.
        case closed
        /// Nothing more will come.
        case failed(DTLSError)
    }

    /// Which end of the handshake we are: `active` in a description is the client, `passive` the server.
    package enum Role: Sendable {
        /// Sends the first flight.
        case client
        /// Waits for it, and chooses among what the client offers.
        case server
    }

    private enum State {
        case handshaking
        case connected
        case closed
        case failed(DTLSError)
    }

    /// The largest datagram of the handshake.
    package static let maximumDatagramByteCount = 1_200
    /// The longest message: the plaintext of one record (RFC 6347 §4.1). What the path takes is the caller's to know.
    package static let maximumMessageByteCount = 16_384
    /// The bounds that the first retransmission keeps whatever the round trip is.
    package static let initialTimeoutBounds: ClosedRange<Duration> = .milliseconds(50)...(.seconds(3))

    /// Which end we are; it also says which half of the SRTP keys is ours.
    package let role: Role
    /// When `handleTimeout` wants to be called; `nil` when no flight waits for an answer.
    package private(set) var nextTimeout: Instant?
    /// The profile agreed on; `nil` before the handshake is over, or when the peer wants no SRTP.
    package private(set) var protectionProfile: SRTPProtectionProfile?

    /// The fingerprint of the certificate that the peer has shown; `nil` before it was compared.
    package private(set) var verifiedFingerprint: Fingerprint?

    private let remoteFingerprint: Fingerprint
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let bio: DatagramBIO
    private var state = State.handshaking
    private var outputs = OutputQueue<Output>()
    /// When the last flight left, unless it was repeated: an answer to either copy would say nothing about the path.
    private var flightSentAt: Instant?

    /// Prepares an association; `start` begins it.
    /// - Parameters:
    ///   - remoteFingerprint: what the peer's description names.
    ///   - roundTripTime: what ICE measured; the first retransmission comes after one and a half of it.
    /// - Throws: `DTLSError.library`.
    package init(
        role: Role, certificate: Certificate, remoteFingerprint: Fingerprint,
        roundTripTime: Duration = .milliseconds(100)
    ) throws(DTLSError) {
        self.role = role
        self.remoteFingerprint = remoteFingerprint
        context = try Self.makeContext(certificate)
        bio = DatagramBIO()
        guard let ssl = SSL_new(context) else {
            SSL_CTX_free(context)
            throw .library(.takeFirst())
        }
        self.ssl = ssl
        let pointer = try bio.makeBIO()
        // One BIO for both directions: SSL_set_bio takes the one reference when both are the same.
        SSL_set_bio(ssl, pointer, pointer)
        nearhand_ssl_set_mtu(ssl, Self.maximumDatagramByteCount)
        setInitialTimeout(roundTripTime: roundTripTime)
        nearhand_ssl_use_timer(ssl)
        switch role {
        case .client: SSL_set_connect_state(ssl)
        case .server: SSL_set_accept_state(ssl)
        }
    }

    deinit {
        // The SSL owns the BIO, and the BIO's data is `bio`: it goes first.
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    /// Whether the handshake is over and the peer verified.
    package var isConnected: Bool {
        if case .connected = state { true } else { false }
    }

    /// Begins the handshake: a client sends its first flight, a server waits.
    package func start(now: Instant) {
        advanceHandshake()
        drain(now: now)
    }

    /// Takes one datagram whose first byte lies within 20...63 (RFC 7983).
    package func handle(_ datagram: [UInt8], now: Instant) {
        // No record is shorter, and OpenSSL would take an empty read for the end of the transport.
        guard datagram.count >= Self.recordHeaderByteCount else { return }
        measure(now: now)
        bio.feed(datagram)
        switch state {
        case .handshaking: advanceHandshake()
        case .connected: readApplicationData()
        case .closed, .failed: break
        }
        bio.withdraw()
        drain(now: now)
    }

    /// Retransmits the last flight when its time is over.
    package func handleTimeout(now: Instant) {
        guard let deadline = nextTimeout, deadline <= now, case .handshaking = state else { return }
        ERR_clear_error()
        if nearhand_dtls_handle_timeout(ssl) < 0 { fail(.timedOut) }
        drain(now: now)
        flightSentAt = nil
    }

    /// Gives the next output; `nil` when there is none.
    package func pollOutput() -> Output? {
        outputs.popFirst()
    }

    /// Encrypts one record.
    /// - Throws: `notConnected`, `messageTooLong` beyond `maximumMessageByteCount`, `connectionFailed`.
    package func send(_ message: [UInt8], now: Instant) throws(DTLSError) {
        guard case .connected = state else { throw .notConnected }
        guard message.count <= Self.maximumMessageByteCount else {
            throw .messageTooLong(byteCount: message.count)
        }
        guard !message.isEmpty else { return }
        ERR_clear_error()
        guard SSL_write(ssl, message, CInt(message.count)) > 0 else { throw .connectionFailed(.takeFirst()) }
        drain(now: now)
    }

    /// Type 1 · version 2 · epoch 2 · sequence number 6 · length 2 (RFC 6347 §4.1).
    private static let recordHeaderByteCount = 13

    /// Header 13 · explicit nonce 8 · tag 16, of AES-GCM; the other suites need no more.
    package static let recordOverheadByteCount = 37

    /// Sends close_notify. Nothing is read afterwards.
    package func close(now: Instant) {
        guard case .connected = state else {
            if case .handshaking = state { state = .closed }
            nextTimeout = nil
            return
        }
        state = .closed
        ERR_clear_error()
        SSL_shutdown(ssl)
        drain(now: now)
    }

    /// Derives keys from the association for a use of one's own (RFC 5705).
    /// - Throws: `notConnected` before the peer is verified, `library`.
    package func exportKeyingMaterial(label: String, byteCount: Int) throws(DTLSError) -> [UInt8] {
        guard case .connected = state else { throw .notConnected }
        var material = [UInt8](repeating: 0, count: byteCount)
        ERR_clear_error()
        try check(SSL_export_keying_material(ssl, &material, byteCount, label, label.utf8.count, nil, 0, 0))
        return material
    }

    /// The SRTP master keys of this association; `nil` when no profile was agreed on.
    /// - Throws: `notConnected` before the peer is verified, `library`.
    package func exportSRTPKeyingMaterial() throws(DTLSError) -> SRTPKeyingMaterial? {
        guard let profile = protectionProfile else { return nil }
        let count = 2 * (profile.keyByteCount + profile.saltByteCount)
        let exported = try exportKeyingMaterial(label: "EXTRACTOR-dtls_srtp", byteCount: count)
        return SRTPKeyingMaterial(profile: profile, exported: exported, role: role)
    }

    // MARK: Transitions

    private func advanceHandshake() {
        ERR_clear_error()
        let status = SSL_do_handshake(ssl)
        if status == 1 {
            completeHandshake()
            return
        }
        let reason = SSL_get_error(ssl, status)
        if reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE { fail(.handshakeFailed(.takeFirst())) }
    }

    private func completeHandshake() {
        guard let certificate = SSL_get1_peer_certificate(ssl) else {
            fail(.noCertificate)
            return
        }
        defer { X509_free(certificate) }
        guard let fingerprint = try? Certificate.fingerprint(of: certificate),
            fingerprint == remoteFingerprint
        else {
            SSL_shutdown(ssl)
            fail(.fingerprintMismatch)
            return
        }
        verifiedFingerprint = fingerprint
        if let profile = SSL_get_selected_srtp_profile(ssl) {
            protectionProfile = SRTPProtectionProfile(rawValue: UInt16(truncatingIfNeeded: profile.pointee.id))
        }
        // The side that finishes is not asked again by a peer that lacks the last flight, until its timer ends; and until
        // then all data is lost on it. A copy with the first data costs some 75 bytes.
        if role == .server { bio.repeatLastFlight() }
        state = .connected
        outputs.append(.connected)
        // A client's last flight and its first data may share a datagram, or have come in the wrong order.
        readApplicationData(untilNothingIsLeft: true)
    }

    /// - Parameter untilNothingIsLeft: whether records may wait that came before their keys; else one read for each
    ///   record of the datagram being fed is enough, and none is spent on finding out that it is used up.
    private func readApplicationData(untilNothingIsLeft: Bool = false) {
        while case .connected = state, untilNothingIsLeft || bio.hasIncoming || SSL_has_pending(ssl) == 1 {
            ERR_clear_error()
            // Room for the longest message, taken for the read alone: an idle connection holds none.
            let (count, record) = withUnsafeTemporaryAllocation(byteCount: Self.maximumMessageByteCount, alignment: 16)
            {
                let count = SSL_read(ssl, $0.baseAddress, CInt($0.count))
                return (count, count > 0 ? [UInt8]($0.prefix(Int(count))) : [])
            }
            if count > 0 {
                bio.stopRepeating()
                outputs.append(.applicationData(record))
                continue
            }
            switch SSL_get_error(ssl, count) {
            case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return
            case SSL_ERROR_ZERO_RETURN:
                state = .closed
                outputs.append(.closed)
            default: fail(.connectionFailed(.takeFirst()))
            }
        }
    }

    private func fail(_ error: DTLSError) {
        state = .failed(error)
        takeDatagrams()
        outputs.append(.failed(error))
    }

    /// The peer's next flight answers ours: the time between them is a round trip, and the timer of our next flight
    /// keeps to it.
    private func measure(now: Instant) {
        guard case .handshaking = state, let sentAt = flightSentAt else { return }
        flightSentAt = nil
        setInitialTimeout(roundTripTime: now - sentAt)
    }

    private func setInitialTimeout(roundTripTime: Duration) {
        let bounds = Self.initialTimeoutBounds
        let first = min(max(roundTripTime * 3 / 2, bounds.lowerBound), bounds.upperBound)
        nearhand_ssl_set_initial_timeout(ssl, UInt(first.inNanoseconds / 1_000))
    }

    private func drain(now: Instant) {
        if takeDatagrams() { flightSentAt = now }
        // The timer runs in the handshake alone; the last flight of a handshake is repeated only when asked for.
        guard case .handshaking = state else {
            nextTimeout = nil
            return
        }
        let microseconds = nearhand_dtls_remaining_timeout(ssl)
        nextTimeout = microseconds < 0 ? nil : now + .microseconds(microseconds)
    }

    /// Moves what OpenSSL wrote to the outputs; `false` when there was nothing.
    @discardableResult
    private func takeDatagrams() -> Bool {
        guard bio.hasOutgoing else { return false }
        bio.takeOutgoing { outputs.append(.datagram($0)) }
        return true
    }
}
