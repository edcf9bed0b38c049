internal import COpus

/// Decodes one stream to 48 kHz and one channel; a packet in stereo is mixed down.
///
/// A state of libopus with one owner. It is not for two threads at once.
package struct OpusDecoder: ~Copyable {
    /// Samples in a second.
    package static let sampleRate = 48_000
    /// Samples of the longest packet, 120 ms (RFC 6716 §3.4, R5).
    package static let maximumSampleCount = 5_760
    /// Durations are multiples of 2.5 ms.
    private static let sampleGranularity = 120

    private let state: OpaquePointer

    /// - Throws: `OpusError.failed(.createDecoder, _)`.
    package init() throws(OpusError) {
        var status: Int32 = 0
        let made = opus_decoder_create(Int32(Self.sampleRate), 1, &status)
        try check(status, .createDecoder)
        guard let made else { throw .failed(.createDecoder, .allocationFailed) }
        state = made
    }

    deinit {
        opus_decoder_destroy(state)
    }

    /// Decodes the packet that follows the one before.
    ///
    /// The bytes are a peer's: whatever they are, the call returns or throws, and the next packet decodes.
    /// - Returns: 120 to 5,760 samples, as many as the packet holds.
    /// - Throws: `OpusError.invalidPacket`, `OpusError.failed(.decode, _)`.
    package mutating func decode(_ packet: Span<UInt8>) throws(OpusError) -> [Int16] {
        try decode(packet, sampleCount: Self.maximumSampleCount, takesRepeatedFrame: false)
    }

    /// Restores a lost packet from the coarse form that the one behind it may hold; without one it conceals.
    ///
    /// The packet itself is to be decoded afterwards. `OpusPacket.hasForwardErrorCorrection` says beforehand whether it helps.
    /// - Parameters:
    ///   - next: the packet behind the lost one.
    ///   - sampleCount: the length of what was lost.
    /// - Throws: `OpusError.invalidDuration`, `OpusError.invalidPacket`, `OpusError.failed(.decode, _)`.
    package mutating func decodeForwardErrorCorrection(
        of next: Span<UInt8>, sampleCount: Int
    ) throws(OpusError) -> [Int16] {
        try requireDuration(sampleCount)
        return try decode(next, sampleCount: sampleCount, takesRepeatedFrame: true)
    }

    /// Goes on with what was heard, fading out, in place of a packet that is lost; after a silent one it makes comfort noise.
    /// - Parameter sampleCount: the length of what was lost.
    /// - Throws: `OpusError.invalidDuration`, `OpusError.failed(.decode, _)`.
    package mutating func conceal(sampleCount: Int) throws(OpusError) -> [Int16] {
        try requireDuration(sampleCount)
        return try fill(sampleCount: sampleCount) { samples in
            opus_decode(state, nil, 0, samples, Int32(sampleCount), 0)
        }
    }

    /// Forgets what was heard, for another stream.
    /// - Throws: `OpusError.failed(.configure, _)`.
    package mutating func reset() throws(OpusError) {
        try check(nearhand_opus_decoder_order(state, OPUS_RESET_STATE), .configure)
    }

    private func decode(
        _ packet: Span<UInt8>, sampleCount: Int, takesRepeatedFrame: Bool
    ) throws(OpusError) -> [Int16] {
        // libopus takes no data at all for the order to conceal.
        guard !packet.isEmpty, let byteCount = Int32(exactly: packet.count) else { throw .invalidPacket }
        return try fill(sampleCount: sampleCount) { samples in
            packet.withUnsafeBufferPointer { bytes in
                opus_decode(
                    state, bytes.baseAddress, byteCount, samples, Int32(sampleCount), takesRepeatedFrame ? 1 : 0)
            }
        }
    }

    private func fill(
        sampleCount: Int, _ decode: (UnsafeMutablePointer<Int16>) -> Int32
    ) throws(OpusError) -> [Int16] {
        var status: Int32 = 0
        let samples = [Int16](unsafeUninitializedCapacity: sampleCount) { samples, count in
            // There is room for a sample at least, and so an address.
            status = decode(samples.baseAddress!)
            count = max(0, Int(status))
        }
        try check(status, .decode)
        return samples
    }

    private func requireDuration(_ sampleCount: Int) throws(OpusError) {
        guard sampleCount.isMultiple(of: Self.sampleGranularity),
            Self.sampleGranularity...Self.maximumSampleCount ~= sampleCount
        else { throw .invalidDuration(sampleCount: sampleCount) }
    }
}
