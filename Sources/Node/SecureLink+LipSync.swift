import PeerConnection
import RTP
import Wire

// The camera's pictures, which wait for the sound that was recorded with them.
extension SecureLink {
    /// Takes how long what `nextAudio` gives out takes to the loudspeaker; `nil` while this person hears nothing.
    func setPlaybackLatency(_ latency: Duration?) {
        playbackLatency = latency
    }

    /// Takes the next picture of the camera; it is handed on when its sound is heard.
    func hold(_ frame: EncodedVideoFrame) async {
        var wait: Duration?
        if let playbackLatency, let delay = await peer.videoDelay(of: frame, on: .camera) {
            wait = delay + playbackLatency
        }
        lipSync.hold(frame, timestamp: frame.rtpTimestamp, wait: wait, now: NodeClock().now)
        handOnCamera()
    }

    /// Hands on the pictures that are due, and has the next one ring.
    func handOnCamera() {
        let clock = NodeClock()
        while let frame = lipSync.poll(now: clock.now) { sink.yield(.video(.camera, frame)) }
        cameraAlarm.set(lipSync.nextTimeout, clock: clock) { [mailbox] in mailbox.post(.cameraDue) }
    }
}
