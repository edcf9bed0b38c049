package import SCTP
package import Wire

/// The data channels of one peer connection, over an association of their own, without sockets, threads or clocks.
///
/// The rule of use is the association's: after every call that takes `now`, call `pollOutput` until it answers `nil`, then
/// sleep until `nextTimeout`.
/// Source: RFC 8831, <https://www.rfc-editor.org/rfc/rfc8831>; RFC 8832, <https://www.rfc-editor.org/rfc/rfc8832>
package struct DataChannelEndpoint: ~Copyable {
    /// The association below; for its counters and measurements.
    package internal(set) var association: Association
    /// What a peer caused so far.
    package internal(set) var counters = DataChannelCounters()

    /// The channels that are not closed, those that wait for a stream among them.
    var channels: [DataChannelID: Channel] = [:]
    /// Which channel a stream carries.
    var streams: [StreamID: DataChannelID] = [:]
    /// Which stream numbers this side gives out; `nil` before `connect`.
    var role: DTLSRole?
    /// What the layer above has not polled yet.
    var events = OutputQueue<DataChannelEvent>()
    private var nextChannelID = 0

    /// The most channels at one time: a peer that opens more is refused.
    package static let maximumChannels = 256
    /// The most bytes of messages that are kept before `connect`, on all channels.
    static let maximumEarlyByteCount = 1 << 20

    /// - Parameter random: draws the association's tags; the system's generator except in tests.
    package init(
        configuration: SCTPConfiguration = SCTPConfiguration(), random: inout some RandomNumberGenerator
    ) {
        association = Association(configuration: configuration, random: &random)
    }

    /// When `handleTimeout` is to be called; valid after `pollOutput` answered `nil`.
    package var nextTimeout: Instant? { association.nextTimeout }

    /// Whether messages stay here, so that the peer's window closes and the peer waits.
    package var isDeliveryPaused: Bool {
        get { association.isDeliveryPaused }
        set { association.isDeliveryPaused = newValue }
    }

    /// The longest message the peer takes, in bytes; its description says so (RFC 8841 §6).
    package var peerMaximumMessageSize: Int {
        get { association.peerMaximumMessageSize }
        set { association.peerMaximumMessageSize = newValue }
    }

    /// Sets the ports that the two descriptions name (RFC 8841 §5.2); after `connect` they stay as they are.
    package mutating func setPorts(local: UInt16, remote: UInt16) {
        guard role == nil else { return }
        association.setPorts(local: local, remote: remote)
    }

    /// The number of channels that are not closed.
    package var channelCount: Int { channels.count }

    /// The INIT chunk that our association would begin with, for a description that spares the handshake.
    package var initiation: [UInt8] { association.initiation }

    /// Begins the association when DTLS is up; both sides call it. Channels opened before get their streams now.
    /// - Parameters:
    ///   - roundTripTime: what ICE saw, for the first time-outs; `nil` where nothing is known.
    ///   - peerInitiation: what the peer's description says in place of a handshake; `nil` to shake hands.
    package mutating func connect(
        role: DTLSRole, roundTripTime: Duration? = nil, peerInitiation: InitiationChunk? = nil, now: Instant
    ) {
        guard self.role == nil else { return }
        self.role = role
        if let roundTripTime { association.expect(roundTripTime: roundTripTime) }
        for id in channels.keys.sorted(by: { $0.rawValue < $1.rawValue }) { assignStream(to: id, now: now) }
        if let peerInitiation {
            association.connect(with: peerInitiation, now: now)
        } else {
            association.connect(now: now)
        }
    }

    /// Takes one packet from the peer, as DTLS gave it.
    package mutating func handle(_ packet: [UInt8], now: Instant) {
        association.handle(packet, now: now)
    }

    /// Does what is due at `now`.
    package mutating func handleTimeout(now: Instant) {
        association.handleTimeout(now: now)
    }

    /// Tries at once after the path came back, instead of at the end of a long back-off.
    package mutating func handlePathRestored(now: Instant) {
        association.handlePathRestored(now: now)
    }

    /// Takes what another path may be probed with, for path MTU discovery.
    /// - Parameter maximumPacketSize: the largest SCTP packet, in bytes.
    package mutating func handlePathChange(maximumPacketSize: Int, now: Instant) {
        association.handlePathChange(maximumPacketSize: maximumPacketSize, now: now)
    }

    /// The next packet or event; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> DataChannelOutput? {
        while events.isEmpty, let output = association.pollOutput() {
            switch output {
            case .packet(let packet): return .packet(packet)
            case .event(let event): handle(event)
            }
        }
        return events.popFirst().map { .event($0) }
    }

    /// Gives a number that no channel of this endpoint had before.
    mutating func makeChannelID() -> DataChannelID {
        nextChannelID += 1
        return DataChannelID(rawValue: nextChannelID)
    }

    /// The stream that carries the channel; `nil` before the role is known.
    func stream(of id: DataChannelID) -> StreamID? { channels[id]?.stream }

    /// Forgets the channel and tells so.
    mutating func remove(_ id: DataChannelID) {
        guard let channel = channels.removeValue(forKey: id) else { return }
        if let stream = channel.stream ?? channel.configuration.negotiatedStream { streams[stream] = nil }
        events.append(.closed(id))
    }
}
