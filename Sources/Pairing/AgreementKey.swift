/// An ephemeral P-256 key pair; it lives as long as one attempt.
package struct AgreementKey: Sendable {
    /// The scalar, 32 bytes.
    package let privateKey: SecretBytes
    /// X9.63 uncompressed, `04 · x 32 · y 32`.
    package let publicKey: [UInt8]

    package init(privateKey: SecretBytes, publicKey: [UInt8]) {
        self.privateKey = privateKey
        self.publicKey = publicKey
    }
}
