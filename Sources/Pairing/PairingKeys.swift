/// The keys of one attempt. Directions have their own, so that nothing that one side made passes for the other's.
struct PairingKeys: Sendable {
    /// AES-256-GCM, 32 bytes, as the other three.
    let sealHostToCustomer: SecretBytes
    let sealCustomerToHost: SecretBytes
    /// HMAC-SHA256 over the fingerprints.
    let macHost: SecretBytes
    let macCustomer: SecretBytes

    /// What `sender` seals with.
    func sealKey(of sender: PairingRole) -> SecretBytes {
        sender == .host ? sealHostToCustomer : sealCustomerToHost
    }

    /// What `sender` authenticates the fingerprints with.
    func macKey(of sender: PairingRole) -> SecretBytes {
        sender == .host ? macHost : macCustomer
    }
}
