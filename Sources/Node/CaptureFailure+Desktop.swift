import Desktop
import SessionDomain

extension CaptureFailure {
    /// Why a desktop cannot be shown; `nil` when it can.
    init?(_ availability: DesktopAvailability) {
        switch availability {
        case .available: return nil
        case .noDisplay: self = .noDisplay
        case .displayRefused: self = .displayRefused
        case .waylandOnly: self = .wayland
        case .unsuitableDisplay: self = .unsuitableDisplay
        }
    }

    /// Why a desktop is shown no longer; `nil` when a person wanted that.
    init?(_ reason: DesktopStopReason) {
        switch reason {
        case .byParent, .byBar, .panicKey: return nil
        case .windowsClosed: self = .windowsClosed
        case .noDisplay: self = .noDisplay
        case .displayRefused: self = .displayRefused
        case .waylandOnly: self = .wayland
        case .unsuitableDisplay: self = .unsuitableDisplay
        case .displayLost, .monitorLost: self = .displayLost
        case .barLost: self = .barLost
        case .crashed, .notLaunched, .parentSilent, .captureFailed, .protocolViolation: self = .broken
        }
    }
}
