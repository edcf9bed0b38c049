import Wire

/// Bytes from hexadecimal digits; a wrong digit gives an empty array, which every test notices.
func hex(_ text: String) -> [UInt8] { [UInt8](hexadecimal: text) ?? [] }

extension SSRC {
    init(_ rawValue: UInt32) { self.init(rawValue: rawValue) }
}
