internal import COpus

/// One encoded frame.
package struct OpusFrame: Equatable, Sendable {
    /// Nobody speaks, and the receiver makes silence by itself: the frame need not be sent.
    package var isDiscontinuous: Bool
    /// An Opus packet (RFC 6716 §3, https://www.rfc-editor.org/rfc/rfc6716#section-3); never empty.
    package var payload: [UInt8]

    package init(isDiscontinuous: Bool, payload: [UInt8]) {
        self.isDiscontinuous = isDiscontinuous
        self.payload = payload
    }
}

/// Encodes one voice: 48 kHz, one channel, 20 ms a frame.
///
/// A state of libopus with one owner. It is not for two threads at once.
package struct OpusEncoder: ~Copyable {
    /// Samples in a second.
    package static let sampleRate = 48_000
    /// Samples in a frame of 20 ms.
    package static let frameSampleCount = 960
    /// The longest packet of one frame (RFC 6716 §3.2.1).
    private static let maximumPacketByteCount = 1_276
    /// A frame that libopus makes no longer than this need not be sent (opus_encode's documentation).
    private static let discontinuousByteCount = 2

    private let state: OpaquePointer
    /// As set last.
    package private(set) var configuration: OpusEncoderConfiguration

    /// - Throws: `OpusError.failed(.createEncoder, _)`, `OpusError.failed(.configure, _)`.
    package init(configuration: OpusEncoderConfiguration = OpusEncoderConfiguration()) throws(OpusError) {
        var status: Int32 = 0
        let made = opus_encoder_create(Int32(Self.sampleRate), 1, OPUS_APPLICATION_VOIP, &status)
        try check(status, .createEncoder)
        guard let made else { throw .failed(.createEncoder, .allocationFailed) }
        do throws(OpusError) {
            try check(nearhand_opus_encoder_set(made, OPUS_SET_SIGNAL_REQUEST, OPUS_SIGNAL_VOICE), .configure)
            try Self.apply(configuration, to: made)
        } catch {
            opus_encoder_destroy(made)
            throw error
        }
        state = made
        self.configuration = configuration
    }

    deinit {
        opus_encoder_destroy(state)
    }

    /// Encodes the next 20 ms.
    ///
    /// Cost: 0.1 to 0.3 ms.
    /// - Throws: `OpusError.invalidFrame`, `OpusError.failed(.encode, _)`.
    package mutating func encode(_ samples: Span<Int16>) throws(OpusError) -> OpusFrame {
        guard samples.count == Self.frameSampleCount else { throw .invalidFrame(sampleCount: samples.count) }
        var status: Int32 = 0
        let payload = [UInt8](unsafeUninitializedCapacity: Self.maximumPacketByteCount) { bytes, count in
            status = samples.withUnsafeBufferPointer { samples in
                // Neither is empty, so both have an address.
                opus_encode(
                    state, samples.baseAddress!, Int32(samples.count), bytes.baseAddress!, Int32(bytes.count))
            }
            count = max(0, Int(status))
        }
        try check(status, .encode)
        return OpusFrame(isDiscontinuous: payload.count <= Self.discontinuousByteCount, payload: payload)
    }

    /// Changes the settings for the frames that follow, without a break in the sound.
    /// - Throws: `OpusError.failed(.configure, _)`; then some of the settings may be in force.
    package mutating func configure(_ configuration: OpusEncoderConfiguration) throws(OpusError) {
        try Self.apply(configuration, to: state)
        self.configuration = configuration
    }

    private static func apply(
        _ configuration: OpusEncoderConfiguration, to state: OpaquePointer
    ) throws(OpusError) {
        let loss = min(max(configuration.expectedLoss, 0), 1)
        let settings: [(request: Int32, value: Int32)] = [
            (OPUS_SET_BITRATE_REQUEST, Int32(min(max(configuration.bitsPerSecond, 6_000), 510_000))),
            (OPUS_SET_PACKET_LOSS_PERC_REQUEST, Int32((loss * 100).rounded())),
            (OPUS_SET_INBAND_FEC_REQUEST, configuration.usesForwardErrorCorrection ? 1 : 0),
            (OPUS_SET_DTX_REQUEST, configuration.usesDiscontinuousTransmission ? 1 : 0),
            (OPUS_SET_COMPLEXITY_REQUEST, Int32(min(max(configuration.complexity, 0), 10))),
        ]
        for setting in settings {
            try check(nearhand_opus_encoder_set(state, setting.request, setting.value), .configure)
        }
    }
}
