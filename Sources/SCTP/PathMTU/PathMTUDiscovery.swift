import Wire

/// Finds out how large packets may be that the path carries whole.
///
///     disabled ─ path and peer allow it ─▶ base ─ acknowledged ─▶ searching ─ nothing larger is left ─▶ complete
///                                         ▲ │ 3 lost                 ▲                                  │   │
///                                         │ ▼                        └────────── 600 s ─────────────────┘   │
///                                        error                                                              │
///                                         ▲ base again ◀─ large packets vanish (from searching and complete) ┘
///
/// Probes are HEARTBEATs padded by PAD. No DATA rides in them, so that nothing is lost with one, and their loss says
/// nothing of congestion. BASE_PLPMTU and MIN_PLPMTU are the same: what every path that WebRTC meets carries. *Error* is
/// therefore *base* with patience; the association's own time-outs decide whether the peer is there.
/// Source: RFC 8899 §5 and §6.2, <https://www.rfc-editor.org/rfc/rfc8899#section-5>
struct PathMTUDiscovery: Sendable {
    /// Where the search stands.
    enum Phase: Equatable, Sendable {
        /// The path must not be probed, or the peer does not ask for it.
        case disabled
        /// Making sure of the base size.
        case base
        /// Trying larger sizes.
        case searching
        /// The largest that works is known, until the raise timer.
        case complete
        /// Not even the base size was acknowledged.
        case error
    }

    /// A probe on its way.
    struct Probe: Equatable, Sendable {
        /// The size of the SCTP packet in bytes.
        let packetSize: Int
        /// What the answer must repeat.
        let information: [UInt8]
    }

    /// Where the search stands; `restart` leads out of `disabled`.
    private(set) var phase = Phase.disabled
    /// PLPMTU: the largest packet in bytes that may carry data.
    private(set) var packetSize: Int
    /// The probe that waits for its answer.
    private(set) var probe: Probe?
    private let baseSize: Int
    /// MAX_PLPMTU: the largest packet that is tried.
    private var largest: Int
    /// PROBE_COUNT: probes of the present size that were not answered.
    private var lostProbes = 0
    /// Sizes from here on did not work in this search.
    private var ceiling: Int
    /// Large packets lost since the last that arrived.
    private var vanished = 0
    /// Black holes met since the raise timer, or since the path is in use.
    private var blackHoles = 0
    /// The newest large packet that arrived, or that was counted as vanished.
    private var newestJudged = -1

    /// MAX_PROBES.
    static let maximumProbes = 3
    /// PMTU_RAISE_TIMER.
    static let raiseInterval: Duration = .seconds(600)
    /// PROBE_TIMER is no shorter.
    static let shortestProbeTimeout: Duration = .seconds(1)
    /// The plaintext of a DTLS record (RFC 6347 §4.1).
    static let recordLimit = 16_384
    /// Large packets in a row whose loss is a black hole (RFC 8899 §4.3). Loss at random seldom takes as many, and what it
    /// costs is one search.
    static let blackHoleThreshold = 6

    /// Black holes on one path after which the base size is kept until the raise timer.
    static let blackHoleLimit = 3

    /// What links carry, less the 65 bytes of IPv4, UDP and DTLS, or the 85 of IPv6, UDP and DTLS.
    private static let candidates: [Int] = [
        8_912, 4_268, 1_432, 1_424, 1_412, 1_404, 1_392, 1_372, 1_352, 1_332, 1_312, 1_272, 1_212, 1_192,
    ]

    /// - Parameter baseSize: the packet that every path carries, in bytes.
    init(baseSize: Int) {
        self.baseSize = baseSize
        packetSize = baseSize
        largest = baseSize
        ceiling = baseSize
    }

    /// Begins anew on another path, or ends where `largest` is no more than the base size.
    mutating func restart(largest: Int) {
        // Chunks are padded to four bytes, so that no other size can be reached.
        self.largest = min(largest, Self.recordLimit) & ~3
        packetSize = baseSize
        vanished = 0
        newestJudged = -1
        blackHoles = 0
        probe = nil
        lostProbes = 0
        ceiling = .max
        phase = self.largest > baseSize ? .base : .disabled
    }

    /// The size to probe now; `nil` when nothing is to be probed.
    var nextProbeSize: Int? {
        guard probe == nil else { return nil }
        switch phase {
        case .disabled, .complete, .error: return nil
        case .base: return baseSize & ~3
        case .searching:
            if largest < ceiling { return largest > packetSize ? largest : nil }
            return Self.candidates.first { $0 < ceiling && $0 < largest && $0 > packetSize }
        }
    }

    /// Whether a later search may find more.
    var mayRise: Bool { phase != .disabled && packetSize < largest }

    /// Notes a probe that leaves.
    mutating func handleSent(_ probe: Probe) { self.probe = probe }

    /// Takes the answer to a HEARTBEAT; answers whether it was the probe's.
    mutating func handleAcknowledgement(information: [UInt8]) -> Bool {
        guard let probe, probe.information == information else { return false }
        self.probe = nil
        lostProbes = 0
        if phase == .searching { packetSize = max(packetSize, probe.packetSize) }
        if phase == .base { phase = .searching }
        finishIfNothingIsLeft()
        return true
    }

    /// Takes the expiry of the probe timer, or of the raise timer.
    mutating func handleTimeout() {
        switch phase {
        case .disabled: return
        case .complete, .error:
            blackHoles = 0
            ceiling = .max
            phase = .base
        case .base, .searching:
            guard let lost = probe else { return }
            probe = nil
            lostProbes += 1
            guard lostProbes >= Self.maximumProbes else { return }
            lostProbes = 0
            if phase == .base {
                phase = .error
            } else {
                ceiling = lost.packetSize
                finishIfNothingIsLeft()
            }
        }
    }

    /// Takes the arrival of a packet of more than the base size.
    mutating func handleArrival(ofLargePacket number: Int) {
        guard number > newestJudged else { return }
        newestJudged = number
        vanished = 0
    }

    /// Takes the loss of a packet of more than the base size; answers whether the path has become a black hole for such.
    mutating func handleLoss(ofLargePacket number: Int) -> Bool {
        guard packetSize > baseSize, number > newestJudged else { return false }
        newestJudged = number
        vanished += 1
        guard vanished >= Self.blackHoleThreshold else { return false }
        fallBack()
        return true
    }

    /// Takes an expiry of T3-rtx with a large packet under way; answers whether the size fell.
    mutating func handleSilence() -> Bool {
        guard packetSize > baseSize else { return false }
        fallBack()
        return true
    }

    private mutating func fallBack() {
        ceiling = .max
        packetSize = baseSize
        vanished = 0
        probe = nil
        lostProbes = 0
        blackHoles += 1
        phase = blackHoles < Self.blackHoleLimit ? .base : .complete
    }

    private mutating func finishIfNothingIsLeft() {
        if phase == .searching, nextProbeSize == nil { phase = .complete }
    }
}
