/// Which device is used: the chosen one while it is there, else the computer's default.
struct DeviceChoice: Sendable {
    let kind: AudioDevice.Kind
    /// What is there to choose from.
    private(set) var devices: [AudioDevice] = []
    /// What is used; `nil` where there is none.
    private(set) var device: AudioDevice?
    private var chosen: String?
    /// As it was called when it was seen last.
    private var chosenTitle: String?
    private var isLost = false

    init(kind: AudioDevice.Kind, chosen: String?) {
        self.kind = kind
        self.chosen = chosen
    }

    /// Chooses another device; `nil` follows the computer's default.
    mutating func choose(_ name: String?) {
        chosen = name
        chosenTitle = nil
        isLost = false
    }

    /// Looks at what there is now.
    /// - Parameter standard: the name of the computer's default.
    /// - Returns: what became of the chosen device.
    mutating func update(_ entries: [PulseCatalog.Entry], standard: String?) -> AudioEvent? {
        devices = entries.filter { !$0.isMonitor && !EchoCanceller.isName($0.name) }.map { entry in
            AudioDevice(kind: kind, name: entry.name, title: entry.title)
        }
        let found = devices.first { $0.name == chosen }
        // PulseAudio may take our own canceller for the default, or a monitor where there is no microphone.
        let usual = devices.first { $0.name == standard } ?? devices.first { $0.name == device?.name }
        device = found ?? usual ?? devices.first
        guard let chosen else { return nil }
        if let found {
            chosenTitle = found.title
            defer { isLost = false }
            return isLost ? .deviceReturned(found) : nil
        }
        guard !isLost else { return nil }
        isLost = true
        return .deviceLost(AudioDevice(kind: kind, name: chosen, title: chosenTitle ?? chosen), replacement: device)
    }
}
