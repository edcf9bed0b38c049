/// What a person is told once; the raw value is a key of the catalogue, whose text says what each means.
///
/// A `view…` tells the host what the `capture…` of the same name tells the customer.
package enum NoticeKey: String, CaseIterable, Sendable {
    // For the host.
    case customerJoined = "notice.customerJoined"
    case customerLeft = "notice.customerLeft"
    case customerLost = "notice.customerLost"
    case requestDenied = "notice.requestDenied"
    case requestTimedOut = "notice.requestTimedOut"
    case requestNotShared = "notice.requestNotShared"
    case requestUnable = "notice.requestUnable"
    case requestWholeScreen = "notice.requestWholeScreen"
    case controlStoppedByCustomer = "notice.controlStoppedByCustomer"
    case viewStoppedByCustomer = "notice.viewStoppedByCustomer"
    case viewDisplayLost = "notice.viewDisplayLost"
    case viewDisplayRefused = "notice.viewDisplayRefused"
    case viewFailed = "notice.viewFailed"
    case viewNoDisplay = "notice.viewNoDisplay"
    case viewUnsuitableDisplay = "notice.viewUnsuitableDisplay"
    case viewWayland = "notice.viewWayland"
    case viewWindowsClosed = "notice.viewWindowsClosed"
    case fileDelivered = "notice.fileDelivered"
    case fileNotDelivered = "notice.fileNotDelivered"
    case switchAccepted = "notice.switchAccepted"
    case switchDeclined = "notice.switchDeclined"
    case switchUnavailable = "notice.switchUnavailable"
    case versionDiffers = "notice.customerVersionDiffers"

    // For the customer.
    case captureBarLost = "notice.captureBarLost"
    case captureBroken = "notice.captureBroken"
    case captureDisplayLost = "notice.captureDisplayLost"
    case captureDisplayRefused = "notice.captureDisplayRefused"
    case captureNoDisplay = "notice.captureNoDisplay"
    case captureUnsuitableDisplay = "notice.captureUnsuitableDisplay"
    case captureWayland = "notice.captureWayland"
    case controlStopped = "notice.controlStopped"
    case controlStoppedByHost = "notice.controlStoppedByHost"
    case fileOffered = "notice.fileOffered"
    case fileSaved = "notice.fileSaved"
    case fileFailed = "notice.fileFailed"
    case hostUnreachable = "notice.hostUnreachable"
    case hostBack = "notice.hostBack"
    case introduced = "notice.introduced"
    case personLost = "notice.personLost"
    case promptTimedOut = "notice.promptTimedOut"
    case promptWithdrawn = "notice.promptWithdrawn"
    case shareFailed = "notice.shareFailed"
    case shareNothingChosen = "notice.shareNothingChosen"
    case shareStopped = "notice.shareStopped"
    case shareStoppedByHost = "notice.shareStoppedByHost"
    case shareUnable = "notice.shareUnable"
    case shareWholeScreen = "notice.shareWholeScreen"
    case shareWindowsClosed = "notice.shareWindowsClosed"
    case voiceClosed = "notice.voiceClosed"
    case cameraClosed = "notice.cameraClosed"

    /// The state that it speaks of.
    package var subject: NoticeSubject {
        switch self {
        case .customerJoined, .customerLeft, .customerLost, .fileDelivered, .fileNotDelivered, .versionDiffers,
            .fileOffered, .fileSaved, .fileFailed, .introduced, .personLost, .switchAccepted, .switchDeclined,
            .switchUnavailable:
            .connection
        case .hostUnreachable, .hostBack: .line
        case .requestDenied, .requestTimedOut, .requestNotShared, .requestUnable, .requestWholeScreen,
            .viewStoppedByCustomer, .viewWindowsClosed,
            .controlStoppedByCustomer, .controlStopped, .controlStoppedByHost,
            .viewDisplayLost, .viewDisplayRefused, .viewFailed, .viewNoDisplay, .viewUnsuitableDisplay, .viewWayland,
            .captureBarLost, .captureBroken, .captureDisplayLost, .captureDisplayRefused, .captureNoDisplay,
            .captureUnsuitableDisplay, .captureWayland, .promptTimedOut, .promptWithdrawn, .shareFailed,
            .shareNothingChosen, .shareStopped, .shareStoppedByHost, .shareUnable, .shareWholeScreen,
            .shareWindowsClosed:
            .picture
        case .voiceClosed, .cameraClosed: .call
        }
    }

    /// Whether it is shown as an error, until the person closes it or what it speaks of is over.
    package var isError: Bool {
        switch self {
        case .customerLost, .requestUnable, .viewFailed, .viewDisplayLost, .viewDisplayRefused, .viewNoDisplay,
            .viewUnsuitableDisplay, .viewWayland, .fileNotDelivered, .fileFailed, .hostUnreachable, .captureBarLost,
            .captureBroken, .captureDisplayLost, .captureDisplayRefused, .captureNoDisplay, .captureUnsuitableDisplay,
            .captureWayland, .personLost, .shareFailed, .shareUnable, .shareWholeScreen, .versionDiffers:
            true
        default: false
        }
    }
}
