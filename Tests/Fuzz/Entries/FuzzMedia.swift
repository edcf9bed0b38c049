import RTP
import Wire

/// One RTP packet, its header extensions, and the VP8 descriptor in front of its payload.
package func fuzzRTPPacket(_ bytes: Span<UInt8>) { RTPPacket.fuzz([UInt8](copying: bytes)) }

/// One compound RTCP packet.
package func fuzzRTCPPacket(_ bytes: Span<UInt8>) { RTCPPacket.fuzz([UInt8](copying: bytes)) }

/// One VP9 payload descriptor; what was read and is written again says the same.
package func fuzzVP9Descriptor(_ bytes: Span<UInt8>) {
    guard let (descriptor, offset) = try? VP9PayloadDescriptor.parse([UInt8](copying: bytes)) else { return }
    precondition(offset <= bytes.count)
    let again = try? VP9PayloadDescriptor.parse(descriptor.serialize())
    precondition(again?.0 == descriptor, "a descriptor survives being written")
}

/// The beginning of one VP9 frame.
package func fuzzVP9Header(_ bytes: Span<UInt8>) {
    guard let header = VP9FrameHeader.parse([UInt8](copying: bytes)) else { return }
    precondition(header.profile <= 3 && (0...65_536).contains(header.width) && (0...65_536).contains(header.height))
    precondition((header.width > 0) == (header.isKeyFrame || header.isIntraOnly))
}

/// Packets of one stream, each behind two bytes of its length, to a receiver that assembles frames; time goes on between.
package func fuzzVideoStream(_ bytes: Span<UInt8>) {
    var receiver = VideoReceiver(
        configuration: VideoReceiverConfiguration(
            payloadTypes: [96: .vp8, 98: .vp9, 100: .vp9Profile1], retransmissionPayloadTypes: [97: 96, 99: 98],
            localSSRC: SSRC(rawValue: 1),
            canonicalName: "fuzz"))
    var recorder = TransportFeedbackRecorder()
    var now = Instant.origin + .seconds(1)
    var reader = ByteReader(bytes)
    while let count = try? reader.readUInt16(), let packet = try? reader.readSpan(min(Int(count), reader.remaining)) {
        let packet = [UInt8](copying: packet)
        if let rtp = try? RTPPacket.parse(packet) {
            if let number = rtp.headerExtensions.transportSequenceNumber(id: 3) {
                recorder.handle(transportSequenceNumber: number, now: now)
            }
            receiver.handle(rtp, now: now)
        }
        if let rtcp = try? RTCPPacket.parse(packet) { for report in rtcp { receiver.handle(report, now: now) } }
        now += .milliseconds(Int(count >> 8))
        if let timeout = receiver.nextTimeout, timeout <= now { receiver.handleTimeout(now: now) }
        receiver.sendReports(of: &recorder, now: now)
        while receiver.pollOutput() != nil {}
    }
}

/// Packets of one voice, each behind two bytes of its length, to a receiver whose player takes 10 ms at a time; time goes on
/// between. What is decided must be sound that a decoder can make.
package func fuzzAudioStream(_ bytes: Span<UInt8>) {
    var receiver = AudioReceiver(
        configuration: AudioReceiverConfiguration(
            payloadTypes: [111], redundancyPayloadType: 63, audioLevelExtension: 4, localSSRC: SSRC(rawValue: 1),
            canonicalName: "fuzz"))
    var now = Instant.origin + .seconds(1)
    var reader = ByteReader(bytes)
    while let count = try? reader.readUInt16(), let packet = try? reader.readSpan(min(Int(count), reader.remaining)) {
        let packet = [UInt8](copying: packet)
        if let rtp = try? RTPPacket.parse(packet) { receiver.handle(rtp, now: now) }
        if let rtcp = try? RTCPPacket.parse(packet) { for report in rtcp { receiver.handle(report, now: now) } }
        now += .milliseconds(10 + Int(count >> 8))
        var queued = 0
        while queued < 480 {
            let made = receiver.decide(queuedSampleCount: queued, now: now).sampleCount
            precondition(made >= 120 && made <= OpusPacket.maximumSampleCount && made.isMultiple(of: 120))
            queued += made
        }
        receiver.handleTimeout(now: now)
        while receiver.pollOutput() != nil {}
    }
}
