/// Whether what the microphone hears may leave this computer.
///
/// Muted and *push to talk* are one thing: whoever is muted is heard for as long as the key is held.
struct TalkGate: Equatable, Sendable {
    /// The person does not want to be heard.
    var isMuted = false
    /// The key is held.
    var isPressed = false

    /// Sound may leave.
    var isOpen: Bool { !isMuted || isPressed }
}
