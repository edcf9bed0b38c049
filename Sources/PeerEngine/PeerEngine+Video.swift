import CongestionControl
import JSEP
package import RTP
import SDP
import SRTP
package import Wire

/// Pictures between RTP and the codecs.
extension PeerEngine {
    /// Sends a frame; lost when its section does not send, or before `secured`.
    package mutating func sendVideo(_ frame: EncodedVideoFrame, on role: VideoRole, now: Instant) {
        self.now = now
        guard isSecured, let section = videoSection(role), section.isSending else { return }
        section.sender?.send(frame, now: now)
        section.tally.framesSent += 1
        sending?.allocation.handleFrame(of: role, now: now)
    }

    /// The codecs of frames that the peer takes, in its order of preference; none before an agreement on sending.
    package func sendableVideoCodecs(of role: VideoRole) -> [VideoCodec] {
        videoSection(role)?.sendableCodecs ?? []
    }

    /// Asks the peer for a key frame, for a decoder that failed or began late.
    package mutating func requestKeyFrame(of role: VideoRole, now: Instant) {
        self.now = now
        videoSection(role)?.receiver?.requestKeyFrame(now: now)
    }

    /// Stops our video at once: what waits is dropped, and nothing sent before can be asked for again.
    package mutating func discardVideo(_ role: VideoRole) {
        guard let section = videoSection(role) else { return }
        section.sender?.discard()
        sending?.discardVideo(of: section)
    }

    private func videoSection(_ role: VideoRole) -> VideoSection? { video.first { $0.role == role } }

    /// Takes out of the sections what came of the last call.
    mutating func pollVideo() {
        for section in video {
            while let output = section.receiver?.pollOutput() {
                switch output {
                case .frame(let frame):
                    if frame.isKeyFrame {
                        section.tally.frameWidth = Int(frame.width)
                        section.tally.frameHeight = Int(frame.height)
                    }
                    outputs.append(.event(.videoFrame(section.role, frame)))
                case .rtcp(let packet): protect(packet, isControl: true)
                }
            }
            while let output = section.sender?.pollOutput() {
                switch output {
                case .packet(let packet, let isRepeated):
                    enqueue(packet, isRepeated ? .retransmission : .video, of: section.mediaID)
                case .rtcp(let packet): protect(packet, isControl: true)
                case .keyFrameRequested: outputs.append(.event(.keyFrameRequested(section.role)))
                case .receptionReported(let report):
                    if let time = report.roundTripTime { section.receiver?.roundTripTime = time }
                    section.tally.report = report
                    sending?.controller.handle(report, now: now)
                    outputs.append(.event(.videoReceptionReported(section.role, report)))
                case .bitrateEstimated(let bitsPerSecond):
                    let bitrate = Bitrate(bitsPerSecond: Double(bitsPerSecond))
                    sending?.controller.handleReceiverEstimate(bitrate)
                }
            }
        }
    }
}
