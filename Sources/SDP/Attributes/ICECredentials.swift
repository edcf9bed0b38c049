package import Wire

/// A username fragment and its password, which authenticate connectivity checks (`a=ice-ufrag`, `a=ice-pwd`).
///
/// A description whose pair differs from the one before asks for an ICE restart.
/// Source: RFC 8839 §5.4 <https://www.rfc-editor.org/rfc/rfc8839#section-5.4>
package struct ICECredentials: Hashable, Sendable {
    /// 4 to 256 characters.
    package let usernameFragment: String
    /// 22 to 256 characters.
    package let password: Redacted<String>

    /// Takes both as they are; who reads them from a peer checks them first.
    package init(usernameFragment: String, password: String) {
        self.usernameFragment = usernameFragment
        self.password = Redacted(password)
    }

    /// Whether both are what RFC 8839 allows; always so where they were read from a text.
    package var isValid: Bool {
        Self.isUsernameFragment(Substring(usernameFragment)) && Self.isPassword(Substring(password.value))
    }

    /// Whether a text may be a username fragment: 4 to 256 `ice-char`.
    static func isUsernameFragment(_ text: Substring) -> Bool {
        4...256 ~= text.utf8.count && text.isICEText
    }

    /// Whether a text may be a password: 22 to 256 `ice-char`.
    static func isPassword(_ text: Substring) -> Bool {
        22...256 ~= text.utf8.count && text.isICEText
    }
}
