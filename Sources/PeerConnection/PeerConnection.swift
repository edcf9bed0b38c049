import DTLS
package import DataChannel
package import ICE
package import JSEP
package import Logging
package import RTP
package import SCTP
package import SDP

/// One connection to one peer: descriptions and candidates in and out, messages and frames over it.
///
/// The actor runs on the network loop's thread. Packets never pass through it: they go from libnice through
/// `PeerTransport`, a plain class on that thread. The owner reads `events` until they end, which is after `close`, or
/// after `failed` or `closed` was told.
package actor PeerConnection {
    /// Told in order, kept until they are read.
    package nonisolated let events = PeerConnectionEvents()
    /// The network loop: whatever the actor does runs on its thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    /// What our description names.
    package nonisolated let localFingerprint: Fingerprint

    private let loop: NetworkLoop
    private var configuration: PeerConnectionConfiguration
    private let logger: Logger
    private var transport: PeerTransport?
    private var isClosed = false

    /// - Parameter loop: shared by all connections of the process.
    package init(configuration: PeerConnectionConfiguration, loop: NetworkLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        localFingerprint = configuration.certificate.fingerprint
        Self.prepare()
    }

    deinit {
        events.finish()
    }

    // MARK: Descriptions

    /// Says what this end wants of a video section. The next description gets it where it is not there; whether the call
    /// comes before or after the peer's offer is the same.
    /// - Throws: `PeerConnectionError`.
    package func addVideo(_ role: VideoRole, direction: MediaDirection) throws {
        try open().addVideo(role, direction: direction)
    }

    /// Says what this end wants of the section for sound, as `addVideo` does.
    /// - Throws: `PeerConnectionError`.
    package func addAudio(direction: MediaDirection) throws {
        try open().addAudio(direction: direction)
    }

    /// Makes an offer; nothing changes until it is set.
    /// - Parameter restartingICE: whether new credentials are used, to find another path for the same association.
    /// - Throws: `PeerConnectionError`, `JSEPError`.
    package func makeOffer(restartingICE: Bool = false) throws -> SessionDescription {
        try open().makeOffer(restartingICE: restartingICE)
    }

    /// Makes an answer to the offer that was set; nothing changes until it is set.
    /// - Throws: `PeerConnectionError`, `JSEPError`.
    package func makeAnswer() throws -> SessionDescription {
        try open().makeAnswer()
    }

    /// Takes a description that was made here; candidates are gathered from then on.
    /// - Throws: `PeerConnectionError` or `JSEPError`, and everything is as before.
    package func setLocalDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        try open().setLocalDescription(kind, description)
    }

    /// Our description as it is to be sent: the one that waits for its answer, else the one in force, with the candidates
    /// found so far. Those are told as events, too, and the events of a restart's first candidates may be read before the
    /// description is on its way; the peer would take them for the generation before. `nil` before there is one.
    package var localDescription: SessionDescription? { transport?.descriptions.localDescription }

    /// Takes the peer's description.
    /// - Throws: `PeerConnectionError` or `JSEPError`, and everything is as before.
    package func setRemoteDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        try open().setRemoteDescription(kind, description)
    }

    /// Takes a candidate of the peer's; one that comes before its description waits for it.
    package func add(remoteCandidate candidate: ICECandidateLine) {
        transport?.add(remoteCandidate: candidate)
    }

    /// The peer has no more candidates.
    package func endRemoteCandidates() {
        transport?.endRemoteCandidates()
    }

    /// Asks for a restart of ICE, as a lost path does: `restartWanted` is told.
    package func requestRestart() {
        transport?.wantRestart(isNews: true)
    }

    /// Has the next generation of candidates, and those after it, gathered with these servers; the path in use keeps what it
    /// has.
    package func setICEServers(_ servers: [ICEServer]) {
        configuration.ice.servers = servers
        transport?.setICEServers(servers)
    }

    // MARK: Data channels

    /// Opens a channel, ordered and reliable unless said otherwise; it may be opened before the first description,
    /// which then holds the section for it.
    /// - Parameter priority: the share of the link: 128 below normal, 256 normal, 512 high, 1024 extra high.
    /// - Throws: `PeerConnectionError`, `DataChannelError`.
    @discardableResult
    package func openDataChannel(
        label: String, protocol subprotocol: String = "", isOrdered: Bool = true, reliability: Reliability = .reliable,
        priority: UInt16 = 256
    ) throws -> DataChannelID {
        try open()
            .openDataChannel(
                DataChannelConfiguration(
                    label: label, subprotocol: subprotocol, isOrdered: isOrdered, reliability: reliability,
                    priority: priority))
    }

    /// Hands over a message; it may leave later.
    /// - Throws: `PeerConnectionError`, `DataChannelError`.
    package func send(_ message: DataChannelMessage, on channel: DataChannelID) throws {
        try open().send(message, on: channel)
    }

    /// Bytes handed over for the channel that have not been sent for the first time.
    package func bufferedAmount(of channel: DataChannelID) -> Int {
        transport?.bufferedAmount(of: channel) ?? 0
    }

    /// Sets when `dataChannelBufferedAmountLow` is told; 0 by default.
    /// - Parameter threshold: bytes.
    package func setBufferedAmountLowThreshold(_ threshold: Int, of channel: DataChannelID) {
        transport?.setBufferedAmountLowThreshold(threshold, of: channel)
    }

    /// Closes a channel after what waits on it.
    package func closeDataChannel(_ channel: DataChannelID) {
        transport?.closeDataChannel(channel)
    }

    // MARK: Video

    /// Sends a frame; lost while its section does not send, or where the peer does not take its codec.
    package func sendVideo(_ frame: EncodedVideoFrame, on role: VideoRole) {
        transport?.sendVideo(frame, on: role)
    }

    /// The codecs that the peer takes, in its order of preference; none before an agreement on sending. The codec may
    /// change with any key frame.
    package func sendableVideoCodecs(of role: VideoRole) -> [VideoCodec] {
        transport?.sendableVideoCodecs(of: role) ?? []
    }

    /// Asks the peer for a key frame.
    package func requestKeyFrame(of role: VideoRole) {
        transport?.requestKeyFrame(of: role)
    }

    /// Stops our video at once: nothing that waits leaves, and nothing sent before is repeated.
    package func discardVideo(_ role: VideoRole) {
        transport?.discardVideo(role)
    }

    /// How long a received frame has to wait for the sound that was recorded with it, to be shown when that is heard:
    /// negative when it comes too late; `nil` while nothing is heard, or the peer has not told the clock of both.
    package func videoDelay(of frame: EncodedVideoFrame, on role: VideoRole) -> Duration? {
        transport?.videoDelay(of: frame.rtpTimestamp, on: role)
    }

    // MARK: Audio

    /// Sends a frame of sound, before all pictures that wait; lost while nothing is agreed on. Silent frames are to be handed
    /// over too: the first of them tell the peer that a silence begins.
    package func sendAudio(_ frame: EncodedAudioFrame) {
        transport?.sendAudio(frame)
    }

    /// What the peer's sound goes on with, whenever less waits to be played than the device takes next.
    /// - Parameter queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    package func nextAudio(queuedSampleCount: Int) -> AudioDecision {
        transport?.nextAudio(queuedSampleCount: queuedSampleCount) ?? .silence(sampleCount: 480)
    }

    /// Counts what the player's time-stretching made of decoded sound.
    /// - Parameter samples: added ones; negative for those that were left out.
    package func countAudioStretch(samples: Int) {
        transport?.countAudioStretch(samples: samples)
    }

    /// How many frames before its own each packet of our sound repeats, by the peer's reports; 0 where that is not agreed.
    package var audioRedundancy: Int { transport?.audioRedundancy ?? 0 }

    /// Stops our sound at once: nothing that waits leaves.
    package func discardAudio() {
        transport?.discardAudio()
    }

    // MARK: State

    /// Where the connection stands: `new` before the first call that needs a transport, and `closed` after `close`.
    package var state: PeerConnectionState { transport?.state ?? (isClosed ? .closed : .new) }

    /// The way that packets take; `nil` before ICE chose a pair.
    package var selectedPath: SelectedPath? { transport?.selectedPath }

    /// The fingerprint of the certificate that the peer has shown in DTLS; `nil` before it did.
    package func remoteFingerprint() -> Fingerprint? { transport?.verifiedFingerprint }

    /// What happened so far, by the names of the W3C's statistics.
    package func statistics() -> RTCStatsReport { transport?.statistics() ?? RTCStatsReport() }

    /// What happened so far, for tests and for a person who looks for a fault.
    package var counters: PeerConnectionCounters { transport?.counters ?? PeerConnectionCounters() }

    /// Ends the connection, tells the peer, and returns when its sockets and relay allocations are gone.
    package func close() async {
        isClosed = true
        guard let transport else {
            events.finish()
            return
        }
        await withCheckedContinuation { done in
            transport.close { done.resume() }
        }
        self.transport = nil
    }

    /// The transport, made with the first call that needs it: on the loop's thread, where it lives.
    private func open() throws(PeerConnectionError) -> PeerTransport {
        if let transport { return transport }
        guard !isClosed else { throw .closed }
        let transport = try PeerTransport(
            configuration: configuration, loop: loop, logger: logger, events: events)
        self.transport = transport
        return transport
    }
}
