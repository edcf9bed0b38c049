internal import CPulse
internal import Wire

/// A stream of one channel at 48 kHz in 16 bits, to or from one device. Only on the sound's thread.
///
/// libpulse keeps its address, so it is a class; `deinit` takes the callbacks away before it disconnects. The stream does not
/// move to another device by itself: it ends with the device, and its owner decides what follows.
class PulseStream {
    /// What becomes of the stream.
    enum State {
        /// Sound flows.
        case ready
        /// The device is gone, or did not open.
        case failed
    }

    /// 48 kHz, one channel.
    static let sampleSpecification = pa_sample_spec(format: PA_SAMPLE_S16LE, rate: 48_000, channels: 1)
    static let bytesPerSample = 2
    /// The latency asked for is the whole one, with the device's part; libpulse knows it between two reports by extrapolating.
    static let flags: UInt32 =
        PA_STREAM_ADJUST_LATENCY.rawValue | PA_STREAM_AUTO_TIMING_UPDATE.rawValue
        | PA_STREAM_INTERPOLATE_TIMING.rawValue | PA_STREAM_DONT_MOVE.rawValue
    /// PulseAudio's word for what a buffer does not say.
    static let unsaid = UInt32.max

    let stream: OpaquePointer
    private let stateChanged: (State) -> Void

    init(_ context: PulseContext, name: String, stateChanged: @escaping (State) -> Void) {
        self.stateChanged = stateChanged
        let properties = pa_proplist_new()
        // Desktops lower or stop music while somebody is on the phone.
        pa_proplist_sets(properties, PA_PROP_MEDIA_ROLE, "phone")
        var specification = Self.sampleSpecification
        // libpulse has none only for a specification that is invalid, or a context that is not ready.
        stream = pa_stream_new_with_proplist(context.context, name, &specification, nil, properties)!
        pa_proplist_free(properties)
        pa_stream_set_state_callback(
            stream, { _, data in PulseStream.from(data)?.handleState() }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        pa_stream_set_state_callback(stream, nil, nil)
        pa_stream_set_read_callback(stream, nil, nil)
        pa_stream_set_write_callback(stream, nil, nil)
        pa_stream_disconnect(stream)
        pa_stream_unref(stream)
    }

    /// How long sound is under way between the device and this program; `nil` until it is known.
    var latency: Duration? {
        var microseconds: pa_usec_t = 0
        var isNegative: Int32 = 0
        guard pa_stream_get_latency(stream, &microseconds, &isNegative) == 0 else { return nil }
        return isNegative != 0 ? .zero : .microseconds(Int64(microseconds))
    }

    private func handleState() {
        switch pa_stream_get_state(stream) {
        case PA_STREAM_READY: stateChanged(.ready)
        case PA_STREAM_FAILED, PA_STREAM_TERMINATED: stateChanged(.failed)
        default: break
        }
    }

    static func from(_ data: UnsafeMutableRawPointer?) -> PulseStream? {
        data.map { Unmanaged<PulseStream>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Records from one source.
final class PulseRecorder: PulseStream {
    /// What is asked of the device at once: half a frame, so that a frame waits at most as long for its second half.
    private static let fragmentSampleCount = 480
    /// 500 ms: what waits longer because this program hangs is nobody's any more.
    private static let maximumSampleCount = 24_000

    private let received: ([CapturedSound]) -> Void
    private var assembler = FrameAssembler()

    /// Begins to record.
    /// - Returns: `nil` where PulseAudio refuses at once.
    init?(
        _ context: PulseContext, source: String, received: @escaping ([CapturedSound]) -> Void,
        stateChanged: @escaping (State) -> Void
    ) {
        self.received = received
        super.init(context, name: "Nearhand microphone", stateChanged: stateChanged)
        pa_stream_set_read_callback(
            stream, { _, _, data in (PulseStream.from(data) as? PulseRecorder)?.read() },
            Unmanaged.passUnretained(self).toOpaque())
        var buffer = pa_buffer_attr(
            maxlength: UInt32(Self.maximumSampleCount * Self.bytesPerSample), tlength: Self.unsaid,
            prebuf: Self.unsaid, minreq: Self.unsaid, fragsize: UInt32(Self.fragmentSampleCount * Self.bytesPerSample))
        let flags = pa_stream_flags_t(rawValue: Self.flags)
        guard pa_stream_connect_record(stream, source, &buffer, flags) == 0 else { return nil }
    }

    private func read() {
        let instant = AudioThread.now - (latency ?? .zero)
        var frames: [CapturedSound] = []
        while pa_stream_readable_size(stream) > 0 {
            var bytes: UnsafeRawPointer?
            var count = 0
            guard pa_stream_peek(stream, &bytes, &count) == 0, count > 0 else { break }
            let samples = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
            // A hole is time that the device did not record.
            frames +=
                bytes == nil
                ? assembler.append(repeatElement(0, count: count / Self.bytesPerSample), until: instant)
                : assembler.append(samples.bindMemory(to: Int16.self), until: instant)
            pa_stream_drop(stream)
        }
        if !frames.isEmpty { received(frames) }
    }
}

/// Plays to one sink.
final class PulsePlayer: PulseStream {
    /// 40 ms in all: 10 ms under way to the server, 10 ms there, 20 ms in the device.
    private static let targetSampleCount = 1_920
    /// 10 ms: how much is asked for at once, and how much has to be there before playing begins again after a gap.
    private static let requestSampleCount = 480

    private let wanted: () -> Void

    /// Begins to play; `wanted` says when `demandedSampleCount` has grown.
    /// - Returns: `nil` where PulseAudio refuses at once.
    init?(
        _ context: PulseContext, sink: String, wanted: @escaping () -> Void, stateChanged: @escaping (State) -> Void
    ) {
        self.wanted = wanted
        super.init(context, name: "Nearhand voices", stateChanged: stateChanged)
        pa_stream_set_write_callback(
            stream, { _, _, data in (PulseStream.from(data) as? PulsePlayer)?.wanted() },
            Unmanaged.passUnretained(self).toOpaque())
        var buffer = pa_buffer_attr(
            maxlength: UInt32(4 * Self.targetSampleCount * Self.bytesPerSample),
            tlength: UInt32(Self.targetSampleCount * Self.bytesPerSample),
            prebuf: UInt32(Self.requestSampleCount * Self.bytesPerSample),
            minreq: UInt32(Self.requestSampleCount * Self.bytesPerSample), fragsize: Self.unsaid)
        let flags = pa_stream_flags_t(rawValue: Self.flags)
        guard pa_stream_connect_playback(stream, sink, &buffer, flags, nil, nil) == 0 else { return nil }
    }

    /// How much is to be written so that the sound goes on, 0 before the device is open.
    var demandedSampleCount: Int {
        guard pa_stream_get_state(stream) == PA_STREAM_READY else { return 0 }
        let count = pa_stream_writable_size(stream)
        return count == .max ? 0 : count / Self.bytesPerSample
    }

    /// Adds samples to what is played.
    func write(_ samples: [Int16]) {
        samples.withUnsafeBytes { bytes in
            _ = pa_stream_write(stream, bytes.baseAddress, bytes.count, nil, 0, PA_SEEK_RELATIVE)
        }
    }
}
