/// What this side says of itself in its `hello`.
package struct LocalParticipant: Equatable, Sendable {
    package var name: String
    package var software: ControlMessage.Software
    /// The operating system: `Linux`.
    package var system: String
    package var abilities: [ControlMessage.Ability]

    package init(
        name: String, software: ControlMessage.Software = .supportManager, system: String,
        abilities: [ControlMessage.Ability] = []
    ) {
        self.name = name
        self.software = software
        self.system = system
        self.abilities = abilities
    }

    func hello(as role: ControlMessage.Role) -> ControlMessage.Hello {
        ControlMessage.Hello(name: name, role: role, software: software, system: system, abilities: abilities)
    }
}
