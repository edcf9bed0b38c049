import Wire

/// What a customer's session wants done; the node carries these out in order, each to its end before the next.
package enum CustomerOutput: Equatable, Sendable {
    /// On the `control` channel.
    case send(ControlMessage)
    /// On the `control` channel of somebody whom the primary host introduced.
    case sendTo(ParticipantID, ControlMessage)
    /// On the `chat` channel.
    case sendChat(ChatMessage)
    /// Begin to capture; answered by `handleCaptureStarted` or `handleCaptureFailed`, and under a grant for windows by
    /// `handleWindows` before.
    case startCapture(Grant)
    /// Show these windows under the grant under which capture runs; answered by `handleCaptureStarted`.
    case showWindows([UInt32], under: Grant)
    /// Stop at once: when this is done no frame may leave any more, whatever lies in a queue.
    case stopCapture(Grant)
    /// Input under this grant may be injected from now on, into what is captured.
    case startControl(Grant)
    /// Release what is held, and inject nothing under this grant any more.
    case stopControl(Grant)
    /// Whether injection pauses, because nobody knows whether the host is still there; what is held is released.
    case pauseControl(Bool)
    /// Do this on the desktop, if the grant still stands.
    case inject(InputEvent, under: Grant)
    /// Make the picture in this way from now on.
    case setDisplayMode(DisplayMode)
    /// Show this monitor from now on.
    case chooseMonitor(Int)
    /// Ask the host's encoder for a key frame of the camera.
    case requestKeyFrame
    /// Ask the encoder of somebody whom the primary host introduced for a key frame of the camera.
    case requestCameraKeyFrame(of: ParticipantID)
    /// Make a certificate for this pair alone; answered by `handlePrepared`.
    case prepareIntroduction(ParticipantID)
    /// Meet the other of a prepared pair, with the certificate that was made for it.
    case meet(ControlMessage.Introduction)
    /// A payload of the other's, for the pair's pairing.
    case relayed(String, of: ParticipantID)
    /// Close the pair's connection, after what was sent before has left, and forget its certificate.
    case part(ParticipantID)
    /// Be ready for the bytes of a file, whose name is safe; answered by `handleReady` or `handleFailure`.
    case startDownload(TransferID, FileEntry)
    /// Stop, and keep what has arrived until the same file is asked for again.
    case suspendDownload(TransferID)
    /// Stop and delete what has arrived.
    case cancelDownload(TransferID)
    /// A prompt opened: raise the panel, let the bar flash.
    case raisePrompt
    /// Tell the person, once.
    case notice(NoticeKey, values: [String: String])
    /// Close the peer connection, after what was sent before has left.
    case disconnect(CustomerSnapshot.EndReason)
    /// `CustomerSession.fill` gives another picture than before; comes once after any number of changes.
    case changed
}
