/// What a person presses for voice and camera, in the console as in the panel.
package enum CallCommand: Equatable, Sendable {
    /// Hear and be heard; the host opens the call by it.
    case joinVoice
    /// Stop to hear and to be heard.
    case leaveVoice
    /// Answer to an open call that one stays on the telephone; without meaning for the host.
    case stayOnPhone
    /// End the call by voice for everybody; the host's alone.
    case closeVoice
    case setMuted(SetMuted)
    case setPushToTalk(SetPushToTalk)
    /// The talk key was pressed or released.
    case talk(Talk)
    /// The page has a picture of the camera; the host opens cameras by it.
    case startCamera
    case stopCamera
    /// Switch everybody's cameras off; the host's alone.
    case closeCamera
    case chooseMicrophone(ChooseDevice)
    case chooseLoudspeaker(ChooseDevice)

    package struct SetMuted: Codable, Equatable, Sendable {
        package var isMuted: Bool

        package init(isMuted: Bool) { self.isMuted = isMuted }
    }

    package struct SetPushToTalk: Codable, Equatable, Sendable {
        package var isOn: Bool

        package init(isOn: Bool) { self.isOn = isOn }
    }

    package struct Talk: Codable, Equatable, Sendable {
        package var isPressed: Bool

        package init(isPressed: Bool) { self.isPressed = isPressed }
    }

    /// Names a device of the node's.
    package struct ChooseDevice: Codable, Equatable, Sendable {
        /// As the snapshot names it; `nil` for the system's default.
        package var device: String?

        package init(device: String?) { self.device = device }
    }
}

extension CallCommand: Codable {
    /// The `type` member of each message.
    package enum Kind: String, Codable {
        case joinVoice
        case leaveVoice
        case stayOnPhone
        case closeVoice
        case setMuted
        case setPushToTalk
        case talk
        case startCamera
        case stopCamera
        case closeCamera
        case chooseMicrophone
        case chooseLoudspeaker
    }

    private enum CodingKeys: String, CodingKey {
        case type
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .joinVoice: self = .joinVoice
        case .leaveVoice: self = .leaveVoice
        case .stayOnPhone: self = .stayOnPhone
        case .closeVoice: self = .closeVoice
        case .setMuted: self = .setMuted(try SetMuted(from: decoder))
        case .setPushToTalk: self = .setPushToTalk(try SetPushToTalk(from: decoder))
        case .talk: self = .talk(try Talk(from: decoder))
        case .startCamera: self = .startCamera
        case .stopCamera: self = .stopCamera
        case .closeCamera: self = .closeCamera
        case .chooseMicrophone: self = .chooseMicrophone(try ChooseDevice(from: decoder))
        case .chooseLoudspeaker: self = .chooseLoudspeaker(try ChooseDevice(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .type)
        switch self {
        case .setMuted(let message): try message.encode(to: encoder)
        case .setPushToTalk(let message): try message.encode(to: encoder)
        case .talk(let message): try message.encode(to: encoder)
        case .chooseMicrophone(let message), .chooseLoudspeaker(let message): try message.encode(to: encoder)
        case .joinVoice, .leaveVoice, .stayOnPhone, .closeVoice, .startCamera, .stopCamera, .closeCamera: break
        }
    }

    private var kind: Kind {
        switch self {
        case .joinVoice: .joinVoice
        case .leaveVoice: .leaveVoice
        case .stayOnPhone: .stayOnPhone
        case .closeVoice: .closeVoice
        case .setMuted: .setMuted
        case .setPushToTalk: .setPushToTalk
        case .talk: .talk
        case .startCamera: .startCamera
        case .stopCamera: .stopCamera
        case .closeCamera: .closeCamera
        case .chooseMicrophone: .chooseMicrophone
        case .chooseLoudspeaker: .chooseLoudspeaker
        }
    }
}
