import CongestionControl
import RTP
import Wire

/// How the video sections share what their encoders may make together.
///
/// A face needs little, and is of no use when it stands still; a screen takes what it gets. So the camera has up to a third
/// first, and the screen the rest; whoever films alone has everything.
struct VideoAllocation: Sendable {
    /// What the camera may have of the whole while a screen is shared.
    static let cameraShare = 1.0 / 3
    /// A camera makes pictures all the time: one that made none for so long is off.
    static let cameraPatience = Duration.seconds(2)

    /// Bits a second of all sections; `nil` before it is known.
    var total: Bitrate?
    /// When each section's latest frame came; a section that was stopped has none.
    private var lastFrames: [VideoRole: Instant] = [:]
    private var told: [VideoRole: Bitrate] = [:]

    /// Notes a frame.
    mutating func handleFrame(of role: VideoRole, now: Instant) { lastFrames[role] = now }

    /// Notes that a section was stopped.
    mutating func handleStop(of role: VideoRole) { lastFrames[role] = nil }

    /// What a section's encoder may make.
    func bitrate(of role: VideoRole, now: Instant) -> Bitrate? {
        guard let total else { return nil }
        let camera = total * Self.cameraShare
        switch role {
        case .screen: return isCameraOn(now: now) ? total - camera : total
        // The screen stands still and sends nothing for minutes, and still is what is looked at.
        case .camera: return lastFrames[.screen] == nil && isCameraOn(now: now) ? total : camera
        }
    }

    /// When a share changes although nothing else happens.
    var nextTimeout: Instant? { lastFrames[.camera].map { $0 + Self.cameraPatience } }

    /// Does what is due.
    mutating func handleTimeout(now: Instant) {
        if !isCameraOn(now: now) { lastFrames[.camera] = nil }
    }

    /// What encoders are to be told, once for each change.
    /// - Parameter roles: the sections that send.
    mutating func pollChanges(of roles: [VideoRole], now: Instant) -> [(VideoRole, Bitrate)] {
        for role in VideoRole.allCases where !roles.contains(role) {
            told[role] = nil
            lastFrames[role] = nil
        }
        return roles.compactMap { role in
            guard let next = bitrate(of: role, now: now), next != told[role] else { return nil }
            told[role] = next
            return (role, next)
        }
    }

    private func isCameraOn(now: Instant) -> Bool {
        lastFrames[.camera].map { now < $0 + Self.cameraPatience } ?? false
    }
}
