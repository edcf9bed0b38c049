extension UInt16 {
    /// Parses the port of an address: one to five decimal digits, 1 to 65,535. `UInt16(_:)` would also take a sign.
    package init?(portDigits text: some StringProtocol) {
        guard (1...5).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt16(text), number > 0
        else { return nil }
        self = number
    }
}
