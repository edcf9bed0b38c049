/// The keys of one attempt. Directions have their own, so that nothing that one side made passes for the other's.
struct PairingKeys: Sendable {
    let sealHostToCustomer: SecretBytes
    let sealCustomerToHost: SecretBytes
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
