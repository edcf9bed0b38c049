import CSRTP

/// The keys, rollover counters and replay windows of one direction, for all its SSRCs.
///
/// A handle of libsrtp2 with one owner. It is not for two threads at once.
/// Source: RFC 3711 §3.2, <https://www.rfc-editor.org/rfc/rfc3711#section-3.2>
package struct SRTPContext: ~Copyable {
    /// Whether packets are made or opened with it.
    package enum Direction: Sendable {
        /// Packets are protected.
        case outbound
        /// Packets are opened, and each only once.
        case inbound
    }

    /// What inbound packets were refused for.
    package struct Refusals: Equatable, Sendable {
        /// Packets seen before, or older than the window.
        package var replayed = 0
        /// Packets whose tag does not fit.
        package var unauthenticated = 0
        /// Packets too short, or refused for another reason.
        package var malformed = 0

        package init(replayed: Int = 0, unauthenticated: Int = 0, malformed: Int = 0) {
            self.replayed = replayed
            self.unauthenticated = unauthenticated
            self.malformed = malformed
        }
    }

    /// Packets that a packet may lag behind the newest one. A burst of 1,024 packets of 1,200 bytes is 100 ms at
    /// 100 Mbit/s; RFC 3711 §3.3.2 asks for 64 at least.
    package static let replayWindowPacketCount: UInt = 1_024

    /// The largest packet that is opened; no datagram of a path exceeds it.
    private static let maximumPacketByteCount = 65_535
    /// The shortest RTP header (RFC 3550 §5.1).
    private static let rtpHeaderByteCount = 12
    /// The shortest RTCP header with its SSRC (RFC 3550 §6.4).
    private static let rtcpHeaderByteCount = 8

    /// Sets libsrtp2 up, once in a process, from any thread. Its tests of each cipher take some 60 ms, in which a first
    /// connection would stand still.
    package static func prepareLibrary() {
        _ = SRTPLibrary.shared
    }

    /// What was refused so far; nothing of it is worth a log line.
    package private(set) var refusals = Refusals()
    private let profile: SRTPProfile
    private let session: OpaquePointer

    /// Makes the context of one direction.
    /// - Parameter keyingMaterial: master key ‖ master salt, from the DTLS exporter.
    /// - Throws: `invalidKeyingMaterial`, `library`.
    package init(profile: SRTPProfile, direction: Direction, keyingMaterial: [UInt8]) throws(SRTPError) {
        guard keyingMaterial.count == profile.keyingMaterialByteCount else { throw .invalidKeyingMaterial }
        try SRTPLibrary.shared.requireInitialized()
        var policy = srtp_policy_t()
        nearhand_srtp_policy_init(&policy, direction == .outbound ? ssrc_any_outbound : ssrc_any_inbound)
        profile.fill(&policy)
        policy.window_size = Self.replayWindowPacketCount
        // A retransmission of ours may be byte for byte what was sent before.
        policy.allow_repeat_tx = 1
        var session: srtp_t?
        var key = keyingMaterial
        let status = key.withUnsafeMutableBufferPointer { key in
            // libsrtp2 copies the key before it returns.
            policy.key = key.baseAddress
            return srtp_create(&session, &policy)
        }
        try check(status)
        guard let session else { throw .library(SRTPStatus(rawValue: UInt32(srtp_err_status_alloc_fail.rawValue))) }
        self.session = session
        self.profile = profile
    }

    deinit {
        srtp_dealloc(session)
    }

    /// Encrypts an RTP packet in place and appends its tag.
    /// - Throws: `truncated`, `library`.
    package func protect(_ packet: inout [UInt8]) throws(SRTPError) {
        guard packet.count >= Self.rtpHeaderByteCount else { throw .truncated }
        try transform(&packet, growth: profile.tagByteCount, srtp_protect)
    }

    /// Encrypts a compound RTCP packet in place and appends index and tag.
    /// - Throws: `truncated`, `library`.
    package func protectControl(_ packet: inout [UInt8]) throws(SRTPError) {
        guard packet.count >= Self.rtcpHeaderByteCount else { throw .truncated }
        try transform(&packet, growth: profile.controlTrailerByteCount, srtp_protect_rtcp)
    }

    /// Opens an SRTP packet in place.
    /// - Throws: `truncated`, `authenticationFailed`, `replayed`, `library`; each is counted in `refusals`.
    package mutating func unprotect(_ packet: inout [UInt8]) throws(SRTPError) {
        try open(&packet, minimumByteCount: Self.rtpHeaderByteCount + profile.tagByteCount, srtp_unprotect)
    }

    /// Opens an SRTCP packet in place.
    /// - Throws: `truncated`, `authenticationFailed`, `replayed`, `library`; each is counted in `refusals`.
    package mutating func unprotectControl(_ packet: inout [UInt8]) throws(SRTPError) {
        let minimum = Self.rtcpHeaderByteCount + profile.controlTrailerByteCount
        try open(&packet, minimumByteCount: minimum, srtp_unprotect_rtcp)
    }

    private typealias Transform = (srtp_t?, UnsafeMutableRawPointer?, UnsafeMutablePointer<CInt>?) -> srtp_err_status_t

    private mutating func open(
        _ packet: inout [UInt8], minimumByteCount: Int, _ transform: Transform
    ) throws(SRTPError) {
        do throws(SRTPError) {
            guard (minimumByteCount...Self.maximumPacketByteCount).contains(packet.count) else { throw .truncated }
            try self.transform(&packet, growth: 0, transform)
        } catch {
            switch error {
            case .replayed: refusals.replayed += 1
            case .authenticationFailed: refusals.unauthenticated += 1
            default: refusals.malformed += 1
            }
            throw error
        }
    }

    private func transform(_ packet: inout [UInt8], growth: Int, _ transform: Transform) throws(SRTPError) {
        var count = CInt(packet.count)
        // SRTP_MAX_TRAILER_LEN is an upper bound of what libsrtp2 writes; it is cut to what was written below.
        if growth > 0 { packet.append(contentsOf: repeatElement(0, count: Int(SRTP_MAX_TRAILER_LEN) + 4)) }
        let status = packet.withUnsafeMutableBytes { transform(session, $0.baseAddress, &count) }
        packet.removeLast(max(0, packet.count - Int(count)))
        try check(status)
    }
}

/// libsrtp2's process-wide tables, set up once and never taken down.
private final class SRTPLibrary: Sendable {
    static let shared = SRTPLibrary()
    private let status: UInt32

    private init() {
        status = UInt32(srtp_init().rawValue)
    }

    func requireInitialized() throws(SRTPError) {
        guard status == UInt32(srtp_err_status_ok.rawValue) else { throw .library(SRTPStatus(rawValue: status)) }
    }
}
