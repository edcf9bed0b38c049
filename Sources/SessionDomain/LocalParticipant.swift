/// What this side says of itself in its `hello`.
package struct LocalParticipant: Equatable, Sendable {
    /// What the person calls themselves.
    package var name: String
    /// Which part the person has in the session that they join; a session's own host is always the primary.
    package var role: ControlMessage.Role
    package var software: ControlMessage.Software
    /// The operating system: `Linux`.
    package var system: String
    /// What the other side may ask for.
    package var abilities: [ControlMessage.Ability]
    /// Why `shareDesktop` is not among the abilities, where that is known.
    package var captureObstacle: CaptureFailure?
    /// Whether the panel's page captures what is shared, because the node itself cannot.
    package var capturesByPage: Bool

    package init(
        name: String, role: ControlMessage.Role = .customer, software: ControlMessage.Software = .supportManager,
        system: String, abilities: [ControlMessage.Ability] = [], captureObstacle: CaptureFailure? = nil,
        capturesByPage: Bool = false
    ) {
        self.name = name
        self.role = role
        self.software = software
        self.system = system
        self.abilities = abilities
        self.captureObstacle = captureObstacle
        self.capturesByPage = capturesByPage
    }

    func hello(as role: ControlMessage.Role) -> ControlMessage.Hello {
        ControlMessage.Hello(name: name, role: role, software: software, system: system, abilities: abilities)
    }
}
