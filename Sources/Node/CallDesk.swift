import Console
import RTP
import SessionDomain

/// Carries out what a session wants of cameras.
///
/// It belongs to one node, and everything it does happens between two events of that node.
final class CallDesk {
    private let console: Console
    private var applied = CallMedia()
    /// To whom frames of the camera may be on their way.
    private var cameraLinks: [SecureLink] = []

    init(console: Console) {
        self.console = console
    }

    /// Brings everything to where the session wants it; nothing happens where it is there already.
    /// - Parameter links: of everybody who is connected.
    func apply(_ media: CallMedia, links: [ParticipantID: SecureLink]) async {
        if applied.isCameraOn, !media.isCameraOn { for link in cameraLinks { await link.stopVideo(.camera) } }
        cameraLinks = Array(links.values)
        if !applied.isCameraOn, media.isCameraOn { await tellCameraBitrate() }
        applied = media
    }

    /// Stops what runs; the node is at its end.
    func close() async {
        await apply(CallMedia(), links: [:])
    }

    /// One encoder serves all, so it makes what the narrowest line carries.
    private func tellCameraBitrate() async {
        var lowest: UInt32?
        for link in cameraLinks {
            guard let bitsPerSecond = await link.videoBitrate(of: .camera) else { continue }
            lowest = min(lowest ?? bitsPerSecond, bitsPerSecond)
        }
        if let lowest { await console.push(PageNote.bitrate(.camera, lowest)) }
    }
}
