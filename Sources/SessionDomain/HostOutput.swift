import Wire

/// What a host's session wants done; the node carries these out in order.
package enum HostOutput: Equatable, Sendable {
    /// On the `control` channel.
    case send(ControlMessage)
    /// On the `control` channel of an invited host.
    case sendTo(ParticipantID, ControlMessage)
    /// On the `input` channel, or the `motion` channel where it may be lost.
    case sendInput(InputMessage)
    /// On the `chat` channel.
    case sendChat(ChatMessage)
    /// Open a `file` channel for `transfer` and send the file's bytes from `offset` on.
    case sendFile(FileID, transfer: TransferID, offset: Int)
    /// Stop sending and close the transfer's channel.
    case cancelTransfer(TransferID)
    /// The file's bytes may be deleted.
    case discardFile(FileID)
    /// Ask the customer's encoder for a key frame: of the screen, or of the camera.
    case requestKeyFrame(ofCamera: Bool)
    /// Ask an invited host's encoder for a key frame of the camera.
    case requestCameraKeyFrame(of: ParticipantID)
    /// Close an invited host's connection, after what was sent before has left.
    case disconnectGuest(ParticipantID)
    /// Tell the person, once.
    case notice(NoticeKey, values: [String: String])
    /// Close the peer connection, after what was sent before has left.
    case disconnect(HostSession.DisconnectReason)
    /// `HostSession.fill` gives another picture than before; comes once after any number of changes.
    case changed
}
